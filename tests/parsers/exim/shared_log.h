#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/parser.h"

namespace curfew::test {

/// Whole logs that stand beside the project: of real servers, and of Exim's own tests. They are no
/// part of it; where they are absent these tests pass with a warning.
inline const std::string shared_exim = CURFEW_SOURCE_DIR "/../shared/data/exim/";

/// Says so in a warning when it is.
bool is_absent(const std::string& path);

/// What the command prints; the test fails when the command does.
std::string output_of(const std::string& command);

/// The file's text, unpacked.
std::string text_of(const std::string& path);

/// A log read as a whole; its events point into `text`.
struct Log {
  explicit Log(std::string whole, const ClockHints& hints = {});
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  std::string text;
  std::vector<Line> lines;
  Events events;
  LineCount count;
  std::vector<std::string> unknown;
};

/// Neither a contact told again, nor a line that tells that nobody was asked.
bool is_contact(const Event& event);

/// What stands behind stamp, zone, process and id, read by other means than the parser's.
std::optional<std::string_view> body_of(std::string_view line);

/// The body is about an address that was delivered, deferred or failed.
bool has_outcome(std::string_view body);

void check_each_outcome_is_an_attempt(const Log& log);

}  // namespace curfew::test
