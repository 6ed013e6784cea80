#include "input/utf16.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "curfew/error.h"
#include "text/utf8.h"

namespace curfew::input {

// "\xFF\xFE\0\0" is UTF-32's mark.
Encoding encoding_of(std::string_view front) noexcept {
  using namespace std::string_view_literals;
  front = front.substr(0, encoding_sample);
  if (front.starts_with("\xFF\xFE\0\0"sv)) return Encoding::bytes;
  if (front.starts_with("\xFF\xFE"sv)) return Encoding::little_endian;
  if (front.starts_with("\xFE\xFF"sv)) return Encoding::big_endian;
  std::size_t zeros[2] = {};
  for (std::size_t i = 0; i < front.size(); ++i) zeros[i % 2] += front[i] == '\0' ? 1U : 0U;
  const std::size_t half = front.size() / 2;
  if (half < 4 || zeros[0] + zeros[1] != half) return Encoding::bytes;
  if (zeros[1] == half) return Encoding::little_endian;
  return zeros[0] == half ? Encoding::big_endian : Encoding::bytes;
}

void Utf16Decoder::decode(std::string_view bytes, std::string& text) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    has_first_ = !has_first_;
    if (has_first_) {
      first_ = byte;
    } else {
      take(is_little_ ? first_ + 256U * byte : 256U * first_ + byte, text);
    }
  }
}

void Utf16Decoder::take(char32_t unit, std::string& text) {
  constexpr char32_t mark = 0xFEFF;
  const bool low = unit >= 0xDC00 && unit < 0xE000;
  if (high_ != 0 && low) {
    text::append_utf8(text, 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00));
    high_ = 0;
    return;
  }
  if (high_ != 0) text::append_utf8(text, text::replacement_character);
  high_ = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
  if (high_ != 0 || unit == mark) return;
  text::append_utf8(text, low ? text::replacement_character : unit);
}

namespace {

class Utf8Source final : public Source {
 public:
  explicit Utf8Source(std::unique_ptr<Source> source) : source_(std::move(source)) {}

  std::size_t read(std::span<char> room) override {
    if (room.empty()) return 0;
    if (!begun_) begin();
    while (given_ == text_.size()) {
      if (failure_ != nullptr) std::rethrow_exception(std::exchange(failure_, nullptr));
      if (!decoder_) return source_->read(room);
      if (!decode_more()) return 0;
    }
    const std::size_t n = std::min(room.size(), text_.size() - given_);
    std::memcpy(room.data(), text_.data() + given_, n);
    given_ += n;
    return n;
  }
  const std::string& name() const noexcept override { return source_->name(); }
  std::optional<Instant> modified() const override { return source_->modified(); }
  bool is_packed() const noexcept override { return source_->is_packed(); }

 private:
  static constexpr std::size_t batch = 64 * 1024;

  // The front tells what it is, and is given as the text that it is.
  void begin() {
    std::string front(encoding_sample, '\0');
    std::size_t used = 0;
    try {
      while (used < front.size()) {
        const std::size_t got = source_->read(std::span(front).subspan(used));
        if (got == 0) break;
        used += got;
      }
    } catch (const Error&) {
      if (used == 0) throw;
      failure_ = std::current_exception();  // behind what could be read
    }
    front.resize(used);
    const Encoding encoding = encoding_of(front);
    begun_ = true;
    if (encoding == Encoding::bytes) {
      text_ = std::move(front);
    } else {
      decoder_.emplace(encoding);
      decoder_->decode(front, text_);
      raw_.resize(batch);
    }
  }

  bool decode_more() {
    const std::size_t got = source_->read(raw_);
    text_.clear();
    given_ = 0;
    decoder_->decode({raw_.data(), got}, text_);
    return got != 0;
  }

  std::unique_ptr<Source> source_;
  bool begun_ = false;
  std::optional<Utf16Decoder> decoder_;  // none: bytes
  std::vector<char> raw_;
  std::string text_;
  std::size_t given_ = 0;  // of the text
  std::exception_ptr failure_;
};

}  // namespace

std::unique_ptr<Source> as_utf8(std::unique_ptr<Source> source) {
  return std::make_unique<Utf8Source>(std::move(source));
}

}  // namespace curfew::input
