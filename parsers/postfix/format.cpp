#include "parse/syslog_head.h"
#include "postfix/anchor.h"
#include "postfix/body.h"
#include "postfix/contacts.h"
#include "postfix/postfix.h"
#include "postfix/speakers.h"
#include "text/cursor.h"
#include "time/stamp.h"

// Nov 23 16:04:53 mail postfix/smtp[411]: 3F2A1B7C9: to=<bob@example.net>, relay=..., status=...
// stamp           host tag           pid  body: queue id, text

namespace curfew::postfix {
namespace {

using parse::SyslogHead;

// "Nov 23 16:04:53 mail -- MARK --": a stamp and a host, but nobody who speaks.
bool has_stamp(std::string_view line) noexcept {
  text::Cursor cursor(line);
  Stamp stamp;
  if (cursor.skip('<')) {
    std::string_view priority;
    if (!cursor.take_until('>', priority)) return false;
  }
  return (time::read_rfc3164(cursor, stamp) || time::read_iso8601(cursor, stamp) ||
          time::read_year_first(cursor, stamp)) &&
         cursor.peek() == ' ';
}

// "-- Journal begins at Mon 2026-11-23 ...", "-- Boot 0f1e... --", "-- No entries --": journalctl
bool is_journal_remark(std::string_view line) noexcept {
  return line.starts_with("-- ");
}

class PostfixParser final : public Parser {
 public:
  explicit PostfixParser(const ClockHints& hints) : Parser(hints) {}

  void parse(Lines lines, Events& events) override {
    for (const Line& line : lines) {
      switch (read(line, events)) {
        case LineUse::reported:
          ++count_.reported;
          break;
        case LineUse::ignored:
          ++count_.ignored;
          break;
        case LineUse::unknown:
          count_unknown(line);
          break;
      }
    }
  }

 private:
  LineUse read(const Line& line, Events& events) {
    SyslogHead head;
    if (!parse::read_syslog_head(line.text, head, &stamps_)) {
      const bool nobodys =
          line.text.empty() || is_journal_remark(line.text) || has_stamp(line.text);
      return nobodys ? LineUse::ignored : LineUse::unknown;
    }
    const Speaker speaker = speakers_.of(head.tag);
    if (speaker.owner == Owner::other) return LineUse::ignored;
    const LineUse use = read_body(speaker.program, head.body, events);
    if (use == LineUse::reported) complete(line, head, speaker, events[events.size() - 1]);
    const bool others = use == LineUse::unknown && speaker.owner == Owner::maybe;
    return others ? LineUse::ignored : use;
  }

  void complete(const Line& line, const SyslogHead& head, const Speaker& speaker, Event& event) {
    if (event.state == MessageState::received && !head.stamp.offset) {
      if (const std::optional<Instant> utc = own_time(head.body)) clock_.observe(head.stamp, *utc);
    }
    event.time = clock_.at(head.stamp);
    event.line = line.number;
    event.log_host = head.host;
    event.instance = speaker.instance;
    if (event.kind == EventKind::message) return;
    event.session_id = head.pid;
    contacts_.link(head.tag, event);
  }

  Contacts contacts_;
  Speakers speakers_;
  time::StampCache stamps_;
};

std::size_t recognize(Lines lines) {
  std::size_t count = 0;
  Events events;
  for (const Line& line : lines) {
    SyslogHead head;
    if (!parse::read_syslog_head(line.text, head)) continue;
    const Speaker speaker = read_speaker(head.tag);
    if (speaker.owner == Owner::postfix) {
      ++count;
    } else if (speaker.owner == Owner::maybe &&
               read_body(speaker.program, head.body, events) == LineUse::reported) {
      ++count;
      events.clear();
    }
  }
  return count;
}

std::unique_ptr<Parser> make(const ClockHints& hints) {
  return std::make_unique<PostfixParser>(hints);
}

}  // namespace

constinit const Format format = {.name = "postfix",
                                 .title = "Postfix (syslog, postlogd)",
                                 .recognize = recognize,
                                 .anchor = read_anchor,
                                 .make = make};

}  // namespace curfew::postfix
