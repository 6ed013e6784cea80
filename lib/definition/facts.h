#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "curfew/event.h"

namespace curfew::definition {

/// What a definition says of an event in fixed words: outcome = "deferred".
struct Facts {
  std::optional<EventKind> kind;
  std::optional<Outcome> outcome;
  std::optional<MessageState> state;
  std::optional<Stage> stage;
  std::optional<Contacted> contacted;
  std::optional<ErrorClass> error_class;
  std::optional<ErrorSource> error_source;
  std::optional<RemoteKind> remote_kind;

  /// What `other` says is said, in place of what was.
  void add(const Facts& other) noexcept;
  void tell(Event& event) const noexcept;
};

/// Takes a fact by its key and its word. False where there is no such key; `known_word` is false
/// where there is no such word.
bool take_fact(std::string_view key, std::string_view word, Facts& facts, bool& known_word);

/// The word an event has for such a key; nothing where the key is none of these.
std::optional<std::string_view> fact_of(const Event& event, std::string_view key);

}  // namespace curfew::definition
