#include "smtp/compiler/punycode.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace curfew::smtp {
namespace {

// RFC 3492, 5.
constexpr std::uint32_t base = 36;
constexpr std::uint32_t least_threshold = 1;
constexpr std::uint32_t most_threshold = 26;
constexpr std::uint32_t skew = 38;
constexpr std::uint32_t damp = 700;
constexpr std::uint32_t first_bias = 72;
constexpr std::uint32_t first_code_point = 128;

std::vector<std::uint32_t> code_points_of(std::string_view label) {
  std::vector<std::uint32_t> points;
  for (std::size_t at = 0; at < label.size();) {
    const auto lead = static_cast<unsigned char>(label[at++]);
    const int more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    std::uint32_t point = more == 0 ? lead : lead & (0x3FU >> more);
    for (int i = 0; i < more; ++i, ++at) {
      if (at == label.size()) throw std::runtime_error("a name is cut short");
      point = point << 6 | (static_cast<unsigned char>(label[at]) & 0x3FU);
    }
    points.push_back(point);
  }
  return points;
}

char digit(std::uint32_t value) {
  return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

// RFC 3492, 6.1.
std::uint32_t adapted(std::uint32_t delta, std::uint32_t points, bool is_first) {
  delta = is_first ? delta / damp : delta / 2;
  delta += delta / points;
  std::uint32_t bias = 0;
  for (; delta > (base - least_threshold) * most_threshold / 2; bias += base) {
    delta /= base - least_threshold;
  }
  return bias + (base - least_threshold + 1) * delta / (delta + skew);
}

void append_number(std::uint32_t number, std::uint32_t bias, std::string& out) {
  for (std::uint32_t k = base;; k += base) {
    const std::uint32_t threshold =
        k <= bias ? least_threshold : std::min(k - bias, most_threshold);
    if (number < threshold) break;
    out += digit(threshold + (number - threshold) % (base - threshold));
    number = (number - threshold) / (base - threshold);
  }
  out += digit(number);
}

// RFC 3492, 6.3.
void append_punycode(std::string_view label, std::string& out) {
  const std::vector<std::uint32_t> points = code_points_of(label);
  std::uint32_t handled = 0;
  for (const std::uint32_t point : points) {
    if (point >= first_code_point) continue;
    out += static_cast<char>(point);
    ++handled;
  }
  const std::uint32_t basic = handled;
  if (basic != 0) out += '-';
  std::uint32_t next = first_code_point;
  std::uint32_t delta = 0;
  std::uint32_t bias = first_bias;
  while (handled < points.size()) {
    std::uint32_t least = UINT32_MAX;
    for (const std::uint32_t point : points) {
      if (point >= next) least = std::min(least, point);
    }
    delta += (least - next) * (handled + 1);
    next = least;
    for (const std::uint32_t point : points) {
      if (point < next) ++delta;
      if (point != next) continue;
      append_number(delta, bias, out);
      bias = adapted(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++next;
  }
}

}  // namespace

std::string to_ascii(std::string_view name) {
  std::string out;
  while (true) {
    const std::string_view label = name.substr(0, name.find('.'));
    if (std::ranges::all_of(label, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
      out += label;
    } else {
      out += "xn--";
      append_punycode(label, out);
    }
    if (label.size() == name.size()) return out;
    out += '.';
    name.remove_prefix(label.size() + 1);
  }
}

}  // namespace curfew::smtp
