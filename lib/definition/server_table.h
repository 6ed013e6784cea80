#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "curfew/server.h"
#include "text/toml.h"

namespace curfew::definition {

/// What a definition knows of its server beside the log: [server]. Everything may be missing.
struct ServerTable {
  struct Part {
    LoggedPart part = LoggedPart::delay;
    bool of_deliveries = false;
    std::string key;
    std::string text;
  };
  struct AdviceForm {
    RemedyKind kind = RemedyKind::fewer_connections;
    std::string text;                ///< goes behind the remedy's own sentence; may be empty
    std::vector<std::string> lines;  ///< with placeholders; one may be of several lines
    /// Of the fewer_...: what the server does by default. Where as many are taken nothing is said.
    std::int64_t usual = 0;  ///< 0: there is no such limit
  };

  RetryFacts retries;
  std::vector<std::string> journal;
  std::vector<Part> parts;
  std::vector<AdviceForm> advice;  ///< each kind once

  const AdviceForm* advice_for(RemedyKind kind) const noexcept;
};

/// Throws what the file says: for an unknown kind, field or placeholder, and for a placeholder
/// that a remedy of that kind has nothing for.
ServerTable read_server_table(const text::TomlValue& table, const text::TomlFile& file);

/// What the placeholders stand for. "{domain}" repeats its line for each of the domains.
struct AdviceValues {
  std::vector<std::string> domains;
  std::int64_t limit = 0;
  std::int64_t seconds = 0;
  std::int64_t minutes = 0;
};
/// The lines of the form; a text of several lines gives several.
std::vector<std::string> lines_of(const ServerTable::AdviceForm& form, const AdviceValues& values);
/// Whether a line is repeated for each domain.
bool names_domains(const ServerTable::AdviceForm& form) noexcept;

}  // namespace curfew::definition
