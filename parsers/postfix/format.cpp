#include "parse/other_servers.h"
#include "parse/syslog_head.h"
#include "postfix/anchor.h"
#include "postfix/body.h"
#include "postfix/contacts.h"
#include "postfix/inbound.h"
#include "postfix/inner_line.h"
#include "postfix/knowledge.h"
#include "postfix/postfix.h"
#include "postfix/speakers.h"
#include "postfix/tag.h"
#include "text/cursor.h"
#include "text/state.h"
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
    others_.know(known_servers);
    for (const Line& line : lines) count_as(read(line, events), line);
  }
  std::vector<Remark> remarks() const override { return others_.remarks(); }
  std::unique_ptr<Parser> copy() const override { return std::make_unique<PostfixParser>(*this); }
  bool keep(std::string& state) const override { return keep_with(text::state_of(*this), state); }
  void restore(std::string_view state) override {
    text::restore(*this, restore_base(state));
    others_.know(known_servers);
  }
  template <class Archive>
  void each_field(Archive& archive) {
    archive(contacts_, others_);
  }

 private:
  LineUse read(const Line& line, Events& events) {
    SyslogHead head;
    if (!heads_.read(line.text, head)) {
      const bool nobodys =
          line.text.empty() || is_journal_remark(line.text) || has_stamp(line.text);
      return nobodys && !holds_message_line(line.text) ? LineUse::ignored : LineUse::unknown;
    }
    const Speaker speaker = speakers_.of(head.tag);
    if (speaker.owner == Owner::other) {
      others_.count(head);
      return holds_message_line(head.body) ? LineUse::unknown : LineUse::ignored;
    }
    const std::size_t before = events.size();
    LineUse use = read_body(speaker.program, head.body, events);
    if (reads_inbound) {
      use = read_also_inbound(use, speaker.owner, head, events);
    } else if (use == LineUse::reported && !head.body.ends_with("removed")) {
      Event& event = events[events.size() - 1];
      const bool refused = event.state == MessageState::removed && event.reply.text.empty();
      if (refused) explain_end(read_tag(head.tag).program, head.body, event, events);
    }
    for (std::size_t i = before; use == LineUse::reported && i < events.size(); ++i) {
      complete(line, head, speaker, events[i]);
    }
    if (use != LineUse::unknown || speaker.owner != Owner::maybe) return use;
    others_.count(head);
    return LineUse::ignored;
  }

  LineUse read_also_inbound(LineUse use, Owner owner, const SyslogHead& head, Events& events) {
    const Tag tag = read_tag(head.tag);
    if (owner != Owner::postfix && tag.program.empty()) return use;
    if (use == LineUse::reported) {
      Event& event = events[events.size() - 1];
      if (event.state == MessageState::removed) {
        explain_end(tag.program, head.body, event, events);
      }
      add_particulars(head.body, event);
      return use;
    }
    if (!read_inbound(tag.program, head.body, events)) return use;
    return reported_as_inbound(owner == Owner::maybe ? LineUse::ignored : use);
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
    if (event.kind != EventKind::attempt && event.kind != EventKind::session) return;
    contacts_.link(head.tag, event);
  }

  Contacts contacts_;
  Speakers speakers_;
  parse::OtherServers others_;
  parse::SyslogHeads heads_;
};

class PostfixFormat final : public Format {
 public:
  std::string_view name() const noexcept override { return "postfix"; }
  std::string_view title() const noexcept override { return "Postfix (syslog, postlogd)"; }

  std::size_t recognize(Lines lines) const override {
    std::size_t count = 0;
    Events events;
    parse::SyslogHeads heads;
    Speakers speakers;
    for (const Line& line : lines) {
      SyslogHead head;
      if (!heads.read(line.text, head)) continue;
      const Speaker speaker = speakers.of(head.tag);
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

  std::optional<ClockAnchor> anchor(std::string_view line) const override {
    return read_anchor(line);
  }

  std::unique_ptr<Parser> make(const ClockHints& hints) const override {
    return std::make_unique<PostfixParser>(hints);
  }

  bool has_stamps() const noexcept override { return true; }
  bool stamp(std::string_view line, Stamp& stamp) const override {
    SyslogHead head;
    if (!parse::read_syslog_head(line, head)) return false;
    stamp = head.stamp;
    return true;
  }
  const ServerKnowledge* server() const noexcept override { return &knowledge(); }
};

}  // namespace

std::shared_ptr<const Format> format() {
  return std::make_shared<PostfixFormat>();
}

}  // namespace curfew::postfix
