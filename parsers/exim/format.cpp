#include "exim/exim.h"
#include "exim/head.h"
#include "exim/known_text.h"
#include "exim/main_log.h"
#include "exim/message_id.h"
#include "exim/transcript_line.h"

namespace curfew::exim {
namespace {

bool has_flag(std::string_view body) noexcept {
  constexpr std::string_view flags[] = {"<= ", "=> ", "== ", "-> ", "** ", ">> ", "(= ", "*> "};
  for (const std::string_view flag : flags) {
    if (body.starts_with(flag)) return true;
  }
  return body.starts_with("Completed");
}

// A date and a time begin many logs (dpkg's, for one): an id with a flag, or words of Exim's own,
// have to follow.
bool is_certain(std::string_view line) noexcept {
  Head head;
  if (read_head(line, head)) {
    return head.id.empty()
               ? is_telling_text(head.body)
               : has_flag(head.body) || is_known_text(head.body) || head.body.starts_with("H=");
  }
  return is_transcript_line(line) || read_wrapped_head(line, head) == Wrapping::exim;
}

std::size_t recognize(Lines lines) {
  std::size_t certain = 0;
  for (const Line& line : lines) certain += is_certain(line.text) ? 1U : 0U;
  return certain;
}

std::optional<ClockAnchor> anchor(std::string_view line) {
  Head head;
  if (!read_head(line, head) && read_wrapped_head(line, head) != Wrapping::exim) {
    return std::nullopt;
  }
  if (head.id.empty() || head.stamp.offset) return std::nullopt;
  if (!head.body.starts_with("<= ") && !head.body.starts_with("(= ")) return std::nullopt;
  const std::optional<Instant> utc = message_id_clock(head.id, head.stamp);
  if (!utc) return std::nullopt;
  return ClockAnchor{.stamp = head.stamp, .utc = *utc, .certain = true};
}

std::unique_ptr<Parser> make(const ClockHints& hints) {
  return std::make_unique<MainLog>(hints);
}

bool stamp(std::string_view line, Stamp& stamp) {
  Head head;
  if (!read_head(line, head) && read_wrapped_head(line, head) != Wrapping::exim) return false;
  stamp = head.stamp;
  return true;
}

}  // namespace

constinit const Format format = {.name = "exim",
                                 .title = "Exim (mainlog, rejectlog, syslog, exim -v)",
                                 .recognize = recognize,
                                 .anchor = anchor,
                                 .make = make,
                                 .stamp = stamp};

}  // namespace curfew::exim
