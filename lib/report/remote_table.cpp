#include "report/remote_table.h"

#include <algorithm>

#include "report/numbers.h"
#include "report/story.h"
#include "report/verdict_words.h"

namespace curfew::report {
namespace {

using page::Cell;
using page::Column;
using page::Emphasis;
using page::Text;
using page::Tone;
using page::Untrusted;

// So many rows have drawings: they are what makes a page large.
constexpr std::size_t most_drawn = 60;

bool refused_mail(const ReportRemote& remote) noexcept {
  return has_refused(remote.tally);
}

Tone tone_of(const ReportFinding* finding) {
  if (finding == nullptr) return Tone::plain;
  switch (attention_of(finding->finding)) {
    case Attention::act:
      return Tone::act;
    case Attention::know:
      return Tone::know;
    case Attention::none:
      break;
  }
  return Tone::plain;
}

// The code of most of its refusals.
const ReportCode* main_code(const ReportRemote& remote) {
  const auto refusals = [](const ReportCode& code) {
    return std::pair(code.tally.refused(), code.tally.not_contacted);
  };
  const auto most = std::ranges::max_element(remote.codes, {}, refusals);
  return most == remote.codes.end() ? nullptr : &*most;
}

Cell what_it_does(const ReportFinding* finding, Tone tone, const ReportRemote& remote) {
  std::vector<Text> lines;
  if (finding != nullptr && tone != Tone::plain) {
    lines.push_back(
        Text(label_of(finding->finding)).in(tone == Tone::act ? Emphasis::act : Emphasis::know));
  }
  const ReportCode* const code = main_code(remote);
  if (lines.empty() && code != nullptr) lines.emplace_back(Untrusted(code->key, 60));
  if (lines.empty()) lines.emplace_back();
  return lines;
}

page::HourStrip strip_of(const ReportRemote& remote) {
  page::HourStrip strip;
  const std::array<Tally, 24> hours = remote.by_hour.all();
  for (std::size_t i = 0; i < hours.size(); ++i) {
    const auto tries = static_cast<float>(hours[i].contacts());
    const auto refused = static_cast<float>(hours[i].refused());
    strip.hours[i] = tries == 0 ? -1.0F : refused / tries;
  }
  return strip;
}

std::string whole_percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "" : std::to_string((part * 100 + whole / 2) / whole) + " %";
}

Cell share_of(std::uint64_t refused, std::uint64_t tries, bool drawn) {
  Cell cell(Text(whole_percent(refused, tries)));
  if (drawn && tries != 0) {
    cell.drawing = page::ShareBar{static_cast<double>(refused) / static_cast<double>(tries)};
  }
  return cell;
}

Text wait_at(const Waits& waits, double share) {
  return waits.count() == 0 ? Text() : Text(short_duration(waits.quantile(share)));
}

// For a browser, those for which the table has no row, in few words each.
void add_names(const Report& report, std::size_t rows, page::Page& page) {
  constexpr std::size_t most_names = 1500;
  Text names;
  std::size_t told = 0;
  for (const ReportRemote& remote : report.remotes) {
    if (!refused_mail(remote) || told++ < rows) continue;
    if (told > rows + most_names) break;
    names += (names.empty() ? "" : "; ") + Text(Untrusted(remote.name, 60)) + " " +
             grouped(remote.tally.refused()) + " of " + grouped(remote.tally.contacts());
  }
  page.push_back(page::Fold{"Their names, and what they refused"});
  page.push_back(page::Paragraph{.text = names});
}

}  // namespace

void add_remotes(const Report& report, std::size_t most, page::Page& page) {
  const auto refusing =
      static_cast<std::size_t>(std::ranges::count_if(report.remotes, refused_mail));
  if (report.remotes.empty()) return;
  page.push_back(page::Section{});
  page.push_back(page::Heading{.text = "All remotes, in " + report.zone.name()});
  page::Table table{
      .title = "All remotes",
      .columns = {{.head = "remote", .least = 14, .narrow = Column::Narrow::cut, .names_row = true},
                  {.head = "refused", .right = true},
                  {.head = "tries", .right = true},
                  {.head = "share", .right = true, .browser_only = true},
                  {.head = "0     6     12    18    24", .narrow = Column::Narrow::dropped},
                  {.head = "refused a day", .browser_only = true},
                  {.head = "wait", .right = true, .narrow = Column::Narrow::dropped},
                  {.head = "95 %", .right = true, .narrow = Column::Narrow::dropped},
                  {.head = "what it does", .least = 8, .narrow = Column::Narrow::cut}}};
  const GravestFindings findings(report);
  std::size_t rows = 0;
  for (const ReportRemote& remote : report.remotes) {
    if (!refused_mail(remote) || rows == most) continue;
    const ReportFinding* const finding = findings.about(remote);
    const Tone tone = tone_of(finding);
    const std::uint64_t refused = remote.tally.refused();
    const std::uint64_t tries = remote.tally.contacts();
    const bool drawn = rows++ < most_drawn;
    table.rows.push_back(
        {Text(Untrusted(remote.name, 100)), page::number(refused), page::number(tries),
         share_of(refused, tries, drawn), drawn ? Cell::drawn(strip_of(remote)) : Cell(Text()),
         drawn ? Cell::drawn(page::Sparkline{remote.refused_by_day}) : Cell(Text()),
         wait_at(remote.waits, 0.5), wait_at(remote.waits, 0.95),
         what_it_does(finding, tone, remote)});
    table.tones.push_back(tone);
  }
  if (rows != 0) page.push_back(std::move(table));
  if (refusing > rows) {
    page.push_back(page::note(report.hints.after(
        "and " + counted(refusing - rows, "other remote that refused some of our mail",
                         "other remotes that refused some of our mail"),
        Hint::more_remotes)));
  }
  const std::size_t fine = report.remotes.size() - refusing;
  if (fine != 0) {
    page.push_back(page::Paragraph{.text = counted(fine, rows == 0 ? "remote" : "more remote",
                                                   rows == 0 ? "remotes" : "more remotes") +
                                           " took all our mail."});
  }
  if (refusing > rows) add_names(report, rows, page);
}

}  // namespace curfew::report
