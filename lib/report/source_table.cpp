#include "report/source_table.h"

#include <algorithm>

#include "report/numbers.h"

namespace curfew::report {
namespace {

using page::Cell;
using page::Column;
using page::Text;
using page::Untrusted;

constexpr std::size_t most_columns = 12;
constexpr std::size_t most_rows = 60;
constexpr std::size_t longest_name = 24;

Text name_of(const ReportSource& source) {
  return source.name.empty() ? Text("(not named)") : Text(Untrusted(source.name, longest_name));
}

Cell refused_of_tries(const std::vector<ReportSource>& sources, const ReportSource& one) {
  const auto found = std::ranges::find(sources, one.name, &ReportSource::name);
  if (found == sources.end() || found->tally.contacts() == 0) return Text("-");
  return Text(grouped(found->tally.refused()) + "/" + grouped(found->tally.contacts()));
}

std::vector<Cell> row_of(Text name, const std::vector<ReportSource>& sources,
                         const std::vector<ReportSource>& shown) {
  std::vector<Cell> row{std::move(name)};
  for (const ReportSource& one : shown) row.push_back(refused_of_tries(sources, one));
  return row;
}

}  // namespace

void add_sources(const Report& report, std::size_t most, page::Page& page) {
  if (report.sources.size() < 2) return;
  std::vector<ReportSource> shown = report.sources;
  shown.resize(std::min(shown.size(), most_columns));
  page::Table table{
      .title = "By server",
      .columns = {
          {.head = "remote", .least = 14, .narrow = Column::Narrow::cut, .names_row = true}}};
  for (const ReportSource& one : shown) {
    table.columns.push_back(
        {.head = name_of(one),
         .right = true,
         .narrow = table.columns.size() < 2 ? Column::Narrow::whole : Column::Narrow::dropped});
  }
  table.rows.push_back(row_of("all remotes", report.sources, shown));
  for (const ReportRemote& remote : report.remotes) {
    if (table.rows.size() > std::min(most, most_rows)) break;
    if (remote.tally.refused() == 0 || remote.sources.empty()) continue;
    table.rows.push_back(row_of(Untrusted(remote.name, 100), remote.sources, shown));
  }
  page.push_back(page::Section{});
  page.push_back(page::Heading{.text = "Refused of tries, by our " +
                                       counted(report.sources.size(), "server", "servers") +
                                       " and sending addresses, the most refused first"});
  page.push_back(std::move(table));
}

}  // namespace curfew::report
