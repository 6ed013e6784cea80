#include "report/how_read.h"

#include <algorithm>

#include "report/clock_words.h"
#include "report/numbers.h"

namespace curfew::report {
namespace {

using page::Paragraph;
using page::Text;
using page::Untrusted;

// "UTC (in the log)"
std::string with_source(std::string what, std::string_view source) {
  what += " (";
  what += source;
  return what += ')';
}

// Logs whose stamps were read alike: a log and its rotated parts, mostly.
struct ReadAlike {
  std::string format;
  std::string zone = {};  // and why
  ClockSource year_source = ClockSource::in_log;
  std::string first;
  std::uint64_t count = 0;
  std::optional<int> first_year = std::nullopt;
  int last_year = 0;
};

std::vector<ReadAlike> read_alike(const Report& report) {
  std::vector<ReadAlike> groups;
  for (const ReportInput& input : report.inputs) {
    std::string zone = "their own offsets";
    if (!input.log_zone.empty()) {
      zone = with_source(input.log_zone,
                         why(input.log_zone_source, report.hints.words(Hint::by_log_zone)));
    }
    const auto year_source = input.first_year ? input.year_source : ClockSource::in_log;
    auto group = std::ranges::find_if(groups, [&](const ReadAlike& one) {
      return one.format == input.format && one.zone == zone && one.year_source == year_source;
    });
    if (group == groups.end()) {
      groups.push_back(
          {.format = input.format, .zone = zone, .year_source = year_source, .first = input.name});
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

Text group_words(const Report& report, const ReadAlike& group) {
  Text text = group.count == 1
                  ? Text(Untrusted(group.first))
                  : grouped(group.count) + " logs (first: " + Untrusted(group.first) + ")";
  std::string rest = " (" + group.format + "): times read in " + group.zone;
  if (group.first_year) {
    std::string years = std::to_string(*group.first_year);
    if (group.last_year != *group.first_year) years += " to " + std::to_string(group.last_year);
    rest += ", first year " +
            with_source(years, why(group.year_source, report.hints.words(Hint::by_year)));
  }
  return text + rest;
}

std::string totals_words(const Totals& totals) {
  std::string text = counted(totals.messages, "message", "messages") +
                     " received; recipients: " + grouped(totals.delivered) + " delivered";
  if (totals.local != 0) text += " (" + grouped(totals.local) + " on this machine)";
  text += ", " + grouped(totals.bounced) + " bounced, " + grouped(totals.expired) + " expired; " +
          counted(totals.deferred, "deferral", "deferrals");
  const char* before = ", of which ";
  if (totals.not_contacted != 0) {
    text += before + grouped(totals.not_contacted) + " because our own server did not try";
    before = " and ";
  }
  if (totals.local_deferred != 0) {
    text += before + grouped(totals.local_deferred) + " by a service of this machine";
  }
  return text;
}

}  // namespace

std::string lines_words(const Report& report) {
  std::string text = counted(report.lines.lines(), "line", "lines") + ": " +
                     grouped(report.lines.reported) + " about mail, " +
                     grouped(report.lines.ignored) + " of no use here, " +
                     grouped(report.lines.unknown) + " not understood";
  if (report.lines.unknown != 0) text = report.hints.after(text, Hint::unknown_lines);
  if (report.copies != 0) text += "; " + counted(report.copies, "copy", "copies") + " left out";
  return text;
}

void add_how_read(const Report& report, std::size_t most_logs, page::Page& page) {
  page.push_back(page::Section{});
  page.push_back(page::Heading{.text = "How it was read"});
  page::List list;
  list.items.push_back({Text(lines_words(report))});
  const std::vector<ReadAlike> groups = read_alike(report);
  for (std::size_t i = 0; i < std::min(most_logs, groups.size()); ++i) {
    list.items.push_back({group_words(report, groups[i])});
  }
  if (groups.size() > most_logs) {
    list.items.push_back({Text(
        "and " + counted(groups.size() - most_logs, "other kind", "other kinds") + " of logs")});
  }
  if (report.from) {
    list.items.push_back({Text("findings and hours in " +
                               with_source(report.zone.name(), why(report.zone_source)))});
    list.items.push_back({Text(totals_words(report.totals))});
  }
  page.push_back(std::move(list));
  for (const Warning& warning : report.warnings) {
    page.push_back(
        Paragraph{.text = Text::with_commands(Untrusted(warning.text_with(report.hints), 400)),
                  .kind = Paragraph::Kind::warning});
  }
  if (report.totals.dropped != 0) {
    page.push_back(
        Paragraph{.text = counted(report.totals.dropped, "message was", "messages were") +
                          " dropped from memory before " +
                          (report.totals.dropped == 1 ? "its" : "their") + " end was seen.",
                  .kind = Paragraph::Kind::warning});
  }
}

}  // namespace curfew::report
