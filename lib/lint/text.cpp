#include <algorithm>
#include <ostream>

#include "curfew/lint.h"
#include "page/lines.h"
#include "page/text_page.h"
#include "report/clock_words.h"
#include "report/numbers.h"

namespace curfew {
namespace {

using page::apart;
using page::Heading;
using page::note;
using page::Page;
using page::Text;
using page::Untrusted;
using report::counted;
using report::duration;
using report::grouped;

constexpr std::size_t longest = 400;

void add_head(const Lint& lint, Page& page) {
  Text text = "curfew " + lint.version + " lint  " + counted(lint.logs.size(), "log", "logs") +
              "; " + counted(lint.lines.lines(), "line", "lines") + ": " +
              grouped(lint.lines.reported) + " about mail, " + grouped(lint.lines.ignored) +
              " of no use here, " + grouped(lint.lines.unknown) + " not understood";
  if (lint.copies != 0) text += "; " + counted(lint.copies, "copy", "copies") + " left out";
  page.push_back(page::Paragraph{.text = text});
  page.push_back(page::Paragraph{
      "Names, addresses, IPs, ids and words that are not common are masked: this text may be sent "
      "to others."});
}

std::vector<page::Cell> row_of(const LintTemplate& one) {
  Text count = page::number(one.count - one.doubt);
  if (one.doubt != 0) count += " to " + page::number(one.count);
  const std::vector<Text> lines = {
      Untrusted(one.pattern, longest), Untrusted(one.example, longest),
      "first at " + Untrusted(one.log, longest) + ":" + std::to_string(one.line)};
  return {count, lines};
}

void add_templates(const Lint& lint, std::size_t top, Page& page) {
  if (lint.lines.unknown == 0) {
    if (!lint.logs.empty()) page.push_back(apart("Every line was understood."));
    return;
  }
  page.push_back(Heading{"Not understood: " + counted(lint.lines.unknown, "line", "lines") +
                         " of " + (lint.too_many_templates ? "more than " : "") +
                         counted(lint.templates.size(), "template", "templates")});
  const std::size_t end = top == 0 ? lint.templates.size() : std::min(top, lint.templates.size());
  std::uint64_t left = lint.lines.unknown;
  page::Table table{.title = "Lines not understood", .columns = {{.right = true, .least = 8}, {}}};
  for (std::size_t i = 0; i < end; ++i) {
    const LintTemplate& one = lint.templates[i];
    left -= std::min(left, one.count - one.doubt);
    table.rows.push_back(row_of(one));
  }
  page.push_back(std::move(table));
  if (lint.too_many_templates) {
    page.push_back(
        note("More templates than are kept: a count from A to B is not known more exactly, and "
             "rare templates may be missing."));
  }
  if (end < lint.templates.size()) {
    page.push_back(note(lint.hints.after(
        "and " + counted(left, "line", "lines") + " of other templates", Hint::more_templates)));
  }
}

Text clock_of(const LintLog& log, const Hints& hints) {
  Text text = Untrusted(log.name, longest) +
              ("  " + log.format + ", " + counted(log.lines.lines(), "line", "lines"));
  if (log.lines.unknown != 0) text += ", " + grouped(log.lines.unknown) + " unknown";
  if (log.copies != 0) {
    text += "; " + counted(log.copies, "copy", "copies") + " of other logs' lines left out";
  }
  if (!log.zone.empty()) {
    text += "; stamps in " + log.zone + " (" +
            Text(report::why(log.zone_source, hints.words(Hint::by_log_zone))) + ")";
  }
  if (log.first_year) {
    text += ", first year " + std::to_string(*log.first_year) + " (" +
            Text(report::why(log.year_source, hints.words(Hint::by_year))) + ")";
  }
  return text;
}

std::vector<Text> lines_about(const LintLog& log, const Hints& hints) {
  std::vector<Text> lines = {clock_of(log, hints)};
  const auto add = [&lines](const LintSeen& seen, const std::string& what) {
    if (seen.count == 0) return;
    const std::string first = " (first: line " + std::to_string(seen.line) + ")";
    lines.push_back(page::number(seen.count) + " " + what + first);
  };
  add(log.without_stamp, "without a stamp");
  add(log.in_the_future, "more than a day past the log's own date or past now");
  const std::string steps = log.steps_back.count == 1 ? "step" : "steps";
  add(log.steps_back,
      steps + " back of more than 5 s, the farthest of " + duration(log.farthest_back));
  add(log.in_double_hour, "in an hour that comes twice, told apart by their order");
  return lines;
}

void add_logs(const Lint& lint, Page& page) {
  if (lint.logs.empty()) return;
  constexpr std::size_t most_logs = 50;
  page.push_back(Heading{"Logs, in the order in which they were read"});
  page::List logs;
  for (std::size_t i = 0; i < std::min(most_logs, lint.logs.size()); ++i) {
    logs.items.push_back(lines_about(lint.logs[i], lint.hints));
  }
  page.push_back(std::move(logs));
  if (lint.logs.size() > most_logs) {
    const std::string left = counted(lint.logs.size() - most_logs, "other log", "other logs");
    page.push_back(note(lint.hints.after("and " + left, Hint::more_logs)));
  }
  constexpr const char* same = "  left out: another log begins with the same bytes";
  for (const std::string& name : lint.same_logs) page.push_back(note(Untrusted(name) + same));
}

void add_gaps(const Lint& lint, Page& page) {
  if (lint.gaps.empty()) return;
  page.push_back(
      Heading{"Silences, longer than three times the usual (no line is no sign that "
              "nothing was deferred)"});
  const bool several = std::ranges::any_of(
      lint.gaps, [&lint](const LintGap& gap) { return gap.server != lint.gaps.front().server; });
  page::List gaps;
  for (const LintGap& gap : lint.gaps) {
    Text text = wall_minutes(gap.from, lint.zone) + " to " + wall_minutes(gap.to, lint.zone) +
                "  " + duration(gap.to - gap.from) + "; usual there: at most " +
                duration(gap.usual);
    if (several) text += "  (server " + std::to_string(gap.server) + ")";
    gaps.items.push_back({text});
  }
  page.push_back(std::move(gaps));
  if (lint.more_gaps != 0) {
    page.push_back(note("and " + counted(lint.more_gaps, "shorter one", "shorter ones")));
  }
}

void add_missing(const Lint& lint, Page& page) {
  if (lint.missing.empty() && lint.warnings.empty()) return;
  page.push_back(Heading{"What the logs do not tell"});
  page::List list;
  for (const LintMissing& one : lint.missing) list.items.push_back({one.format + ": " + one.text});
  for (const Warning& one : lint.warnings) {
    list.items.push_back({Untrusted(one.text_with(lint.hints), longest)});
  }
  page.push_back(std::move(list));
}

void add_other_files(const Lint& lint, Page& page) {
  for (const LintOtherFile& one : lint.other_files) {
    Text text = Untrusted(one.name, longest) + ": ";
    if (one.lines == 0) {
      page.push_back(apart(text + "is empty"));
      continue;
    }
    const std::string lines = counted(one.lines, "line", "lines");
    text += "holds no mail log that is known. ";
    text += one.nearest.empty()
                ? "No format's reader could do anything with its first " + lines + ":"
                : "Nearest is " + one.nearest + ", which would skip " + grouped(one.understood) +
                      " of the first " + lines + " as other programs' or of no use:";
    page.push_back(apart(text));
    page::Code front;
    for (const std::string& line : one.front) front.lines.emplace_back(Untrusted(line, longest));
    page.push_back(std::move(front));
  }
  if (lint.more_other_files != 0) {
    page.push_back(apart("and " + counted(lint.more_other_files, "other file", "other files") +
                         " without a mail log"));
  }
}

}  // namespace

void write_lint_text(const Lint& lint, std::ostream& out, std::size_t top) {
  Page page;
  add_head(lint, page);
  add_templates(lint, top, page);
  add_logs(lint, page);
  add_gaps(lint, page);
  add_missing(lint, page);
  add_other_files(lint, page);
  page::write_text_page(page, out, {.width = page::endless});
}

}  // namespace curfew
