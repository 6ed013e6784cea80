#include "exim/main_log.h"

#include <utility>

#include "exim/inbound.h"
#include "exim/message_id.h"
#include "text/cursor.h"
#include "text/state.h"
#include "time/clock_state.h"

namespace curfew::exim {
namespace {

// "Exim configuration error in line 7 of /etc/exim4/exim4.conf:" and "plain authenticator
// (PLAIN):", with what is the matter in the next line, behind two blanks (readconf.c,
// cyrus_sasl.c).
bool has_second_line(std::string_view body) noexcept {
  return body.starts_with("Exim configuration error") ||
         (body.ends_with(':') && body.find(" authenticator (") != std::string_view::npos);
}

// The second line of two warnings that Exim writes in two lines (tls.c, exim.c).
bool is_second_line(std::string_view text) noexcept {
  return text.starts_with(" Suggested action: ");
}

}  // namespace

bool MainLog::keep(std::string& state) const {
  return keep_with(text::state_of(*this), state);
}

void MainLog::restore(std::string_view state) {
  text::restore(*this, restore_base(state));
  others_.know(known_servers);
}

void MainLog::parse(Lines lines, Events& events) {
  others_.know(known_servers);
  for (const Line& line : lines) count_as(read(line, events), line);
}

LineUse MainLog::read(const Line& line, Events& events) {
  Head head;
  if (read_head(line.text, head, &stamps_)) return read_stamped(head, line, events);
  const Wrapping wrapping = read_wrapped_head(line.text, head, &stamps_, &others_);
  if (wrapping == Wrapping::exim) return read_from_syslog(head, line, events);
  if (const std::optional<LineUse> use = read_timed(line, events)) return *use;
  return wrapping == Wrapping::other_program ? LineUse::ignored : read_unstamped(line, events);
}

// A transcript to which a container's log gave its time. Its steps, "278 R: dnslookup for a@b",
// may look like another program's lines.
std::optional<LineUse> MainLog::read_timed(const Line& line, Events& events) {
  if (!transcripts_.running() && !is_transcript_line(line.text)) return std::nullopt;
  Line inner = line;
  Stamp stamp;
  if (!take_outer_stamp(inner.text, stamp)) return std::nullopt;
  if (text::is_blank(inner.text)) return LineUse::ignored;
  return transcripts_.read(inner, clock_.at(stamp), hosts_, events);
}

LineUse MainLog::read_from_syslog(const Head& head, const Line& line, Events& events) {
  const bool is_part = head.part.of != 0;
  if (!is_part && split_.empty()) return read_stamped(head, line, events);
  SplitEntry* entry = split_.find(head);
  const bool goes_on = entry != nullptr && is_part && SplitEntries::add(*entry, head);
  if (goes_on) {
    return SplitEntries::is_complete(*entry) ? read_entry(*entry, true, line, events)
                                             : LineUse::ignored;
  }
  if (entry != nullptr) give_up(*entry, line, events);
  if (SplitEntry* const lost = split_.find_lost(line.number)) give_up(*lost, line, events);
  if (!is_part) return read_stamped(head, line, events);
  if (head.part.number == 1) split_.begin(head, line.number);
  return LineUse::ignored;
}

// The rest of an entry was lost on its way. Its parts were counted as ignored; if they say
// something, one of them was not.
void MainLog::give_up(SplitEntry& entry, const Line& line, Events& events) {
  const LineCount before = inbound_;
  if (read_entry(entry, false, line, events) != LineUse::reported) return;
  --count_.ignored;
  ++count_.reported;
  // Whatever the rest would be counted as, its parts were ignored.
  inbound_.ignored += inbound_.unknown - before.unknown;
  inbound_.unknown = before.unknown;
}

LineUse MainLog::read_entry(SplitEntry& entry, bool whole, const Line& line, Events& events) {
  Head head;
  head.log_host = events.keep(entry.log_host);
  head.pid = events.keep(entry.pid);
  head.syslog_stamp = entry.stamp;
  read_syslog_text(events.keep(entry.text), head);
  head.cut = head.cut || !whole;
  split_.free(entry);
  return read_stamped(head, line, events);
}

LineUse MainLog::read_stamped(const Head& head, const Line& line, Events& events) {
  headers_.end();
  transcripts_.end();
  second_line_due_ = has_second_line(head.body);
  // Only an arrival is written at the time its id tells.
  if (head.body.starts_with("<= ") || head.body.starts_with("(= ")) {
    const std::optional<Instant> utc =
        head.id.empty() ? std::nullopt : message_id_clock(head.id, head.stamp);
    if (utc) clock_.observe(head.stamp, *utc);
  }
  const Context context{.time = clock_.at(head.stamp),
                        .line = line.number,
                        .log_host = head.log_host,
                        .pid = head.pid,
                        .id = head.id,
                        .cut = head.cut,
                        .about_message = !head.id.empty()};
  const std::size_t before = events.size();
  const LineUse verdict = read_body(head.body, context, hosts_, events);
  if (!reads_inbound) return verdict;
  if (verdict == LineUse::reported) {
    for (std::size_t i = before; i < events.size(); ++i) add_particulars(head.body, events[i]);
    return verdict;
  }
  return read_inbound(head.body, context, events) ? reported_as_inbound(verdict) : verdict;
}

LineUse MainLog::read_unstamped(const Line& line, Events& events) {
  if (text::is_blank(line.text) || is_second_line(line.text)) return LineUse::ignored;
  const bool due = std::exchange(second_line_due_, false);
  if (due && line.text.starts_with("  ")) return LineUse::ignored;
  if (!transcripts_.running() && headers_.holds(line.text)) return LineUse::ignored;
  // A transcript has no clock; the youngest moment the log can hold is all that is known.
  const Instant newest = clock_.hints().newest;
  const Instant time = newest == Instant::max() ? Instant{} : newest;
  const LineUse use = transcripts_.read(line, time, hosts_, events);
  if (use == LineUse::reported) dates_are_assumed_ = true;
  return use;
}

}  // namespace curfew::exim
