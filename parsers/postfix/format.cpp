#include "parse/syslog_head.h"
#include "postfix/anchor.h"
#include "postfix/body.h"
#include "postfix/contacts.h"
#include "postfix/inbound.h"
#include "postfix/postfix.h"
#include "postfix/tag.h"
#include "text/cursor.h"
#include "time/stamp.h"

// Nov 23 16:04:53 mail postfix/smtp[411]: 3F2A1B7C9: to=<bob@example.net>, relay=..., status=...
// stamp           host tag           pid  body: queue id, text

namespace curfew::postfix {
namespace {

using parse::SyslogHead;

// How sure it is that a line is Postfix's.
enum class Owner : std::uint8_t { postfix, maybe, other };

Owner owner_of(const Tag& tag, Program program) noexcept {
  if (!is_postfix_instance(tag.instance)) {
    // Any name can be given by syslog_name.
    const bool may_be = program != Program::none && program != Program::other;
    return may_be ? Owner::maybe : Owner::other;
  }
  // Without a slash "postfix-policyd-spf" is as good a name as "postfix-out", cut by rsyslog.
  if (program == Program::none) return tag.instance.size() == 7 ? Owner::postfix : Owner::maybe;
  return program == Program::other ? Owner::maybe : Owner::postfix;
}

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
    for (const Line& line : lines) count_as(read(line, events), line);
  }

 private:
  LineUse read(const Line& line, Events& events) {
    SyslogHead head;
    if (!parse::read_syslog_head(line.text, head, &stamps_)) {
      const bool nobodys =
          line.text.empty() || is_journal_remark(line.text) || has_stamp(line.text);
      return nobodys ? LineUse::ignored : LineUse::unknown;
    }
    const Tag tag = read_tag(head.tag);
    const Program program = program_named(tag.program);
    const Owner owner = owner_of(tag, program);
    if (owner == Owner::other) return LineUse::ignored;
    LineUse use = read_body(program, head.body, events);
    if (reads_inbound && (owner == Owner::postfix || !tag.program.empty())) {
      use = read_also_inbound(use, tag, head.body, events);
    }
    if (use == LineUse::reported) complete(line, head, tag, events[events.size() - 1]);
    const bool others = use == LineUse::unknown && owner == Owner::maybe;
    return others ? LineUse::ignored : use;
  }

  static LineUse read_also_inbound(LineUse use, const Tag& tag, std::string_view body,
                                   Events& events) {
    if (use == LineUse::reported) {
      Event& event = events[events.size() - 1];
      if (event.state == MessageState::removed) explain_end(tag.program, body, event, events);
      return use;
    }
    return read_inbound(tag.program, body, events) ? LineUse::reported : use;
  }

  void complete(const Line& line, const SyslogHead& head, const Tag& tag, Event& event) {
    if (event.state == MessageState::received && !head.stamp.offset) {
      if (const std::optional<Instant> utc = own_time(head.body)) clock_.observe(head.stamp, *utc);
    }
    event.time = clock_.at(head.stamp);
    event.line = line.number;
    event.log_host = head.host;
    event.instance = tag.instance;
    if (event.kind == EventKind::message) return;
    event.session_id = head.pid;
    if (event.kind == EventKind::rejection || event.kind == EventKind::notice) return;
    contacts_.link(head.tag, event);
  }

  Contacts contacts_;
  time::StampCache stamps_;
};

std::size_t recognize(Lines lines) {
  std::size_t count = 0;
  Events events;
  for (const Line& line : lines) {
    SyslogHead head;
    if (!parse::read_syslog_head(line.text, head)) continue;
    const Tag tag = read_tag(head.tag);
    const Program program = program_named(tag.program);
    const Owner owner = owner_of(tag, program);
    if (owner == Owner::postfix) {
      ++count;
    } else if (owner == Owner::maybe &&
               read_body(program, head.body, events) == LineUse::reported) {
      ++count;
      events.clear();
    }
  }
  return count;
}

std::unique_ptr<Parser> make(const ClockHints& hints) {
  return std::make_unique<PostfixParser>(hints);
}

bool stamp(std::string_view line, Stamp& stamp) {
  SyslogHead head;
  if (!parse::read_syslog_head(line, head)) return false;
  stamp = head.stamp;
  return true;
}

}  // namespace

constinit const Format format = {.name = "postfix",
                                 .title = "Postfix (syslog, postlogd)",
                                 .recognize = recognize,
                                 .anchor = read_anchor,
                                 .make = make,
                                 .stamp = stamp};

}  // namespace curfew::postfix
