#include "parse/envelope/unglued_source.h"

#include <algorithm>
#include <cstring>

#include "curfew/input.h"
#include "parse/envelope/stamp_text.h"
#include "text/cursor.h"

namespace curfew::parse {
namespace {

using text::Cursor;

constexpr std::size_t block = 64 * 1024;
// "<191>1 2026-11-23T16:04:53" and more
constexpr std::size_t longest_begin = 48;

bool begins_record(std::string_view text) noexcept {
  Cursor cursor(text);
  unsigned priority = 0;
  if (!cursor.skip('<') || !cursor.take_number(priority) || priority > 191 || !cursor.skip('>')) {
    return false;
  }
  cursor.skip("1 ");
  Stamp stamp;
  return read_any_stamp(cursor, stamp) && cursor.peek() == ' ';
}

// Where the next record begins behind the first character; the text's size when nowhere.
std::size_t next_record(std::string_view text) noexcept {
  for (std::size_t at = text.find('<', 1); at < text.size(); at = text.find('<', at + 1)) {
    if (begins_record(text.substr(at, longest_begin))) return at;
  }
  return text.size();
}

}  // namespace

// Anybody can write such a beginning into a reply, but not take the line ends out of a log.
bool is_glued(std::string_view front) noexcept {
  if (!begins_record(front.substr(0, longest_begin))) return false;
  const std::size_t line_end = std::min(front.find('\n'), front.size());
  const bool one_line = line_end + 1 >= front.size();
  if (!one_line && line_end <= LineReader::longest_line) return false;
  return next_record(front.substr(0, line_end)) < line_end;
}

UngluedSource::UngluedSource(Source& glued) : glued_(glued), buffer_(2 * block) {}

UngluedSource::UngluedSource(const UngluedSource& other, Source& glued)
    : glued_(glued),
      buffer_(other.buffer_),
      begin_(other.begin_),
      end_(other.end_),
      at_end_(other.at_end_),
      at_line_start_(other.at_line_start_),
      inserted_(other.inserted_) {}

// Keeps what was not given yet and reads once more.
bool UngluedSource::fill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  const std::size_t got = glued_.read(std::span(buffer_).subspan(end_, block));
  end_ += got;
  at_end_ = got == 0 && glued_.is_over();
  return got != 0;
}

// How much may be given before a line end has to be put in, or before more must be read.
std::size_t UngluedSource::plain() noexcept {
  const std::string_view text(buffer_.data() + begin_, end_ - begin_);
  if (!at_line_start_ && begins_record(text.substr(0, longest_begin))) return 0;
  const std::size_t next = next_record(text);
  if (next < text.size() || at_end_) return next;
  return text.size() - longest_begin;
}

std::size_t UngluedSource::read(std::span<char> room) {
  std::size_t used = 0;
  while (used < room.size()) {
    // What has been put together is not held back for a source that makes us wait.
    if (end_ - begin_ <= longest_begin && !at_end_) {
      if (used != 0 || (!fill() && !at_end_)) break;
      continue;
    }
    if (begin_ == end_) break;
    used += give(room.subspan(used));
  }
  return used;
}

// A line end, or text up to the next place for one. Needs: something to give.
std::size_t UngluedSource::give(std::span<char> room) noexcept {
  const std::size_t n = std::min(plain(), room.size());
  if (n == 0) {
    room.front() = '\n';
    at_line_start_ = true;
    ++inserted_;
    return 1;
  }
  std::memcpy(room.data(), buffer_.data() + begin_, n);
  begin_ += n;
  at_line_start_ = room[n - 1] == '\n';
  return n;
}

}  // namespace curfew::parse
