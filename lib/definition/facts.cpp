#include "definition/facts.h"

#include <utility>

namespace curfew::definition {
namespace {

// Of enumerations whose values run from 0 to `last`.
template <typename Enum>
std::optional<Enum> named(std::string_view word, Enum last) noexcept {
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    const auto value = static_cast<Enum>(i);
    if (word == name(value)) return value;
  }
  return std::nullopt;
}

template <typename Enum>
void overlay(std::optional<Enum>& under, const std::optional<Enum>& over) noexcept {
  if (over) under = over;
}

}  // namespace

void Facts::add(const Facts& other) noexcept {
  overlay(kind, other.kind);
  overlay(outcome, other.outcome);
  overlay(state, other.state);
  overlay(stage, other.stage);
  overlay(contacted, other.contacted);
  overlay(error_class, other.error_class);
  overlay(error_source, other.error_source);
  overlay(remote_kind, other.remote_kind);
}

void Facts::tell(Event& event) const noexcept {
  if (kind) event.kind = *kind;
  if (outcome) event.outcome = *outcome;
  if (state) event.state = *state;
  if (stage) event.stage = *stage;
  if (contacted) event.contacted = *contacted;
  if (error_class) event.error_class = *error_class;
  if (error_source) event.error_source = *error_source;
  if (remote_kind) event.remote_kind = *remote_kind;
}

bool take_fact(std::string_view key, std::string_view word, Facts& facts, bool& known_word) {
  const auto take = [&](auto& fact, auto last) {
    const auto value = named(word, last);
    known_word = value.has_value();
    if (value) fact = value;
    return true;
  };
  if (key == "event") return take(facts.kind, EventKind::destination);
  if (key == "outcome") return take(facts.outcome, Outcome::interrupted);
  if (key == "state") return take(facts.state, MessageState::expired);
  if (key == "stage") return take(facts.stage, Stage::quit);
  if (key == "contacted") return take(facts.contacted, Contacted::no);
  if (key == "error_class") return take(facts.error_class, ErrorClass::not_due);
  if (key == "error_source") return take(facts.error_source, ErrorSource::tls);
  if (key == "remote_kind") return take(facts.remote_kind, RemoteKind::local);
  return false;
}

std::optional<std::string_view> fact_of(const Event& event, std::string_view key) {
  if (key == "event") return name(event.kind);
  if (key == "outcome") return name(event.outcome);
  if (key == "state") return name(event.state);
  if (key == "stage") return name(event.stage);
  if (key == "contacted") return name(event.contacted);
  if (key == "error_class") return name(event.error_class);
  if (key == "error_source") return name(event.error_source);
  if (key == "remote_kind") return name(event.remote_kind);
  return std::nullopt;
}

}  // namespace curfew::definition
