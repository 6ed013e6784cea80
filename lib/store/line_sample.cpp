#include "store/line_sample.h"

#include <algorithm>

#include "text/hash.h"

namespace curfew::store {
namespace {

constexpr std::uint64_t seed = 0xA0761D6478BD642FU;  // the same for all logs of a run
constexpr std::uint64_t one_in = 16;
constexpr std::size_t enough = 20;  // a few equal lines are no copy
constexpr std::size_t longest = 1024;

}  // namespace

void LineSample::take(std::string_view line) {
  const std::uint64_t hash = text::hash(line.substr(0, longest), seed);
  if (hash % one_in == 0 && lines_.size() < most && !line.empty()) lines_.insert(hash);
}

void LineSample::add(std::string_view bytes) {
  while (!bytes.empty() && lines_.size() < most) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) {
      rest_ += bytes.substr(0, longest - std::min(rest_.size(), longest));
      return;
    }
    if (rest_.empty()) {
      take(bytes.substr(0, end));
    } else {
      rest_ += bytes.substr(0, std::min(end, longest - std::min(rest_.size(), longest)));
      take(rest_);
      rest_.clear();
    }
    bytes.remove_prefix(end + 1);
  }
}

bool LineSample::repeats(const LineSample& other) const {
  const auto& fewer = lines_.size() <= other.lines_.size() ? lines_ : other.lines_;
  const auto& more = lines_.size() <= other.lines_.size() ? other.lines_ : lines_;
  const auto common = static_cast<std::size_t>(
      std::ranges::count_if(fewer, [&more](std::uint64_t hash) { return more.contains(hash); }));
  return common >= enough && common * 2 > fewer.size();
}

}  // namespace curfew::store
