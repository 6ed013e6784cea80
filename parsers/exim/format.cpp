#include "exim/exim.h"
#include "exim/head.h"
#include "exim/knowledge.h"
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

class EximFormat final : public Format {
 public:
  std::string_view name() const noexcept override { return "exim"; }
  std::string_view title() const noexcept override {
    return "Exim (mainlog, rejectlog, syslog, exim -v)";
  }

  std::size_t recognize(Lines lines) const override {
    std::size_t certain = 0;
    for (const Line& line : lines) certain += is_certain(line.text) ? 1U : 0U;
    return certain;
  }

  std::optional<ClockAnchor> anchor(std::string_view line) const override {
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

  std::unique_ptr<Parser> make(const ClockHints& hints) const override {
    return std::make_unique<MainLog>(hints);
  }

  bool has_stamps() const noexcept override { return true; }
  bool stamp(std::string_view line, Stamp& stamp) const override {
    Head head;
    if (!read_head(line, head) && read_wrapped_head(line, head) != Wrapping::exim) return false;
    stamp = head.stamp;
    return true;
  }
  const ServerKnowledge* server() const noexcept override { return &knowledge(); }
};

}  // namespace

std::shared_ptr<const Format> format() {
  return std::make_shared<EximFormat>();
}

}  // namespace curfew::exim
