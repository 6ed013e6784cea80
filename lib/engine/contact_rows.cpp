#include "engine/contact_rows.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "correlate/slot_counts.h"
#include "curfew/event.h"
#include "engine/tab_separated.h"

namespace curfew::engine {
namespace {

constexpr std::int64_t in_day = 86'400;
// The engine's days end in 2105 or later.
constexpr std::int64_t last_second =
    std::chrono::sys_seconds(std::chrono::sys_days(std::chrono::year(2105) / 1 / 1))
        .time_since_epoch()
        .count() -
    1;

std::chrono::year_month_day date_of(std::int64_t day) noexcept {
  return std::chrono::sys_days(std::chrono::days(day));
}

void append_two(std::int64_t number, std::string& text) {
  text += static_cast<char>('0' + number / 10);
  text += static_cast<char>('0' + number % 10);
}

void append_date(std::int64_t day, std::string& text) {
  const std::chrono::year_month_day date = date_of(day);
  append_number(static_cast<std::uint64_t>(static_cast<int>(date.year())), text);
  text += '-';
  append_two(static_cast<unsigned>(date.month()), text);
  text += '-';
  append_two(static_cast<unsigned>(date.day()), text);
}

void append_clock(std::int64_t seconds, std::string& text) {
  append_two(seconds / 3600, text);
  text += ':';
  append_two(seconds / 60 % 60, text);
  text += ':';
  append_two(seconds % 60, text);
}

std::uint64_t seconds_in(Milliseconds span) noexcept {
  const auto seconds = std::chrono::round<std::chrono::seconds>(span).count();
  return static_cast<std::uint64_t>(std::clamp<std::int64_t>(seconds, 0, UINT32_MAX));
}

std::string_view stratum_name(ContactStratum stratum) noexcept {
  switch (stratum) {
    case ContactStratum::retry:
      return "retry";
    case ContactStratum::first:
      return "first";
    case ContactStratum::first_at_host:
      return "first_at_host";
    case ContactStratum::unknown:
      return "unknown";
  }
  return "unknown";
}

void append_flag(bool flag, std::string& row) {
  row += '\t';
  row += flag ? '1' : '0';
}

void append_word(std::string_view word, std::string& row) {
  row += '\t';
  append_escaped(word, row);
}

}  // namespace

const char* const contact_columns =
    "time,push,event,source,remote,code,host,domain,address,ip,stratum,asked,returned,reused,"
    "passed_over,new_message,newly_deferred,unresolved,not_contacted,expired,in_domain,in_address,"
    "slot,moment,released,released_remote,released_code,released_slot,released_wait,stage,cause,"
    "reply_code,waited";

void ContactChunk::add_month(std::int32_t month) {
  if (!months.empty() && months.back() == month) return;
  const auto place = std::ranges::lower_bound(months, month);
  if (place == months.end() || *place != month) months.insert(place, month);
}

void ContactChunk::add(const ContactChunk& other) {
  rows += other.rows;
  count += other.count;
  for (const std::int32_t month : other.months) add_month(month);
}

void ContactChunk::clear() noexcept {
  rows.clear();
  count = 0;
  months.clear();
}

std::int64_t kept_second(Instant at) noexcept {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
  return std::clamp<std::int64_t>(seconds, 0, last_second);
}

std::string time_text(std::int64_t seconds) {
  std::string text;
  append_date(seconds / in_day, text);
  text += ' ';
  append_clock(seconds % in_day, text);
  return text;
}

void ContactRows::append_time(std::int64_t seconds) {
  if (const std::int64_t day = seconds / in_day; day != day_) {
    day_ = day;
    day_text_.clear();
    append_date(day, day_text_);
    day_text_ += ' ';
    const std::chrono::year_month_day date = date_of(day);
    chunk.add_month(static_cast<int>(date.year()) * 12 +
                    static_cast<std::int32_t>(static_cast<unsigned>(date.month())));
  }
  chunk.rows += day_text_;
  append_clock(seconds % in_day, chunk.rows);
}

void ContactRows::add(const Correlator& correlator, const Contact& contact,
                      const Ledger::Counted& counted) {
  const Names& names = correlator.names();
  std::string& row = chunk.rows;
  if (chunk.months.empty()) day_ = -1;  // the chunk before was taken
  const std::int64_t seconds = kept_second(contact.time);
  first_ = next_event_ == 0 ? seconds : std::min(first_, seconds);
  last_ = next_event_ == 0 ? seconds : std::max(last_, seconds);
  append_time(seconds);
  const auto number = [&row](std::uint64_t value) {
    row += '\t';
    append_number(value, row);
  };
  const auto slot = [&row](Slot value) {
    row += '\t';
    append_signed(value, row);
  };
  number(push_);
  number(next_event_++);
  for (const Name name :
       {contact.source, contact.remote, contact.code, counted.host, contact.domain}) {
    append_word(names.word(name), row);
  }
  number(contact.address);
  append_word(contact.address_text, row);
  append_word(stratum_name(contact.stratum), row);
  const bool refused = contact.code != Name::none;
  for (const bool flag :
       {contact.asked, contact.returned, contact.reused, contact.passed_over, contact.new_message,
        contact.newly_deferred, contact.unresolved, contact.deferred, contact.expired,
        counted.in_domain, counted.in_address}) {
    append_flag(flag, row);
  }
  slot(slot_of(contact.time));
  number(correlate::moment_of(contact.time));
  const bool released = contact.asked && !refused && contact.deferred_by != Name::none;
  append_flag(released, row);
  append_word(released ? names.word(contact.deferred_by) : std::string_view(), row);
  append_word(released ? names.word(contact.refused_before) : std::string_view(), row);
  slot(released ? slot_of(contact.time + contact.took) : 0);
  number(released ? seconds_in(contact.age) : 0);
  const CodeFacts* const facts = refused ? correlator.code(contact.remote, contact.code) : nullptr;
  append_word(facts == nullptr ? std::string_view() : name(facts->stage), row);
  append_word(refused ? name(contact.cause) : std::string_view(), row);
  number(contact.reply_code);
  number(seconds_in(contact.age));
  row += '\n';
  ++chunk.count;
}

}  // namespace curfew::engine
