#include "parse/envelope/journal_stamps.h"

#include <algorithm>

#include "parse/envelope/stamp_text.h"
#include "time/stamp.h"

namespace curfew::parse {
namespace {

using std::chrono::minutes;
using text::Cursor;

// "UTC", "+0530", "-03"; an abbreviation such as CST means several zones.
std::optional<minutes> offset_of(std::string_view zone) noexcept {
  if (zone == "UTC" || zone == "GMT") return minutes(0);
  const bool west = zone.starts_with('-');
  if (!west && !zone.starts_with('+')) return std::nullopt;
  zone.remove_prefix(1);
  unsigned number = 0;
  Cursor cursor(zone);
  if (!cursor.take_number(number) || !cursor.at_end()) return std::nullopt;
  if (zone.size() == 2) number *= 100;
  if ((zone.size() != 2 && zone.size() != 4) || number > 1400 || number % 100 > 59) {
    return std::nullopt;
  }
  const minutes offset(number / 100 * 60 + number % 100);
  return west ? -offset : offset;
}

bool is_zone_character(char c) noexcept {
  return text::is_alphanumeric(c) || c == '+' || c == '-';
}

// "1795449893.469778 "
bool read_unix_stamp(Cursor& cursor, Stamp& stamp) noexcept {
  Cursor ahead = cursor;
  const std::string_view word = ahead.take_word();
  if (word.size() < 12 || word[10] != '.' || !ahead.skip(' ')) return false;
  const std::optional<Instant> at = read_epoch(word);
  if (!at) return false;
  stamp = Stamp{.wall = WallTime(at->time_since_epoch()), .has_year = true, .offset = minutes(0)};
  cursor = ahead;
  return true;
}

bool read_stamp(Cursor& cursor, Stamp& stamp) noexcept {
  if (text::is_digit(cursor.peek())) return read_unix_stamp(cursor, stamp);
  return text::is_upper(cursor.peek()) && read_systemd_stamp(cursor, stamp);
}

// with-unit writes "mta@-.service[427]: " where others write "mta/smtp[427]: ".
std::string_view unit_suffix(std::string_view behind_host) noexcept {
  constexpr std::string_view service = ".service";
  const std::string_view tag = behind_host.substr(0, behind_host.find_first_of("[: "));
  if (!tag.ends_with(service)) return {};
  const std::size_t name = std::min(tag.find('@'), tag.size() - service.size());
  return tag.substr(name);
}

class JournalStamps final : public CopiedEnvelope<JournalStamps> {
 public:
  template <class Archive>
  void each_field(Archive& /*archive*/) {}  // looks at each line by itself

 private:
  void take(const Line& line, OpenedLines& out) override {
    Cursor cursor(line.text);
    Stamp stamp;
    if (!read_stamp(cursor, stamp)) {
      out.add(line.text, line.number);
      return;
    }
    std::string& text = out.begin();
    append_stamp(text, stamp.wall, stamp.offset);
    text += ' ';
    text += cursor.take_word();
    if (cursor.skip(' ')) text += ' ';
    const std::string_view suffix = unit_suffix(cursor.rest());
    if (!suffix.empty()) {
      text +=
          cursor.rest().substr(0, static_cast<std::size_t>(suffix.data() - cursor.rest().data()));
      cursor = Cursor({suffix.data() + suffix.size(),
                       static_cast<std::size_t>(line.text.data() + line.text.size() -
                                                (suffix.data() + suffix.size()))});
    }
    text += cursor.rest();
    out.end(line.number);
  }
};

std::size_t count_short_full(Lines lines, const StampedTags& /*tags*/) {
  return static_cast<std::size_t>(std::ranges::count_if(lines, [](const Line& line) {
    Cursor cursor(line.text);
    Stamp stamp;
    return read_stamp(cursor, stamp) && cursor.peek() != '[';
  }));
}

std::unique_ptr<Envelope> make_short_full(const StampedTags& /*tags*/) {
  return std::make_unique<JournalStamps>();
}

}  // namespace

bool read_systemd_stamp(Cursor& cursor, Stamp& stamp) noexcept {
  Cursor ahead = cursor;
  const std::string_view weekday = ahead.take_while(text::is_letter);
  if (weekday.size() != 3 || !ahead.skip(' ')) return false;
  if (ahead.rest().size() < 20 || ahead.rest()[10] != ' ') return false;
  if (!time::read_iso8601(ahead, stamp) || stamp.offset || !ahead.skip(' ')) return false;
  const std::string_view zone = ahead.take_while(is_zone_character);
  if (zone.size() < 2 || zone.size() > 6 || !ahead.skip(' ')) return false;
  stamp.offset = offset_of(zone);
  cursor = ahead;
  return true;
}

constinit const EnvelopeForm journal_stamps = {
    .name = "journalctl -o short-full", .recognize = count_short_full, .make = make_short_full};

}  // namespace curfew::parse
