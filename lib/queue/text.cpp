#include <algorithm>
#include <ostream>

#include "curfew/queue.h"
#include "page/text_page.h"
#include "text/grouped.h"

namespace curfew {
namespace {

using page::Text;
using page::Untrusted;
using text::counted;

Text summary(const QueueListing& listing, const TimeZone& zone) {
  Text text = counted(listing.messages, "message waits", "messages wait") + " for " +
              counted(listing.recipients, "recipient", "recipients") + ", " +
              page::number(listing.bytes) + " bytes";
  if (listing.oldest) text += ", the oldest since " + wall_minutes(*listing.oldest, zone);
  return text + " (" + listing.form + ", times in " + zone.name() + ")";
}

Text why(const WaitingMail& mail) {
  if (mail.reason.empty()) return "no reason is listed";
  const Text words = Untrusted(mail.reason, 1000);
  return mail.cause == Cause::unknown ? words : name(mail.cause) + (": " + words);
}

page::Page page_of(const QueueListing& listing, const TimeZone& zone, std::size_t top) {
  if (listing.messages == 0 && listing.unknown == 0) {
    return {page::Paragraph{.text = "Nothing waits."}};
  }
  page::Page page = {page::Paragraph{.text = summary(listing, zone)}};
  if (listing.held != 0) {
    page.push_back(page::Paragraph{.text = counted(listing.held, "is", "are") + " on hold"});
  }
  if (listing.unknown != 0) {
    page.push_back(page::Paragraph{.text = counted(listing.unknown, "line was", "lines were") +
                                           " not understood"});
  }
  if (listing.waiting.empty()) return page;

  const std::size_t shown =
      top == 0 ? listing.waiting.size() : std::min(top, listing.waiting.size());
  constexpr std::size_t cause_and_forty_characters = 56;
  page::Table table{.title = "What waits",
                    .columns = {{.head = "recipients", .right = true},
                                {.head = "since", .least = 16},
                                {.head = "domain", .names_row = true},
                                {.head = "why",
                                 .least = cause_and_forty_characters,
                                 .narrow = page::Column::Narrow::cut}},
                    .apart = true};
  for (std::size_t i = 0; i < shown; ++i) {
    const WaitingMail& mail = listing.waiting[i];
    const Text since = mail.oldest ? wall_minutes(*mail.oldest, zone) : "-";
    table.rows.push_back(
        {page::number(mail.recipients), since, Text(Untrusted(mail.domain, 40)), why(mail)});
  }
  page.push_back(std::move(table));
  if (shown < listing.waiting.size() || listing.more) {
    const std::string left = "and " + text::grouped(listing.waiting.size() - shown) +
                             (listing.more ? " or more others" : " others");
    page.push_back(page::Paragraph{.text = listing.hints.after(left, Hint::more_waiting)});
  }
  return page;
}

}  // namespace

void write_text(const QueueListing& listing, const TimeZone& zone, std::size_t width,
                std::size_t top, std::ostream& out) {
  page::write_text_page(page_of(listing, zone, top), out, {.width = width});
}

}  // namespace curfew
