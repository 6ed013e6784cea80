#include <algorithm>
#include <cstring>

#include "curfew/input.h"
#include "input/compression.h"

namespace curfew {
namespace {

// Windows editors put it in front of UTF-8; it is no part of the first line.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// A line of the longest length may stand in the buffer with its CR and the byte order mark, and one
// byte more shows that a line is too long.
constexpr std::size_t longest_rest = LineReader::longest_line + byte_order_mark.size() + 2;

}  // namespace

// Not set to zero: what is not read into takes no memory then.
LineReader::LineReader(Source& source, std::size_t batch)
    : source_(source),
      batch_(std::max<std::size_t>(batch, 1)),
      buffer_(std::make_shared_for_overwrite<char[]>(capacity())) {}

LineReader::LineReader(Source& source, std::shared_ptr<char[]> front, std::size_t size,
                       std::size_t batch)
    : source_(source),
      batch_(std::max<std::size_t>(batch, 1)),
      buffer_(std::move(front)),
      is_front_(true),
      front_left_(size) {}

LineReader::LineReader(const LineReader& other, Source& source)
    : source_(source),
      batch_(other.batch_),
      buffer_(std::make_shared_for_overwrite<char[]>(capacity())),
      end_(other.end_ - other.begin_),
      skipping_(other.skipping_),
      at_end_(other.at_end_),
      number_(other.number_),
      bytes_(other.bytes_),
      cut_lines_(other.cut_lines_) {
  std::ranges::copy(other.waiting(), buffer_.get());
}

std::size_t LineReader::capacity() const noexcept {
  return batch_ + longest_rest;
}

std::string_view LineReader::waiting() const noexcept {
  return {buffer_.get() + begin_, end_ - begin_};
}

// Nothing was read yet. False where next() would have given more of it.
bool LineReader::wait_with(std::string_view rest) {
  if (rest.size() >= longest_rest) return false;
  std::ranges::copy(rest, buffer_.get());
  begin_ = 0;
  end_ = rest.size();
  return true;
}

// A line without its LF.
void LineReader::add_line(std::size_t begin, std::size_t end) {
  const char* const text = buffer_.get();
  const std::string_view line(text + begin, end - begin);
  if (number_ == 0 && line.starts_with(byte_order_mark)) begin += byte_order_mark.size();
  if (end > begin && text[end - 1] == '\r') --end;
  if (end - begin > longest_line) {
    end = begin + longest_line;
    ++cut_lines_;
  }
  lines_.push_back({std::string_view(text + begin, end - begin), ++number_});
}

// Cuts everything up to `end` into lines; `end` stands just behind a line's end.
void LineReader::split(std::size_t end) {
  const char* const text = buffer_.get();
  const auto line_end = [&] {
    const void* const found = std::memchr(text + begin_, '\n', end - begin_);
    return static_cast<std::size_t>(static_cast<const char*>(found) - text);
  };
  if (skipping_ || number_ == 0) {
    const std::size_t at = line_end();
    if (!skipping_) add_line(begin_, at);
    skipping_ = false;
    begin_ = at + 1;
  }
  while (begin_ < end) {
    const std::size_t at = line_end();
    std::size_t size = at - begin_;
    if (size != 0 && text[at - 1] == '\r') --size;
    if (size > longest_line) {
      size = longest_line;
      ++cut_lines_;
    }
    lines_.push_back({std::string_view(text + begin_, size), ++number_});
    begin_ = at + 1;
  }
}

// Moves what is left to the front, of another buffer where somebody holds this one.
void LineReader::make_room() {
  if (begin_ == 0 && !is_front_) return;
  const char* const rest = buffer_.get() + begin_;
  const std::size_t size = end_ - begin_;
  if (is_front_) {
    Buffer own = std::make_shared_for_overwrite<char[]>(capacity());
    std::copy_n(rest, size, own.get());
    buffer_ = std::move(own);
    is_front_ = false;
  } else if (buffer_.use_count() == 1) {
    std::memmove(buffer_.get(), rest, size);
  } else {
    const auto is_free = [](const Buffer& other) { return other.use_count() == 1; };
    auto other = std::ranges::find_if(others_, is_free);
    if (other == others_.end()) {
      others_.push_back(std::make_shared_for_overwrite<char[]>(capacity()));
      other = others_.end() - 1;
    }
    std::copy_n(rest, size, other->get());
    std::swap(buffer_, *other);
  }
  begin_ = 0;
  end_ = size;
}

// Takes what was read already, or reads once more; false at the end of the source.
bool LineReader::fill() {
  std::size_t got = std::min(batch_, front_left_);
  if (got != 0) {
    front_left_ -= got;
  } else {
    make_room();
    const std::size_t room = std::min(batch_, capacity() - end_);
    got = source_.read(std::span(buffer_.get() + end_, room));
  }
  // The front may come in several short reads; no magic holds a line's end, so it is still here.
  if (bytes_ < input::magic_size && number_ == 0) {
    const auto* const found = input::compression_of({buffer_.get(), end_ + got});
    if (found != nullptr) input::refuse(*found, source_.name());
  }
  end_ += got;
  bytes_ += got;
  return got != 0;
}

Lines LineReader::next() {
  lines_.clear();
  while (lines_.empty() && !at_end_) {
    const std::size_t old_size = end_ - begin_;
    if (!fill()) {
      if (!source_.is_over()) break;
      at_end_ = true;
      if (end_ > begin_ && !skipping_) add_line(begin_, end_);
      begin_ = end_;
      break;
    }
    const char* const text = buffer_.get();
    const std::size_t fresh = begin_ + old_size;
    const void* const last = ::memrchr(text + fresh, '\n', end_ - fresh);
    if (last != nullptr) {
      split(static_cast<std::size_t>(static_cast<const char*>(last) - text) + 1);
    }
    if (skipping_) {
      begin_ = end_;
    } else if (end_ - begin_ >= longest_rest) {
      add_line(begin_, end_);
      skipping_ = true;
      begin_ = end_;
    }
  }
  return lines_;
}

}  // namespace curfew
