#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "curfew/error.h"

// What an object holds, as bytes, so that another run may go on from there. A class says once what
// it is made of, for writing and for reading:
//
//     template <class Archive>
//     void each_field(Archive& archive) {
//       archive(name_, counts_, last_);
//     }
//
// or, beside a plain struct, `template <class Archive> void each_field(Archive&, Struct&)`. Such
// bytes are for the same version of the program alone.
namespace curfew::text {

namespace state {

template <class T, template <class...> class Template>
inline constexpr bool is_a = false;
template <template <class...> class Template, class... Arguments>
inline constexpr bool is_a<Template<Arguments...>, Template> = true;

template <class T>
inline constexpr bool is_array = false;
template <class T, std::size_t N>
inline constexpr bool is_array<std::array<T, N>> = true;

template <class T>
concept Number = std::integral<T> || std::is_enum_v<T>;
template <class T>
concept Duration = is_a<T, std::chrono::duration>;
template <class T>
concept TimePoint = is_a<T, std::chrono::time_point>;
template <class T>
concept Row = is_a<T, std::vector> || is_a<T, std::deque>;
template <class T>
concept Table = is_a<T, std::map> || is_a<T, std::unordered_map>;
template <class T>
concept Group = is_a<T, std::pair> || is_a<T, std::tuple>;

// Nothing that is worked out from times of logs overflows. Those that stand for none, the first and
// the last that there are, may be kept.
template <Duration T>
constexpr bool is_of_a_log(T since) noexcept {
  if constexpr (std::ratio_less_v<typename T::period, std::milli>) {
    return true;
  } else {
    constexpr T farthest = std::chrono::duration_cast<T>(std::chrono::days(3'000'000));
    return (since >= -farthest && since <= farthest) || since == T::min() || since == T::max();
  }
}

template <class Archive, class T>
concept HasMember = requires(Archive& archive, T& value) {
  value.each_field(archive);
};

template <class Archive, class T>
void fields_of(Archive& archive, T& value) {
  if constexpr (HasMember<Archive, T>) {
    value.each_field(archive);
  } else {
    each_field(archive, value);
  }
}

}  // namespace state

/// Writes values as bytes. Numbers take seven bits a byte, small ones of either sign one byte.
class StateWriter {
 public:
  static constexpr bool is_reading = false;

  /// Appends to `bytes`.
  explicit StateWriter(std::string& bytes) : bytes_(bytes) {}

  template <class... Values>
  void operator()(const Values&... values) {
    (write(values), ...);
  }

 private:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80U);
    bytes_ += static_cast<char>(value);
  }

  template <class T>
  void write(const T& value) {
    if constexpr (state::Number<T>) {
      const auto wide = static_cast<std::int64_t>(value);
      number(static_cast<std::uint64_t>(wide) << 1 ^ static_cast<std::uint64_t>(wide >> 63));
    } else if constexpr (std::floating_point<T>) {
      std::array<char, sizeof value> raw;
      std::memcpy(raw.data(), &value, sizeof value);
      bytes_.append(raw.data(), raw.size());
    } else if constexpr (state::Duration<T>) {
      write(value.count());
    } else if constexpr (state::TimePoint<T>) {
      write(value.time_since_epoch().count());
    } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
      number(value.size());
      bytes_ += value;
    } else if constexpr (state::is_a<T, std::optional>) {
      write(value.has_value());
      if (value) write(*value);
    } else if constexpr (state::Row<T> || state::Table<T>) {
      number(value.size());
      for (const auto& one : value) write(one);
    } else if constexpr (state::is_array<T> || std::is_bounded_array_v<T>) {
      for (const auto& one : value) write(one);
    } else if constexpr (state::Group<T>) {
      std::apply([this](const auto&... one) { (this->write(one), ...); }, value);
    } else {
      // One description for both ways: writing changes nothing.
      state::fields_of(*this, const_cast<T&>(value));  // NOLINT
    }
  }

  std::string& bytes_;
};

/// Reads what StateWriter wrote. Behind the end, and where the bytes cannot be what was written,
/// there are zeros and nothing; end() tells.
class StateReader {
 public:
  static constexpr bool is_reading = true;

  /// The bytes must live as long.
  explicit StateReader(std::string_view bytes) : left_(bytes) {}

  template <class... Values>
  void operator()(Values&... values) {
    (read(values), ...);
  }

  /// Throws Error (unreadable) where something is left, or was missing.
  void end() const {
    if (damaged_ || !left_.empty()) fail();
  }
  /// What is read cannot be what was written.
  void damage() noexcept { damaged_ = true; }
  bool is_damaged() const noexcept { return damaged_; }
  /// Throws Error (unreadable).
  [[noreturn]] static void fail() {
    throw Error(ErrorCode::unreadable,
                "what an earlier run kept is damaged, or of another version");
  }

 private:
  std::uint64_t number() noexcept {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (left_.empty()) {
        damaged_ = true;
        return 0;
      }
      const auto next = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(next & 0x7FU) << shift;
      if (next < 0x80) break;
    }
    return value;
  }

  // No item takes less than a byte.
  std::size_t count() noexcept {
    const std::uint64_t count = number();
    if (count <= left_.size()) return static_cast<std::size_t>(count);
    damaged_ = true;
    return 0;
  }

  std::string_view take(std::size_t size) noexcept {
    if (size > left_.size()) {
      damaged_ = true;
      size = left_.size();
    }
    const std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }

  template <class T>
  void read(T& value) {
    if constexpr (state::Number<T>) {
      const std::uint64_t folded = number();
      value = static_cast<T>(static_cast<std::int64_t>(folded >> 1) ^
                             -static_cast<std::int64_t>(folded & 1));
    } else if constexpr (std::floating_point<T>) {
      const std::string_view raw = take(sizeof value);
      value = 0;
      std::memcpy(&value, raw.data(), raw.size());
    } else if constexpr (state::Duration<T>) {
      typename T::rep number{};
      read(number);
      value = T(number);
    } else if constexpr (state::TimePoint<T>) {
      typename T::duration since{};
      read(since);
      value = T(since);
      if (state::is_of_a_log(since)) return;
      damaged_ = true;
      value = {};
    } else if constexpr (std::same_as<T, std::string>) {
      value = take(count());
    } else if constexpr (state::is_a<T, std::optional>) {
      bool is_there = false;
      read(is_there);
      value.reset();
      if (is_there) read(value.emplace());
    } else if constexpr (state::Row<T>) {
      value.clear();
      for (std::size_t left = count(); left != 0 && !damaged_; --left) {
        if constexpr (std::same_as<T, std::vector<bool>>) {
          bool one = false;
          read(one);
          value.push_back(one);
        } else {
          read(value.emplace_back());
        }
      }
    } else if constexpr (state::Table<T>) {
      value.clear();
      for (std::size_t left = count(); left != 0 && !damaged_; --left) {
        std::pair<typename T::key_type, typename T::mapped_type> one;
        read(one);
        value.insert(std::move(one));
      }
    } else if constexpr (state::is_array<T> || std::is_bounded_array_v<T>) {
      for (auto& one : value) read(one);
    } else if constexpr (state::Group<T>) {
      std::apply([this](auto&... one) { (this->read(one), ...); }, value);
    } else {
      state::fields_of(*this, value);
    }
  }

  std::string_view left_;
  bool damaged_ = false;
};

/// A value of an enumeration whose last one is `last`: for those that somebody counts on.
template <class Archive, class Enum>
void one_of(Archive& archive, Enum& value, Enum last) {
  archive(value);
  if constexpr (Archive::is_reading) {
    const auto number = static_cast<std::int64_t>(value);
    if (number >= 0 && number <= static_cast<std::int64_t>(last)) return;
    archive.damage();
    value = {};
  }
}

/// A text that stands at the front of an array.
template <class Archive, std::size_t N, class Size>
void text_in(Archive& archive, std::array<char, N>& array, Size& size) {
  std::string text(array.data(), size);
  archive(text);
  if constexpr (Archive::is_reading) {
    if (text.size() > N) return archive.damage();
    std::copy(text.begin(), text.end(), array.begin());
    size = static_cast<Size>(text.size());
  }
}

/// What `value` holds, as bytes.
template <class T>
std::string state_of(const T& value) {
  std::string bytes;
  StateWriter writer(bytes);
  writer(value);
  return bytes;
}

/// Puts into `value` what state_of() gave. Throws Error (unreadable) where it is something else;
/// `value` is then half of it.
template <class T>
void restore(T& value, std::string_view bytes) {
  StateReader reader(bytes);
  reader(value);
  reader.end();
}

}  // namespace curfew::text
