#include <algorithm>
#include <ostream>

#include "curfew/affected.h"
#include "page/text_page.h"
#include "report/numbers.h"

namespace curfew {
namespace {

using page::Paragraph;
using page::Text;
using page::Untrusted;
using report::counted;
using report::grouped;

constexpr std::size_t longest_address = 254;

Text sender_of(const AffectedSender& one) {
  if (one.sender.empty()) return "(sender not known)";
  const Text sender = Untrusted(one.sender, longest_address);
  return one.sender == "<>" ? sender + " (bounces of ours)" : sender;
}

Text recipients_of(const AffectedSender& one) {
  if (one.recipients.empty()) return {};
  Text text = "  to " + Untrusted(one.recipients.front(), longest_address);
  const std::uint64_t others = one.recipients.size() - 1 + one.more_recipients;
  if (others != 0) text += " and " + counted(others, "other", "others");
  return text;
}

// "1 returned, 2 still waiting, 40 delivered late"
Text ends_of(const HeldEnds& ends) {
  Text text;
  const auto add = [&](std::uint64_t count, const char* what, page::Emphasis emphasis) {
    if (count == 0) return;
    if (!text.empty()) text += ", ";
    text += Text(grouped(count) + ' ' + what).in(emphasis);
  };
  add(ends.returned, "returned", page::Emphasis::refused);
  add(ends.waiting, "still waiting", page::Emphasis::strong);
  add(ends.removed, "removed from the queue", page::Emphasis::plain);
  add(ends.late, "delivered late", page::Emphasis::plain);
  return text;
}

page::Table table_of(const Affected& affected, std::size_t shown) {
  page::Table table{
      .title = "Whose mail was late or returned",
      .columns =
          {{.head = "sender", .least = 12, .narrow = page::Column::Narrow::cut, .names_row = true},
           {.head = "mail", .right = true},
           {.head = "tries"},
           {.head = "how it ended", .least = 10, .narrow = page::Column::Narrow::broken}},
      .apart = true};
  for (std::size_t i = 0; i < shown; ++i) {
    const AffectedSender& one = affected.senders[i];
    table.rows.push_back(
        {page::Cell({sender_of(one), recipients_of(one)}), page::number(one.ends.messages()),
         page::Cell({Text(wall_minutes(one.first_try, affected.zone)),
                     Text(wall_minutes(one.last_try, affected.zone))}),
         page::Cell({ends_of(one.ends), "after up to " + report::duration(one.longest)})});
  }
  return table;
}

Text summary_of(const Affected& affected) {
  if (affected.senders.empty()) return "No mail was late or returned because of it.";
  return counted(affected.ends.messages(), "message", "messages") + " of " +
         counted(affected.senders.size(), "sender", "senders") + ": " + ends_of(affected.ends) +
         "; times in " + affected.zone.name();
}

page::Page page_of(const Affected& affected, std::size_t top) {
  if (affected.finding.empty()) {
    return {Paragraph{.text = "Nothing was found that holds up mail and can be acted on."}};
  }
  page::Page page = {
      Paragraph{.text = Text(affected.finding) + ": " + Untrusted(affected.about, 2000)},
      page::apart(summary_of(affected))};
  const std::size_t all = affected.senders.size();
  const std::size_t shown = top == 0 ? all : std::min(top, all);
  if (shown != 0) page.push_back(table_of(affected, shown));
  if (shown < all) {
    page.push_back(page::note(affected.hints.after(
        "and " + counted(all - shown, "other sender", "other senders"), Hint::more_senders)));
  }
  if (affected.not_kept != 0) {
    page.push_back(Paragraph{.text = "About " +
                                     counted(affected.not_kept, "more message", "more messages") +
                                     " could not be kept: they are in no row.",
                             .kind = Paragraph::Kind::warning,
                             .apart = true});
  }
  return page;
}

}  // namespace

void write_text(const Affected& affected, std::ostream& out, const AffectedTextOptions& options) {
  page::write_text_page(page_of(affected, options.top), out,
                        {.width = std::max<std::size_t>(options.width, 40),
                         .color = options.color,
                         .break_lines = options.break_lines});
}

}  // namespace curfew
