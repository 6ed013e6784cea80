#pragma once

#include <string>
#include <unordered_map>

#include "curfew/correlator.h"
#include "curfew/event.h"
#include "curfew/names.h"

namespace curfew::correlate {

/// The group keys of refusals, and what each stood for at each remote.
class Codes {
 public:
  explicit Codes(Names& names) : names_(names) {}

  /// The key of the event's refusal; fills the event's provider code.
  Name of(Event& event);
  /// Keeps the facts of the first refusal with this key at this remote.
  void note(Name remote, Name code, const Event& event);
  const CodeFacts* find(Name remote, Name code) const noexcept;

 private:
  Names& names_;
  std::string key_;
  std::unordered_map<std::uint64_t, CodeFacts> facts_;
};

}  // namespace curfew::correlate
