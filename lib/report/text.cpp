#include <algorithm>
#include <array>
#include <ostream>
#include <sstream>
#include <utility>
#include <vector>

#include "curfew/report.h"
#include "report/clock_words.h"
#include "report/hours.h"
#include "report/numbers.h"
#include "report/text_findings.h"
#include "report/wrapped.h"
#include "text/terminal.h"

namespace curfew {
namespace {

using report::counted;
using report::grouped;
using report::line_width;
using report::why;
using report::write_wrapped;

std::string clean(std::string_view text, std::size_t most = 200) {
  std::string out;
  text::append_for_terminal(out, text, most);
  return out;
}

std::string inputs_line(const Report& report) {
  if (report.inputs.empty()) return "nothing read";
  std::string formats;
  for (const ReportInput& input : report.inputs) {
    if (formats.find(input.format) != std::string::npos) continue;
    if (!formats.empty()) formats += ", ";
    formats += input.format;
  }
  const std::string logs = report.inputs.size() == 1 ? clean(report.inputs.front().name)
                                                     : counted(report.inputs.size(), "log", "logs");
  return formats + ", " + logs;
}

// "UTC (in the log)"
std::string with_source(std::string what, std::string_view source) {
  what += " (";
  what += source;
  return what += ')';
}

// Logs whose stamps were read alike: a log and its rotated parts, mostly.
struct ReadAlike {
  std::string zone;  // and why
  ClockSource year_source = ClockSource::in_log;
  std::string first;
  std::uint64_t count = 0;
  std::optional<int> first_year = std::nullopt;
  int last_year = 0;
};

std::vector<ReadAlike> read_alike(const Report& report) {
  std::vector<ReadAlike> groups;
  for (const ReportInput& input : report.inputs) {
    if (input.log_zone.empty()) continue;
    const std::string zone = with_source(
        input.log_zone, why(input.log_zone_source, report.hints.words(Hint::by_log_zone)));
    const auto year_source = input.first_year ? input.year_source : ClockSource::in_log;
    auto group = std::ranges::find_if(groups, [&](const ReadAlike& one) {
      return one.zone == zone && one.year_source == year_source;
    });
    if (group == groups.end()) {
      groups.push_back({.zone = zone, .year_source = year_source, .first = input.name});
      group = groups.end() - 1;
    }
    ++group->count;
    if (!input.first_year) continue;
    group->last_year =
        std::max(group->first_year ? group->last_year : *input.first_year, *input.first_year);
    group->first_year = std::min(group->first_year.value_or(*input.first_year), *input.first_year);
  }
  return groups;
}

void write_clocks(const Report& report, std::size_t width, std::ostream& out) {
  for (const ReadAlike& group : read_alike(report)) {
    std::string text = group.count == 1
                           ? clean(group.first)
                           : grouped(group.count) + " logs (first: " + clean(group.first) + ')';
    text += ": stamps read in " + group.zone;
    if (group.first_year) {
      std::string years = std::to_string(*group.first_year);
      if (group.last_year != *group.first_year) years += " to " + std::to_string(group.last_year);
      text += ", first year " +
              with_source(years, why(group.year_source, report.hints.words(Hint::by_year)));
    }
    write_wrapped(text, "", "  ", width, out);
  }
}

void write_head(const Report& report, std::size_t width, std::ostream& out) {
  std::string text = "curfew " + report.version + "  " + inputs_line(report) + ": " +
                     counted(report.lines.lines(), "line", "lines") + " = " +
                     grouped(report.lines.reported) + " reported + " +
                     grouped(report.lines.ignored) + " ignored + " + grouped(report.lines.unknown) +
                     " unknown";
  if (report.lines.unknown != 0) text = report.hints.after(text, Hint::unknown_lines);
  if (report.copies != 0) text += "; " + counted(report.copies, "copy", "copies") + " left out";
  write_wrapped(text, "", "  ", width, out);
  if (report.from && report.to) {
    write_wrapped(wall_minutes(*report.from, report.zone) + " to " +
                      wall_minutes(*report.to, report.zone) + ", times in " +
                      with_source(report.zone.name(), why(report.zone_source)),
                  "", "  ", width, out);
  }
  write_clocks(report, width, out);
  for (const Warning& warning : report.warnings) {
    write_wrapped(clean(warning.text_with(report.hints), 400), "! ", "  ", width, out);
  }
}

// The code of most of its deferrals: a bounce says nothing of those. Null where it has none.
const ReportCode* main_code(const ReportRemote& remote) {
  const auto deferrals = [](const ReportCode& code) {
    return std::pair(code.tally.deferred, code.tally.not_contacted);
  };
  const auto most = std::ranges::max_element(remote.codes, {}, deferrals);
  return most == remote.codes.end() ? nullptr : &*most;
}

// The answer in one sentence: who, how much, at which hours.
void write_sentence(const Report& report, std::ostream& out) {
  if (!report.from) {
    out << "No mail was seen.";
    return;
  }
  if (report.remotes.empty() || report.remotes.front().tally.deferred == 0) {
    out << "No remote deferred our mail.";
    return;
  }
  const ReportRemote& worst = report.remotes.front();
  out << clean(worst.name) << " deferred " << grouped(worst.tally.deferred) << " of "
      << counted(worst.tally.contacts(), "contact", "contacts");
  constexpr std::uint64_t enough_to_speak_of_hours = 5;
  const std::array<Tally, 24> by_hour = worst.by_hour.all();
  const auto span = report::span_of_deferrals(by_hour);
  if (span && worst.tally.deferred >= enough_to_speak_of_hours &&
      report::contacts_outside(*span, by_hour) != 0) {
    out << ", every one between " << report::clock_hour(span->first) << " and "
        << report::clock_hour(span->end);
  }
  if (const ReportCode* code = main_code(worst)) out << ": " << clean(code->key);
  out << '.';
}

void write_answer(const Report& report, std::ostream& out, const TextOptions& options) {
  std::ostringstream sentence;
  sentence.exceptions(std::ios_base::badbit);  // else it keeps to itself that memory ran out
  write_sentence(report, sentence);
  if (options.color) out << "\x1b[1m";
  write_wrapped(sentence.str(), "", "  ", line_width(options), out);
  if (options.color) out << "\x1b[0m";
}

void write_code(const ReportCode& code, std::size_t width, std::ostream& out) {
  constexpr const char* indent = "      ";
  const Tally& tally = code.tally;
  std::string key = clean(code.key);
  if (code.facts.stage != Stage::unknown) key += std::string("  at ") + name(code.facts.stage);
  write_wrapped(key, "  ", indent, width, out);
  std::string counts = counted(tally.messages, "message", "messages") + ", " +
                       counted(tally.first_attempts, "first attempt", "first attempts") + ", " +
                       counted(tally.deferred + tally.bounced, "contact", "contacts");
  if (tally.not_contacted != 0) {
    counts += "; not asked " + counted(tally.not_contacted, "time", "times");
  }
  if (tally.expired != 0) counts += "; " + grouped(tally.expired) + " expired";
  write_wrapped(counts, indent, indent, width, out);
  if (!code.facts.text.empty()) {
    write_wrapped('"' + clean(code.facts.text, 160) + '"', indent, indent, width, out);
  }
}

void write_remote(const ReportRemote& remote, std::ostream& out, const TextOptions& options) {
  constexpr std::size_t most_codes = 5;
  std::string counts = clean(remote.name) + "  " + grouped(remote.tally.deferred) + " deferred + " +
                       grouped(remote.tally.bounced) + " bounced + " +
                       grouped(remote.tally.delivered) +
                       " delivered = " + counted(remote.tally.contacts(), "contact", "contacts");
  if (remote.tally.not_contacted != 0) {
    counts += "; not asked " + counted(remote.tally.not_contacted, "time", "times");
  }
  out << '\n';
  write_wrapped(counts, "", "  ", line_width(options), out);
  out << report::draw_hours(remote.by_hour.all(), options.width, options.ascii);
  for (std::size_t i = 0; i < std::min(most_codes, remote.codes.size()); ++i) {
    write_code(remote.codes[i], line_width(options), out);
  }
  if (remote.codes.size() > most_codes) {
    out << "  and " << counted(remote.codes.size() - most_codes, "other code", "other codes")
        << '\n';
  }
  if (remote.waits.count() != 0) {
    write_wrapped(counted(remote.waits.count(), "delivery", "deliveries") +
                      " after deferral waited about " +
                      report::duration(remote.waits.quantile(0.5)) + " (median), " +
                      report::duration(remote.waits.longest()) + " at most",
                  "  ", "  ", line_width(options), out);
  }
}

// Three numbers of ten columns follow a name, and then a code where there is room for it.
constexpr std::size_t names_within(std::size_t width) noexcept {
  return std::clamp<std::size_t>(width, 50, 64) - 30;
}

std::string within(const std::string& text, std::size_t columns) {
  constexpr std::size_t ellipsis = 3;
  std::string whole = clean(text);
  return text::columns(whole) <= columns ? whole : clean(text, columns - ellipsis);
}

std::string table_row(std::string name, const Tally& tally, const std::string& code,
                      std::size_t width) {
  const std::size_t name_columns = names_within(width);
  const std::size_t columns = text::columns(name);
  if (columns < name_columns) name.append(name_columns - columns, ' ');
  for (const std::uint64_t number : {tally.deferred, tally.contacts(), tally.not_contacted}) {
    const std::string text = grouped(number);
    name.append(text.size() < 10 ? 10 - text.size() : 1, ' ');
    name += text;
  }
  if (width < name_columns + 42) return name;
  return name + "  " + within(code, width - name_columns - 32);
}

void write_rest(const Report& report, std::size_t shown, std::ostream& out, std::size_t width) {
  constexpr std::size_t most_rows = 20;
  const auto refusing = static_cast<std::size_t>(
      std::ranges::count_if(report.remotes, [](const ReportRemote& remote) {
        return remote.tally.deferred + remote.tally.not_contacted != 0;
      }));
  if (refusing > shown) {
    std::string heading = "other remotes";
    heading.resize(names_within(width), ' ');
    heading += "  deferred  contacts not asked";
    out << '\n' << heading << (width < names_within(width) + 42 ? "" : "  main code") << '\n';
    const std::size_t end = std::min(refusing, shown + most_rows);
    for (std::size_t i = shown; i < end; ++i) {
      const ReportRemote& remote = report.remotes[i];
      const ReportCode* code = main_code(remote);
      out << table_row(within(remote.name, names_within(width)), remote.tally,
                       code == nullptr ? "" : code->key, width)
          << '\n';
    }
    if (refusing > end) {
      out << report.hints.after("and " + counted(refusing - end, "other remote", "other remotes"),
                                Hint::more_remotes)
          << '\n';
    }
  }
  const std::size_t fine = report.remotes.size() - refusing;
  if (fine != 0) {
    out << '\n' << counted(fine, "remote", "remotes") << " never deferred our mail.\n";
  }
}

void write_totals(const Report& report, std::size_t width, std::ostream& out) {
  const Totals& totals = report.totals;
  std::string text = counted(totals.messages, "message", "messages") +
                     " received; recipients: " + grouped(totals.delivered) + " delivered";
  if (totals.local != 0) text += " (" + grouped(totals.local) + " on this machine)";
  text += ", " + grouped(totals.bounced) + " bounced, " + grouped(totals.expired) + " expired; " +
          counted(totals.deferred, "deferral", "deferrals");
  const char* before = ", of which ";
  if (totals.not_contacted != 0) {
    text += before + grouped(totals.not_contacted) + " asked nobody";
    before = " and ";
  }
  if (totals.local_deferred != 0) {
    text += before + grouped(totals.local_deferred) + " a service of this machine";
  }
  text += '.';
  out << '\n';
  write_wrapped(text, "", "  ", width, out);
  if (totals.dropped != 0) {
    write_wrapped(counted(totals.dropped, "message was", "messages were") +
                      " dropped from memory before " + (totals.dropped == 1 ? "its" : "their") +
                      " end was seen.",
                  "! ", "  ", width, out);
  }
}

}  // namespace

void write_text(const Report& report, std::ostream& out, const TextOptions& options) {
  write_head(report, line_width(options), out);
  out << '\n';
  if (report::any_to_show(report)) {
    report::write_findings(report, options, out);
  } else {
    write_answer(report, out, options);
    if (options.verbose) report::write_quiet(report, options, out);
  }
  std::size_t shown = 0;
  for (const ReportRemote& remote : report.remotes) {
    if (remote.tally.deferred + remote.tally.not_contacted == 0) break;
    if (options.top != 0 && shown == options.top) break;
    write_remote(remote, out, options);
    ++shown;
  }
  write_rest(report, shown, out, options.width);
  write_totals(report, line_width(options), out);
}

}  // namespace curfew
