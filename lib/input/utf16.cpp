#include "input/utf16.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "curfew/error.h"
#include "text/utf8.h"

namespace curfew::input {
namespace {

enum class Encoding { bytes, little_endian, big_endian };

// Enough that a short word of another script does not look like plain text.
constexpr std::size_t sample_size = 64;

// "\xFF\xFE\0\0" is UTF-32's mark.
Encoding encoding_of(std::string_view front) noexcept {
  using namespace std::string_view_literals;
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

class Utf8Source final : public Source {
 public:
  explicit Utf8Source(std::unique_ptr<Source> source) : source_(std::move(source)) {}

  std::size_t read(std::span<char> room) override {
    if (room.empty()) return 0;
    if (!begun_) begin();
    if (encoding_ != Encoding::bytes) return read_decoded(room);
    if (given_ == raw_.size()) {
      if (failure_ != nullptr) std::rethrow_exception(std::exchange(failure_, nullptr));
      return source_->read(room);
    }
    const std::size_t n = std::min(room.size(), raw_.size() - given_);
    std::memcpy(room.data(), raw_.data() + given_, n);
    given_ += n;
    return n;
  }
  const std::string& name() const noexcept override { return source_->name(); }
  std::optional<Instant> modified() const override { return source_->modified(); }
  bool is_packed() const noexcept override { return source_->is_packed(); }

 private:
  static constexpr std::size_t batch = 64 * 1024;

  void begin() {
    raw_.resize(sample_size);
    std::size_t used = 0;
    try {
      while (used < raw_.size()) {
        const std::size_t got = source_->read(std::span(raw_).subspan(used));
        if (got == 0) break;
        used += got;
      }
    } catch (const Error&) {
      if (used == 0) throw;
      failure_ = std::current_exception();  // behind what could be read
    }
    raw_.resize(used);
    encoding_ = encoding_of({raw_.data(), raw_.size()});
    begun_ = true;
  }

  std::size_t read_decoded(std::span<char> room) {
    while (given_ == text_.size()) {
      text_.clear();
      given_ = 0;
      if (raw_.size() < 2 && !more()) return 0;
      decode();
    }
    const std::size_t n = std::min(room.size(), text_.size() - given_);
    std::memcpy(room.data(), text_.data() + given_, n);
    given_ += n;
    return n;
  }

  // Behind the byte that is left of the last unit.
  bool more() {
    if (failure_ != nullptr) std::rethrow_exception(std::exchange(failure_, nullptr));
    const std::size_t left = raw_.size();
    raw_.resize(batch);
    const std::size_t got = source_->read(std::span(raw_).subspan(left));
    raw_.resize(left + got);
    if (got != 0) return true;
    raw_.clear();  // half a unit
    return false;
  }

  char32_t unit(std::size_t at) const noexcept {
    const auto first = static_cast<unsigned char>(raw_[at]);
    const auto second = static_cast<unsigned char>(raw_[at + 1]);
    const bool little = encoding_ == Encoding::little_endian;
    return little ? first + 256U * second : 256U * first + second;
  }

  void decode() {
    std::size_t at = 0;
    for (; at + 2 <= raw_.size(); at += 2) take(unit(at));
    raw_.erase(raw_.begin(), raw_.begin() + static_cast<std::ptrdiff_t>(at));
  }

  void take(char32_t unit) {
    constexpr char32_t mark = 0xFEFF;
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    if (high_ != 0 && low) {
      text::append_utf8(text_, 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00));
      high_ = 0;
      return;
    }
    if (high_ != 0) text::append_utf8(text_, text::replacement_character);
    high_ = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
    if (high_ != 0 || unit == mark) return;
    text::append_utf8(text_, low ? text::replacement_character : unit);
  }

  std::unique_ptr<Source> source_;
  bool begun_ = false;
  Encoding encoding_ = Encoding::bytes;
  std::vector<char> raw_;  // not used yet
  std::string text_;       // decoded
  std::size_t given_ = 0;  // of the text, or of the bytes that the encoding was told by
  char32_t high_ = 0;      // the first half of a pair
  std::exception_ptr failure_;
};

}  // namespace

std::unique_ptr<Source> as_utf8(std::unique_ptr<Source> source) {
  return std::make_unique<Utf8Source>(std::move(source));
}

}  // namespace curfew::input
