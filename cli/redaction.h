#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "command_line.h"
#include "curfew/analyzer.h"
#include "curfew/redact.h"

namespace curfew::cli {

/// --redact and --redact-key. Pseudonyms are made with the key file's key, else with one made from
/// the first log.
class Hiding : private Consumer {
 public:
  /// Throws UsageError, and Error for a key file that cannot be read or is too short.
  Hiding(const CommandLine& line, const Analyzer& analyzer, const char* usual = "none");

  bool hides() const noexcept { return redaction_ != Redaction::none; }
  /// Learns from all that `analyzer` reads, where anything is hidden; for commands that do nothing
  /// else with events.
  void follow(Analyzer& analyzer);
  void learn(const Event& event);
  void learn(const Events& events);
  /// Once the analyzer has begun to read.
  const Redactor& redactor();

 private:
  void events(const EventBatch& batch) override { learn(batch.events); }

  const Analyzer& analyzer_;
  Redaction redaction_ = Redaction::none;
  std::optional<RedactionKey> key_;
  std::optional<Redactor> redactor_;
};

/// Pseudonyms in the place of the addresses that an analysis keeps, unless --keep-addresses was
/// given: they are made with the key of --redact-key, else with one made from the logs.
class AddressHiding {
 public:
  /// Throws as Hiding. The analyzer must live as long.
  AddressHiding(const CommandLine& line, const Analyzer& analyzer);
  bool hides() const noexcept { return hides_; }
  /// Once the analyzer has begun to read. One thread at a time.
  std::string shown(std::string_view address) const;

 private:
  const Analyzer& analyzer_;
  bool hides_;
  std::optional<RedactionKey> key_;
  mutable std::optional<Redactor> redactor_;
};

/// Does that to all that was read.
void hide_addresses(const CommandLine& line, Analyzer& analyzer);

}  // namespace curfew::cli
