#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "curfew/input.h"
#include "curfew/parser.h"
#include "parse/count_state.h"
#include "parse/envelope/envelope.h"
#include "parse/envelope/repeated_lines.h"
#include "parse/envelope/unglued_source.h"

namespace curfew::analysis {

/// What stands around the lines of a log.
struct Wrapping {
  /// One inside the other, the outermost first; none: the lines are bare.
  std::vector<const parse::EnvelopeForm*> envelopes;
  bool glued = false;               ///< no line ends between the records
  parse::StampedTags stamped_tags;  ///< of the servers that may have written it
};

/// The names of its envelopes.
std::vector<std::string> names_of_envelopes(const Wrapping& wrapping);
/// Envelopes of those names; false where there is none of such a name, or there are too many.
bool set_envelopes(const std::vector<std::string>& names, Wrapping& wrapping);

/// What is kept: text/state.h.
template <class Archive>
void each_field(Archive& archive, Wrapping& wrapping) {
  std::vector<std::string> names = names_of_envelopes(wrapping);
  archive(names, wrapping.glued, wrapping.stamped_tags);
  if constexpr (Archive::is_reading) {
    if (!set_envelopes(names, wrapping)) archive.damage();
  }
}

/// What was read of a source already.
struct Front {
  std::shared_ptr<char[]> bytes;
  std::size_t size = 0;

  std::string_view text() const noexcept { return {bytes.get(), size}; }
};

/// A log's lines for a parser: out of their envelopes, repeated ones repeated.
class OpenedLog {
 public:
  /// The source must live as long.
  OpenedLog(Source& source, const Wrapping& wrapping, std::size_t batch);
  /// The same where the front was read: `rest` gives what stands behind it.
  OpenedLog(const Front& front, Source& rest, const Wrapping& wrapping, std::size_t batch);

  /// Goes on from where `other` stands, with another source, which must live as long.
  OpenedLog(const OpenedLog& other, Source& source);

  /// The next lines; empty at the end, and where the source has nothing for now. They live until
  /// the next call. Throws as LineReader::next.
  Lines next();
  /// Keeps the texts that next() gave last; null where they stand in the envelope's own memory and
  /// die with the next call.
  std::shared_ptr<const void> hold() const noexcept;
  /// Parses what next() gave; a line that was repeated is counted once.
  void parse(Lines lines, Parser& parser, Events& events);

  /// The parser's count, for the lines of the source.
  LineCount count(const LineCount& parsed) const noexcept;
  /// The same of Parser::inbound().
  LineCount inbound(const LineCount& parsed) const noexcept;
  std::uint64_t bytes() const noexcept;
  std::uint64_t cut_lines() const noexcept { return reader_.cut_lines(); }

  /// What is kept: text/state.h. The lines that next() gave are given. Read into one with the same
  /// wrapping that has read nothing, whose source gives the bytes behind those that were read.
  template <class Archive>
  void each_field(Archive& archive) {
    if (unglued_) archive(*unglued_);
    archive(reader_, finished_, repeated_, copies_, inbound_copies_, at_end_);
    for (const std::unique_ptr<parse::Envelope>& envelope : envelopes_) {
      std::string held;
      if constexpr (!Archive::is_reading) envelope->keep(held);
      archive(held);
      if constexpr (Archive::is_reading) envelope->restore(held);
    }
  }

 private:
  void make_envelopes(const Wrapping& wrapping);
  Lines open(Lines lines, std::size_t from);

  std::unique_ptr<Source> whole_;  // of a front and a rest that are unglued
  std::optional<parse::UngluedSource> unglued_;
  LineReader reader_;
  std::vector<std::unique_ptr<parse::Envelope>> envelopes_;
  std::size_t finished_ = 0;  // of the envelopes, at the end of the log
  parse::RepeatedLines repeated_;
  LineCount copies_;
  LineCount inbound_copies_;
  bool at_end_ = false;  // of the source
};

}  // namespace curfew::analysis
