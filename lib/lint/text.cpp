#include <algorithm>
#include <ostream>

#include "curfew/lint.h"
#include "report/clock_words.h"
#include "report/numbers.h"
#include "text/terminal.h"

namespace curfew {
namespace {

using report::counted;
using report::duration;
using report::grouped;

std::string clean(std::string_view text) {
  constexpr std::size_t longest = 400;
  std::string out;
  text::append_for_terminal(out, text, longest);
  return out;
}

void write_head(const Lint& lint, std::ostream& out) {
  out << "curfew " << lint.version << " lint  " << counted(lint.logs.size(), "log", "logs") << ": "
      << counted(lint.lines.lines(), "line", "lines") << " = " << grouped(lint.lines.reported)
      << " reported + " << grouped(lint.lines.ignored) << " ignored + "
      << grouped(lint.lines.unknown) << " unknown";
  if (lint.copies != 0) out << "; " << counted(lint.copies, "copy", "copies") << " left out";
  out << "\nNames, addresses, IPs, ids and words that are not common are masked: this text may be "
         "sent to others.\n";
}

void write_template(const LintTemplate& one, std::ostream& out) {
  std::string count = grouped(one.count - one.doubt);
  if (one.doubt != 0) count += " to " + grouped(one.count);
  out << (count.size() < 8 ? std::string(8 - count.size(), ' ') : "") << count << "  "
      << clean(one.pattern) << "\n          " << clean(one.example) << "\n          first at "
      << clean(one.log) << ':' << one.line << '\n';
}

void write_templates(const Lint& lint, std::ostream& out, std::size_t top) {
  if (lint.lines.unknown == 0) {
    if (!lint.logs.empty()) out << "\nEvery line was understood.\n";
    return;
  }
  out << "\nNot understood: " << counted(lint.lines.unknown, "line", "lines") << " of "
      << (lint.too_many_templates ? "more than " : "")
      << counted(lint.templates.size(), "template", "templates") << '\n';
  const std::size_t end = top == 0 ? lint.templates.size() : std::min(top, lint.templates.size());
  std::uint64_t left = lint.lines.unknown;
  for (std::size_t i = 0; i < end; ++i) {
    const LintTemplate& one = lint.templates[i];
    left -= std::min(left, one.count - one.doubt);
    write_template(one, out);
  }
  if (lint.too_many_templates) {
    out << "  More templates than are kept: a count from A to B is not known more exactly, and "
           "rare "
           "templates\n  may be missing.\n";
  }
  if (end < lint.templates.size()) {
    out << lint.hints.after("  and " + counted(left, "line", "lines") + " of other templates",
                            Hint::more_templates)
        << '\n';
  }
}

void write_clock(const LintLog& log, const Hints& hints, std::ostream& out) {
  out << "  " << clean(log.name) << "  " << log.format << ", "
      << counted(log.lines.lines(), "line", "lines");
  if (log.lines.unknown != 0) out << ", " << grouped(log.lines.unknown) << " unknown";
  if (log.copies != 0) {
    out << "; " << counted(log.copies, "copy", "copies") << " of other logs' lines left out";
  }
  if (!log.zone.empty()) {
    out << "; stamps in " << log.zone << " ("
        << report::why(log.zone_source, hints.words(Hint::by_log_zone)) << ')';
  }
  if (log.first_year) {
    out << ", first year " << *log.first_year << " ("
        << report::why(log.year_source, hints.words(Hint::by_year)) << ')';
  }
  out << '\n';
}

void write_seen(const LintSeen& seen, const char* what, std::ostream& out) {
  if (seen.count == 0) return;
  out << "    " << grouped(seen.count) << ' ' << what << " (first: line " << seen.line << ")\n";
}

void write_logs(const Lint& lint, std::ostream& out) {
  if (lint.logs.empty()) return;
  constexpr std::size_t most_logs = 50;
  out << "\nLogs, in the order in which they were read\n";
  for (std::size_t i = 0; i < std::min(most_logs, lint.logs.size()); ++i) {
    const LintLog& log = lint.logs[i];
    write_clock(log, lint.hints, out);
    write_seen(log.without_stamp, "without a stamp", out);
    write_seen(log.in_the_future, "more than a day past the log's own date or past now", out);
    if (log.steps_back.count != 0) {
      out << "    " << counted(log.steps_back.count, "step", "steps")
          << " back of more than 5 s, the farthest of " << duration(log.farthest_back)
          << " (first: line " << log.steps_back.line << ")\n";
    }
    write_seen(log.in_double_hour, "in an hour that comes twice, told apart by their order", out);
  }
  if (lint.logs.size() > most_logs) {
    const std::string left = counted(lint.logs.size() - most_logs, "other log", "other logs");
    out << lint.hints.after("  and " + left, Hint::more_logs) << '\n';
  }
  for (const std::string& name : lint.same_logs) {
    out << "  " << clean(name) << "  left out: another log begins with the same bytes\n";
  }
}

void write_gaps(const Lint& lint, std::ostream& out) {
  if (lint.gaps.empty()) return;
  out << "\nSilences, longer than three times the usual (no line is no sign that nothing was "
         "deferred)\n";
  const bool several = std::ranges::any_of(
      lint.gaps, [&lint](const LintGap& gap) { return gap.server != lint.gaps.front().server; });
  for (const LintGap& gap : lint.gaps) {
    out << "  " << wall_minutes(gap.from, lint.zone) << " to " << wall_minutes(gap.to, lint.zone)
        << "  " << duration(gap.to - gap.from) << "; usual there: at most " << duration(gap.usual);
    if (several) out << "  (server " << gap.server << ')';
    out << '\n';
  }
  if (lint.more_gaps != 0) {
    out << "  and " << counted(lint.more_gaps, "shorter one", "shorter ones") << '\n';
  }
}

void write_missing(const Lint& lint, std::ostream& out) {
  if (lint.missing.empty() && lint.warnings.empty()) return;
  out << "\nWhat the logs do not tell\n";
  for (const LintMissing& one : lint.missing) {
    out << "  " << one.format << ": " << clean(one.text) << '\n';
  }
  for (const Warning& one : lint.warnings) out << "  " << clean(one.text_with(lint.hints)) << '\n';
}

void write_strangers(const Lint& lint, std::ostream& out) {
  for (const LintStranger& one : lint.strangers) {
    out << '\n' << clean(one.name) << ": ";
    if (one.lines == 0) {
      out << "is empty\n";
      continue;
    }
    out << "holds no mail log that is known. ";
    if (one.nearest.empty()) {
      out << "No format's reader could do anything with its first "
          << counted(one.lines, "line", "lines") << ":\n";
    } else {
      out << "Nearest is " << one.nearest << ", which would skip " << grouped(one.understood)
          << " of the first " << counted(one.lines, "line", "lines")
          << " as other programs' or of no use:\n";
    }
    for (const std::string& line : one.front) out << "    " << clean(line) << '\n';
  }
  if (lint.more_strangers != 0) {
    out << "\nand " << counted(lint.more_strangers, "other file", "other files")
        << " without a mail log\n";
  }
}

}  // namespace

void write_lint_text(const Lint& lint, std::ostream& out, std::size_t top) {
  write_head(lint, out);
  write_templates(lint, out, top);
  write_logs(lint, out);
  write_gaps(lint, out);
  write_missing(lint, out);
  write_strangers(lint, out);
}

}  // namespace curfew
