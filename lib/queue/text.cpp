#include <algorithm>
#include <ostream>

#include "curfew/queue.h"
#include "text/grouped.h"
#include "text/terminal.h"

namespace curfew {
namespace {

std::string clean(std::string_view text, std::size_t most) {
  std::string out;
  text::append_for_terminal(out, text, most);
  return out;
}

std::string counted(std::uint64_t count, const char* one, const char* many) {
  return text::grouped(count) + ' ' + (count == 1 ? one : many);
}

std::string since(const std::optional<Instant>& oldest, const TimeZone& zone) {
  return oldest ? wall_minutes(*oldest, zone) : std::string("-");
}

std::string padded(std::string text, std::size_t width, bool right) {
  const std::size_t used = text::columns(text);
  if (used >= width) return text;
  return right ? std::string(width - used, ' ') + text : text + std::string(width - used, ' ');
}

std::string why(const WaitingMail& mail, std::size_t width) {
  if (mail.reason.empty()) return "no reason is listed";
  std::string words = mail.cause == Cause::unknown ? "" : std::string(name(mail.cause)) + ": ";
  const std::size_t room = std::max<std::size_t>(40, width - std::min(width, words.size()));
  return words + clean(mail.reason, room);
}

}  // namespace

void write_text(const QueueListing& listing, const TimeZone& zone, std::size_t width,
                std::size_t top, std::ostream& out) {
  if (listing.messages == 0 && listing.unknown == 0) {
    out << "Nothing waits.\n";
    return;
  }
  out << counted(listing.messages, "message waits", "messages wait") << " for "
      << counted(listing.recipients, "recipient", "recipients") << ", "
      << text::grouped(listing.bytes) << " bytes";
  if (listing.oldest) out << ", the oldest since " << wall_minutes(*listing.oldest, zone);
  out << " (" << listing.form << ", times in " << zone.name() << ")\n";
  if (listing.held != 0) out << counted(listing.held, "is", "are") << " on hold\n";
  if (listing.unknown != 0) {
    out << counted(listing.unknown, "line was", "lines were") << " not understood\n";
  }
  if (listing.waiting.empty()) return;

  const std::size_t shown =
      top == 0 ? listing.waiting.size() : std::min(top, listing.waiting.size());
  std::size_t widest = 6;
  for (std::size_t i = 0; i < shown; ++i) {
    widest = std::max(widest, text::columns(clean(listing.waiting[i].domain, 40)));
  }
  constexpr std::size_t columns_before = 10 + 2 + 16 + 2;
  out << "\nrecipients  " << padded("since", 16, false) << "  " << padded("domain", widest, false)
      << "  why\n";
  for (std::size_t i = 0; i < shown; ++i) {
    const WaitingMail& mail = listing.waiting[i];
    const std::size_t used = columns_before + widest + 2;
    out << padded(text::grouped(mail.recipients), 10, true) << "  "
        << padded(since(mail.oldest, zone), 16, false) << "  "
        << padded(clean(mail.domain, 40), widest, false) << "  "
        << why(mail, width > used ? width - used : 0) << '\n';
  }
  if (shown < listing.waiting.size() || listing.more) {
    const std::string left = text::grouped(listing.waiting.size() - shown);
    out << listing.hints.after("and " + left + (listing.more ? " or more others" : " others"),
                               Hint::more_waiting)
        << '\n';
  }
}

}  // namespace curfew
