#include "redaction.h"

#include <string>
#include <system_error>

#include "curfew/error.h"
#include "hints.h"
#include "small_file.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

RedactionKey key_in(const std::string& path) {
  constexpr std::size_t longest = 4096;
  const SmallFile file = read_small_file(path, longest);
  if (file.error != 0) {
    throw UsageError(
        "--redact-key " + path + ": cannot be read: " + std::generic_category().message(file.error),
        "`openssl rand -hex 32 > FILE` makes a key.");
  }
  try {
    return RedactionKey::from_secret(file.text);
  } catch (const Error& error) {
    throw UsageError("--redact-key " + path + ": " + error.what(), error.remedy(hints()));
  }
}

}  // namespace

Hiding::Hiding(const CommandLine& line, const Analyzer& analyzer, const char* usual)
    : analyzer_(analyzer) {
  const std::string word = line.has("redact") ? line.value("redact") : usual;
  const std::optional<Redaction> redaction = redaction_named(word);
  if (!redaction) {
    throw UsageError("--redact " + word + ": not known", "Say none, postmaster or public.");
  }
  redaction_ = *redaction;
  if (line.has("redact-key")) key_ = key_in(line.value("redact-key"));
}

const Redactor& Hiding::redactor() {
  if (!redactor_) redactor_.emplace(redaction_, key_.value_or(analyzer_.log_key()));
  return *redactor_;
}

void hide_addresses(const CommandLine& line, Analyzer& analyzer) {
  const AddressHiding hiding(line, analyzer);
  if (!hiding.hides()) return;
  analyzer.rename_addresses([&hiding](std::string_view address) { return hiding.shown(address); });
}

AddressHiding::AddressHiding(const CommandLine& line, const Analyzer& analyzer)
    : analyzer_(analyzer), hides_(!line.has("keep-addresses")) {
  if (hides_ && line.has("redact-key")) key_ = key_in(line.value("redact-key"));
}

std::string AddressHiding::shown(std::string_view address) const {
  if (!redactor_) redactor_.emplace(Redaction::postmaster, key_.value_or(analyzer_.log_key()));
  return redactor_->address(address);
}

void Hiding::follow(Analyzer& analyzer) {
  if (hides()) analyzer.add(*this);
}

void Hiding::learn(const Event& event) {
  if (!hides()) return;
  redactor();
  redactor_->learn(event);
}

void Hiding::learn(const Events& events) {
  for (const Event& event : events) learn(event);
}

}  // namespace curfew::cli
