#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "curfew/parser.h"

namespace curfew::test {

/// One behavior of a parser: log lines and the events they become.
struct CorpusCase {
  std::string name;
  std::string input;     // the lines, each with LF
  std::string expected;  // one line an event, then "unknown N" and "ignored N" where not zero
};

/// Reads a corpus file: "== name", the log lines, "--", the expectation, an empty line.
/// Lines "# ..." before the first case are the file's own words.
std::vector<CorpusCase> read_corpus(const std::string& path);
void write_corpus(const std::string& path, const std::string& head,
                  const std::vector<CorpusCase>& cases);

/// An event in one line of words, every member that is set, in a fixed order:
/// "attempt deferred 2026-01-16T00:30:00Z queue=3F2A1 to=a@example.net
/// remote=mx.example.net[192.0.2.7]:25
///  stage=rcpt_to contacted=yes source=remote reply=450 4.7.1 "Try again later" dsn=4.7.1
///  delay=3.2"
std::string describe(const Event& event);

struct Parsed {
  std::vector<std::string> events;  // described
  LineCount count;
  std::vector<std::string> unknown_lines;
};

/// Who reads the batches: one parser, or each another one that goes on from what the one before
/// kept, where it can be kept.
enum class Parsers { one, one_each };

/// Runs a parser over text, `batch` lines at a time (0: all at once).
Parsed parse_text(const Format& format, std::string_view text, std::size_t batch = 0,
                  const ClockHints& hints = {}, bool inbound = false,
                  Parsers parsers = Parsers::one);

/// The text with CRLF for each LF.
std::string with_crlf(const std::string& text);

/// Checks a corpus folder: each case gives what it expects; the count holds; the same events for
/// batches of 1, 7 and all lines, with a parser for each line, for CRLF as for LF; every prefix of
/// every line is survived. CURFEW_BLESS=1 in the environment rewrites the expectations instead.
/// `inbound`: rejections and notices are asked for.
void check_corpus(const Format& format, const std::string& folder, const ClockHints& hints = {},
                  bool inbound = false);

}  // namespace curfew::test
