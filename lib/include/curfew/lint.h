#pragma once

// How well logs could be read: what was not understood, odd stamps, silences, what is not logged.
// Holds no name, address or id of theirs, so that it may be sent to others.
//
//     #include <curfew/builtin_formats.h>
//     curfew::Analyzer analyzer(curfew::builtin_formats());
//     curfew::Linter linter(curfew::builtin_formats());
//     analyzer.observe(&linter);
//     analyzer.read_all(curfew::inputs_at("/var/log/mail.log"));
//     curfew::write_lint_text(linter.lint(analyzer.report(false)), std::cout);

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "curfew/analyzer.h"
#include "curfew/export.h"
#include "curfew/hints.h"
#include "curfew/parser.h"
#include "curfew/report.h"
#include "curfew/time.h"

namespace curfew {

/// Lines that were not understood and differ in names and numbers alone.
struct LintTemplate {
  std::string format;
  std::string pattern;      ///< "<time> <host> mta/smtp[#]: <id>: ..."
  std::string example;      ///< the first of the lines, masked; of the same shape
  std::string log;          ///< where the first one stands, masked
  std::uint64_t line = 0;   ///< and which it is
  std::uint64_t count = 0;  ///< at most; at least `count - doubt`
  std::uint64_t doubt = 0;  ///< not 0 only where there were more templates than are kept
};

/// Something seen at stamps: how often, and at which line first.
struct LintSeen {
  std::uint64_t count = 0;
  std::uint64_t line = 0;
  void see(std::uint64_t at) noexcept {
    if (count++ == 0) line = at;
  }
};

/// One log that was read.
struct LintLog {
  std::string name;  ///< masked, and without its folder
  std::string format;
  LineCount lines;
  std::uint64_t copies = 0;  ///< lines left out because an earlier log holds them
  std::string zone;          ///< empty where every stamp said its own
  ClockSource zone_source = ClockSource::in_log;
  std::optional<int> first_year;  ///< where the stamps had none
  ClockSource year_source = ClockSource::in_log;
  LintSeen without_stamp;
  LintSeen in_the_future;  ///< more than a day past the log's own date, or past now
  LintSeen steps_back;     ///< of more than 5 s behind the line before
  Milliseconds farthest_back{};
  LintSeen in_double_hour;  ///< an hour that comes twice because clocks are put back
};

/// A silence: no line of any program of one server.
struct LintGap {
  std::size_t server = 0;  ///< numbered from 1, because its name is nobody's business
  Instant from{};
  Instant to{};
  Milliseconds usual{};  ///< quiet time that is usual where the silence began
};

/// A file in which no line of a mail log was found.
struct LintOtherFile {
  std::string name;                ///< masked, and without its folder
  std::string nearest;             ///< the format whose reader could do most; empty: none could
  std::uint64_t lines = 0;         ///< looked at, from its front
  std::uint64_t understood = 0;    ///< of those, by the nearest format's reader: other programs'
  std::vector<std::string> front;  ///< first lines, masked
};

/// What a format's lines could tell and these do not.
struct LintMissing {
  std::string format;
  std::string key;  ///< stable, for machines: "cut_lines"
  std::string text;
};

/// How well the logs could be read. Holds no name, address or id of theirs.
struct Lint {
  std::string version;
  TimeZone zone;
  ClockSource zone_source = ClockSource::system;
  LineCount lines;
  std::uint64_t copies = 0;
  std::vector<LintLog> logs;            ///< in the order in which they were read
  std::vector<std::string> same_logs;   ///< names of those left out as copies of others, masked
  std::vector<LintTemplate> templates;  ///< most lines first
  bool too_many_templates = false;      ///< counts are "at most"; rare ones may be missing
  std::vector<LintGap> gaps;            ///< longest first
  std::uint64_t more_gaps = 0;          ///< shorter ones that are not listed
  std::vector<LintMissing> missing;
  std::vector<LintOtherFile> other_files;
  std::uint64_t more_other_files = 0;  ///< files without mail logs that are not listed
  std::vector<Warning> warnings;
  Hints hints;  ///< for all that is written of it; those of the report
};

/// Watches an Analyzer and says how well it could read:
///
///     curfew::Linter linter(curfew::builtin_formats());
///     analyzer.observe(&linter);
///     analyzer.read_all(inputs);
///     curfew::write_lint_text(linter.lint(analyzer.report(false)), std::cout);
///
/// Memory is bounded: 500 templates, 64 servers.
class CURFEW_API Linter final : public LogObserver {
 public:
  explicit Linter(Formats formats);
  ~Linter() override;

  void begin(const std::string& name, const Format& format, const ClockHints& hints) override;
  void lines(Lines lines) override;
  void unknown(const Line& line) override;
  void events(const Events& events) override;
  void unrecognized(const std::string& name, Lines front) override;

  /// Once all was read. `report` is that of the analyzer.
  Lint lint(const Report& report) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// For people; may be sent to others as it is. `top`: templates shown, 0 for all.
CURFEW_API void write_lint_text(const Lint& lint, std::ostream& out, std::size_t top = 20);
/// "curfew-lint/1" (docs/lint.md).
CURFEW_API void write_lint_json(const Lint& lint, std::ostream& out);

}  // namespace curfew
