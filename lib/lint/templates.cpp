#include "lint/templates.h"

#include <algorithm>
#include <utility>

#include "lint/mask.h"

namespace curfew::lint {
namespace {

void shorten(std::string& text, std::size_t most) {
  if (text.size() <= most) return;
  text.resize(most - 3);
  text += "...";
}

}  // namespace

void Templates::add(std::string_view line, std::string_view format, std::size_t log,
                    std::uint64_t number) {
  constexpr std::size_t longest_pattern = 240;
  constexpr std::size_t longest_example = 400;
  Masked masked = mask(line);
  shorten(masked.pattern, longest_pattern);
  shorten(masked.example, longest_example);
  std::string key = std::string(format) + ' ' + masked.pattern;
  if (const auto found = places_.find(key); found != places_.end()) {
    ++rows_[found->second].count;
    return;
  }
  Row row{.pattern = std::move(masked.pattern),
          .example = std::move(masked.example),
          .format = format,
          .log = log,
          .line = number,
          .count = 1};
  if (rows_.size() < most) {
    places_.emplace(std::move(key), rows_.size());
    rows_.push_back(std::move(row));
    return;
  }
  overflowed_ = true;
  const auto rarest = std::ranges::min_element(rows_, {}, &Row::count);
  places_.erase(std::string(rarest->format) + ' ' + rarest->pattern);
  row.count += rarest->count;
  row.doubt = rarest->count;
  *rarest = std::move(row);
  places_.emplace(std::move(key), static_cast<std::size_t>(rarest - rows_.begin()));
}

std::vector<Templates::Row> Templates::ranked() const {
  std::vector<Row> ranked = rows_;
  std::ranges::stable_sort(ranked, [](const Row& a, const Row& b) {
    return std::pair(b.count - b.doubt, a.log) < std::pair(a.count - a.doubt, b.log);
  });
  return ranked;
}

}  // namespace curfew::lint
