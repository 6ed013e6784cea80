#pragma once

// A report and its writers: text, HTML, CSV, JSON, metrics, the letter to a postmaster. Owns all
// its text but what points into the catalogue. Texts of remotes and codes are untrusted: writers
// clean them for their medium. Times are UTC, hours of day those of the report's zone.
//
//     const curfew::Report report;  // of Analyzer::report
//     for (const curfew::ReportFinding& one : report.findings) {
//       std::cout << curfew::sentence(one.finding) << '\n';
//     }

#include <array>
#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/event.h"
#include "curfew/export.h"
#include "curfew/finding.h"
#include "curfew/hints.h"
#include "curfew/parser.h"
#include "curfew/redact.h"
#include "curfew/tally.h"
#include "curfew/time.h"

namespace curfew {

/// Something the reader must know to trust the figures. `key` is stable, for machines.
struct Warning {
  std::string key;
  std::string text;
  Hint hint = Hint::none;  ///< what can be done about it
  std::string hint_data = {};

  /// With the program's words.
  std::string text_with(const Hints& hints) const { return hints.after(text, hint, hint_data); }
};

/// One log that was read.
struct ReportInput {
  std::string name;
  std::string format;
  std::vector<std::string> servers;  ///< whose lines, where `format` does not say it: of events
  LineCount lines;
  std::uint64_t copies = 0;  ///< lines left out, and in no count: an earlier log holds them too
  std::uint64_t bytes = 0;
  std::string log_zone;  ///< empty where every stamp said its own
  ClockSource log_zone_source = ClockSource::in_log;
  std::optional<std::chrono::minutes> offset;  ///< of the newest stamp that said its own
  std::optional<int> first_year;               ///< where the stamps had none
  ClockSource year_source = ClockSource::in_log;
};

/// A log left out because another one begins with the same bytes and is no shorter.
struct SameLog {
  std::string name;
  std::string read_instead;
  std::uint64_t lines = 0;
};

using Hours = std::array<std::uint64_t, 24>;

/// Counts by hour of day. Only hours in which there was something take room.
class CURFEW_API HourTallies {
 public:
  static constexpr std::size_t hours = 24;

  /// Needs: hour < 24, as the others.
  const Tally& operator[](std::size_t hour) const noexcept;
  /// To be added to; lives until the next call.
  Tally& at(std::size_t hour);
  std::array<Tally, hours> all() const noexcept;

 private:
  std::array<std::uint8_t, hours> places_{};  // in tallies_, and 1; 0: none
  std::vector<Tally> tallies_;
};

struct ReportCode {
  std::string key;
  CodeFacts facts;
  Tally tally;
};

/// What one of our own servers got, or one of its addresses where the log names those it sent from.
struct ReportSource {
  std::string name;  ///< empty: the log names neither
  Tally tally;
};

struct ReportRemote {
  std::string name;
  std::vector<std::string> hosts;
  std::vector<std::string> domains;
  Tally tally;
  HourTallies by_hour;            ///< in the report's zone
  std::vector<ReportCode> codes;  ///< most refusals first
  std::uint64_t deferred_messages = 0;
  Waits waits;
  /// Tries refused on each day of the report's zone, from the day of Report::from on; of the first
  /// most_by_day remotes, at most most_days days.
  std::vector<std::uint32_t> refused_by_day;
  static constexpr std::size_t most_by_day = 200;
  static constexpr std::size_t most_days = 400;
  /// By our servers, where several are in the report: those it refused most first, then by name; of
  /// the first most_by_source remotes, at most most_sources servers.
  std::vector<ReportSource> sources;
  static constexpr std::size_t most_by_source = 200;
  static constexpr std::size_t most_sources = 100;
};

/// A slot of one remote and one code, as JSON gives it.
struct ReportBucket {
  static constexpr std::uint32_t no_code = UINT32_MAX;  ///< deliveries

  Slot slot = 0;
  std::uint32_t remote = 0;      ///< index into Report::remotes
  std::uint32_t code = no_code;  ///< index into that remote's codes
  BucketCounts counts;
};

/// Contacts of a stretch of a day.
struct GridCell {
  std::uint32_t refused = 0;  ///< with the finding's code
  std::uint32_t accepted = 0;
};

/// A day of the report's zone, half an hour a cell. The hour that clocks skip stays empty, the one
/// that comes twice holds both.
struct GridDay {
  std::chrono::local_days day{};
  std::array<GridCell, 48> cells{};
};

/// A finding, with what is drawn of it.
struct ReportFinding {
  static constexpr std::size_t most_with_grid = 50;  ///< findings
  static constexpr std::size_t most_days = 400;      ///< of a grid; the newest

  Finding finding;
  Verdict verdict;
  std::vector<GridDay> days;  ///< from the first contact to the last, days without any included
};

/// Everything a report says, owning its text: drawn as text or JSON, or read by a program. The
/// texts of remotes and codes are untrusted and are cleaned where they are written out.
/// What a remote answered since a store began, whatever the period, and also on days that were
/// given up. Never falls.
struct RemoteTotal {
  std::string remote;
  Tally tally;  ///< but for messages, first attempts and connections used again
};

struct Report {
  std::string version;
  Grouping grouping = Grouping::provider;
  TimeZone zone;
  ClockSource zone_source = ClockSource::system;
  std::optional<Instant> from;  ///< of the first and the last event that was counted
  std::optional<Instant> to;
  std::vector<ReportInput> inputs;
  LineCount lines;
  std::uint64_t copies = 0;  ///< lines that were left out as copies; in none of `lines`
  std::vector<SameLog> same_logs;
  Totals totals;
  std::vector<ReportRemote>
      remotes;  ///< most deferred contacts first, then most unasked, then by name
  /// What all remotes answered to each of our servers, where there are several; those that were
  /// refused most first, then by name.
  std::vector<ReportSource> sources;
  std::vector<TrafficSlot> traffic;  ///< all mail, by slot
  /// The same of what was read before the period, where findings rest on it
  /// (AnalyzerOptions::findings_of_all).
  std::vector<TrafficSlot> earlier_traffic;
  std::vector<ReportBucket> buckets;    ///< by remote, code, slot; only where they were asked for
  std::vector<ReportFinding> findings;  ///< what the buckets show, the gravest first
  std::vector<RemoteTotal> ever;        ///< of a store, by name; nothing where logs were read
  std::vector<Warning> warnings;
  Hints hints;  ///< for all that is written of it, in any form
};

/// A finding in one sentence: who refuses, at which hours, with which code, since when, how sure.
/// Holds untrusted text: clean it for the medium it is shown in.
CURFEW_API std::string sentence(const Finding& finding);

struct TextOptions {
  std::size_t top = 20;     ///< rows of the table of remotes; 0: all that there is to tell
  std::size_t width = 100;  ///< columns
  bool ascii = false;       ///< no block characters
  bool color = false;
  std::size_t days = 21;  ///< drawn of each pattern
  bool verbose = false;   ///< why each finding was or was not reported
  /// Lines of counts and notes are broken at the width, too: for a terminal. What goes into a pipe
  /// is searched by line.
  bool break_lines = false;
};

/// The page for people. Not stable: for machines there is JSON.
CURFEW_API void write_text(const Report& report, std::ostream& out,
                           const TextOptions& options = {});

/// One page for a browser, whole in itself: no script, nothing fetched, below 2 MB whatever the
/// report holds. The same report gives the same bytes.
CURFEW_API void write_html(const Report& report, std::ostream& out);

/// The buckets, a row each, as CSV with a line of names (RFC 4180; needs a report with buckets).
CURFEW_API void write_csv(const Report& report, std::ostream& out);

/// The same, one JSON object a line.
CURFEW_API void write_ndjson(const Report& report, std::ostream& out);

/// Metrics in Prometheus' text format 0.0.4, for node_exporter's textfile collector. At most 50
/// remotes of 20 codes, the rest as "other". docs/dashboards.md.
CURFEW_API void write_prometheus(const Report& report, std::ostream& out);

/// "curfew-summary/1" (docs/json.md). The same report gives the same bytes.
CURFEW_API void write_json(const Report& report, std::ostream& out);

/// The same with pseudonyms, in the same order. The redactor must have learned from the events.
CURFEW_API Report redacted(Report report, const Redactor& redactor);

/// A contact as it stands in the log, owning its text: what a postmaster can look up. Untrusted
/// words: clean and redact them before they are shown.
struct Sample {
  Instant time{};
  Outcome outcome = Outcome::unknown;
  Stage stage = Stage::unknown;
  std::uint16_t reply_code = 0;
  std::uint16_t remote_port = 0;
  EnhancedCode enhanced_code;
  std::string log_host;
  std::string queue_id;
  std::string sender;
  std::string recipient;
  std::string remote_host;
  std::string remote_ip;
  std::string local_ip;  ///< of ours, that spoke to the remote; empty: the log does not say
  std::string reply_text;
};

/// Keeps a few contacts of each remote and code, the first and the newest, as a Consumer is given
/// them; of one message its first and its newest. Bounded: so many for a pair, and so many pairs.
/// One thread at a time.
class CURFEW_API Samples {
 public:
  static constexpr std::size_t most_first = 3;
  static constexpr std::size_t most_newest = 12;
  static constexpr std::size_t most_pairs = 4096;

  Samples();
  ~Samples();
  Samples(Samples&&) noexcept;
  Samples& operator=(Samples&&) noexcept;

  /// Takes contacts (Attempt::counts); others are left alone.
  void add(const Attempt& attempt);
  /// Of contacts that ended with this code (empty: accepted), in the order of the log.
  std::vector<Sample> of(std::string_view remote, std::string_view code) const;
  /// Remotes and codes of which nothing was kept because there were too many.
  std::uint64_t pairs_left_out() const noexcept;

 private:
  struct Kept;
  std::unique_ptr<Kept> kept_;
};

/// What a letter may be written in.
enum class Language : std::uint8_t { english, german, spanish, french };

/// "en", "de", "es", "fr"; nothing for another word.
CURFEW_API std::optional<Language> language_named(std::string_view name) noexcept;

/// What a letter to a remote's postmaster is made of. Finding and report as they are in the log:
/// the letter hides people by itself.
struct Letter {
  const Report* report = nullptr;
  const ReportFinding* finding = nullptr;
  std::vector<Sample> refused;
  std::vector<Sample> accepted;
  Language language = Language::english;  ///< of its own sentences; replies stay as they are
};

/// About a finding of that report, with the contacts that show it. Both must outlive the letter.
CURFEW_API Letter letter_about(const Report& report, const ReportFinding& finding,
                               const Samples& samples);

/// The letter as text: problem, since when, counts, our side, samples, the question. Lines are at
/// most 76 columns wide, but for replies.
CURFEW_API void write_letter(const Letter& letter, const Redactor& redactor, std::ostream& out);

/// The same as a message to be opened and sent by a mail program (RFC 5322, 8-bit UTF-8): a draft,
/// without date and sender.
CURFEW_API void write_letter_mail(const Letter& letter, const Redactor& redactor,
                                  std::ostream& out);

/// The samples as CSV.
CURFEW_API void write_letter_samples(const Letter& letter, const Redactor& redactor,
                                     std::ostream& out);

}  // namespace curfew
