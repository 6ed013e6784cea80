#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "curfew/input.h"
#include "curfew/parser.h"
#include "parse/envelope/envelope.h"
#include "parse/envelope/repeated_lines.h"
#include "parse/envelope/unglued_source.h"

namespace curfew::analysis {

/// What stands around the lines of a log.
struct Wrapping {
  const parse::EnvelopeForm* envelope = nullptr;  ///< null: the lines are bare
  bool glued = false;                             ///< no line ends between the records
};

/// A log's lines for a parser: out of their envelope, repeated ones repeated.
class OpenedLog {
 public:
  /// The source must live as long.
  OpenedLog(Source& source, const Wrapping& wrapping, std::size_t batch);

  /// The next lines; empty at the end. They live until the next call. Throws as LineReader::next.
  Lines next();
  /// Keeps the texts that next() gave last; null where they stand in the envelope's own memory and
  /// die with the next call.
  std::shared_ptr<const void> hold() const noexcept;
  /// Parses what next() gave; a line that was repeated is counted once.
  void parse(Lines lines, Parser& parser, Events& events);

  /// The parser's count, for the lines of the source.
  LineCount count(const LineCount& parsed) const noexcept;
  std::uint64_t bytes() const noexcept;
  std::uint64_t cut_lines() const noexcept { return reader_.cut_lines(); }

 private:
  std::optional<parse::UngluedSource> unglued_;
  LineReader reader_;
  std::unique_ptr<parse::Envelope> envelope_;
  parse::RepeatedLines repeated_;
  LineCount copies_;
  bool at_end_ = false;
};

}  // namespace curfew::analysis
