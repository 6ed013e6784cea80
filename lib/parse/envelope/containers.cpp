#include "parse/envelope/containers.h"

#include <algorithm>

#include "curfew/input.h"
#include "parse/envelope/line_part.h"
#include "parse/envelope/outer_clock.h"
#include "parse/envelope/stamp_text.h"
#include "text/cursor.h"
#include "time/stamp.h"

namespace curfew::parse {
namespace {

using text::Cursor;

// What stood in front of a line.
struct Front {
  bool named = false;            // by docker compose
  std::optional<Instant> outer;  // the logger's time
  bool piece = false;            // CRI: the line goes on in the next one
  bool standard_error = false;
  std::string_view inner;
};

constexpr bool is_name(char c) noexcept {
  return text::is_alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == '@' || c == '/';
}

// "mail-1  | "
bool skip_name(Cursor& cursor) noexcept {
  Cursor ahead = cursor;
  const std::string_view name = ahead.take_while(is_name);
  if (name.empty() || ahead.peek() != ' ') return false;
  ahead.skip_blanks();
  if (!ahead.skip("| ") && ahead.rest() != "|") return false;
  cursor = ahead;
  return true;
}

// "2026-11-23T16:08:55.000000000Z "
bool take_outer(Cursor& cursor, std::optional<Instant>& outer) noexcept {
  Cursor ahead = cursor;
  Stamp stamp;
  if (ahead.rest().size() < 20 || ahead.rest()[10] != 'T' || !time::read_iso8601(ahead, stamp) ||
      !stamp.offset || !ahead.skip(' ')) {
    return false;
  }
  outer = Instant(stamp.wall.time_since_epoch() - *stamp.offset);
  cursor = ahead;
  return true;
}

// "stdout F ", "stderr P "; more tags may follow the first, behind colons.
bool skip_stream(Cursor& cursor, Front& front) noexcept {
  Cursor ahead = cursor;
  front.standard_error = ahead.skip("stderr ");
  if (!front.standard_error && !ahead.skip("stdout ")) return false;
  const std::string_view tags = ahead.take_word();
  if (tags.empty() || (tags[0] != 'F' && tags[0] != 'P')) return false;
  if (tags.size() > 1 && tags[1] != ':') return false;
  front.piece = tags[0] == 'P';
  ahead.skip(' ');
  cursor = ahead;
  return true;
}

bool has_stamp(Cursor cursor) noexcept {
  std::string_view priority;
  if (cursor.skip('<')) {
    cursor.take_until('>', priority);
    cursor.skip("1 ");
  }
  Stamp stamp;
  return read_any_stamp(cursor, stamp) && cursor.peek() == ' ';
}

bool read_front(std::string_view line, Front& front) noexcept {
  Cursor cursor(line);
  front.named = skip_name(cursor);
  const Cursor bare = cursor;
  if (take_outer(cursor, front.outer) && !skip_stream(cursor, front) && !has_stamp(cursor)) {
    // The line's own stamp, as rsyslog writes it, or an outer one around a text without any.
    cursor = bare;
    front.outer.reset();
  }
  front.inner = cursor.rest();
  return front.named || front.outer;
}

class Containers final : public CopiedEnvelope<Containers> {
 public:
  template <class Archive>
  void each_field(Archive& archive) {
    archive(clock_, parts_);
  }

 private:
  void take(const Line& line, OpenedLines& out) override {
    Front front;
    if (!read_front(line.text, front) || !front.outer) {
      out.add(front.inner, line.number);
      return;
    }
    LinePart& part = parts_[front.standard_error ? 1 : 0];
    if (front.piece || !part.text.empty()) {
      part.text += front.inner.substr(0, LineReader::longest_line - part.text.size());
      part.number = line.number;
      if (front.piece) return;
      front.inner = part.text;
    }
    clock_.write(out.begin(), front.inner, *front.outer);
    out.end(line.number);
    part.text.clear();
  }

  void flush(OpenedLines& out) override {
    for (LinePart& part : parts_) {
      if (part.text.empty()) continue;
      out.begin() += part.text;
      out.end(part.number);
      part.text.clear();
    }
  }

  OuterClock clock_;
  LinePart parts_[2];
};

std::size_t count_docker(Lines lines, const StampedTags& /*tags*/) {
  return static_cast<std::size_t>(std::ranges::count_if(lines, [](const Line& line) {
    Front front;
    return read_front(line.text, front);
  }));
}

std::unique_ptr<Envelope> make_docker(const StampedTags& /*tags*/) {
  return std::make_unique<Containers>();
}

}  // namespace

constinit const EnvelopeForm containers = {
    .name = "docker logs", .recognize = count_docker, .make = make_docker, .keeps_stamps = true};

}  // namespace curfew::parse
