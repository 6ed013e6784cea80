#include "trace/history.h"

#include <algorithm>

namespace curfew::trace {

History::Lives& History::list_of(const Life& life) noexcept {
  if (life.only_counted) return counted_;
  return life.matched ? matched_ : life.ended ? ended_ : open_;
}

History::Lives::iterator History::begin_life(std::string_view format, const Event& event,
                                             std::string key) {
  const auto life = open_.emplace(open_.end());
  life->hop.format = format;
  life->hop.log_host = event.log_host;
  life->hop.queue_id = event.queue_id;
  life->first = life->last = event.time;
  life->number = next_number_++;
  life->key = key;
  used_ += life->bytes();
  by_key_[std::move(key)] = life;
  return life;
}

History::Lives::iterator History::find(std::string_view format, const Event& event) {
  key_.assign(event.log_host);
  key_ += '\0';
  key_ += event.queue_id;
  const auto found = by_key_.find(key_);
  if (found == by_key_.end()) return begin_life(format, event, key_);
  if (!found->second->is_over_at(event)) return found->second;
  found->second->replaced = true;
  return begin_life(format, event, key_);
}

std::uint32_t History::number_of(std::string_view source) {
  if (sources_.empty() || sources_.back() != source) sources_.emplace_back(source);
  return static_cast<std::uint32_t>(sources_.size() - 1);
}

void History::add(std::string_view format, std::string_view source, const Event& event,
                  const Counted& counted) {
  if (event.queue_id.empty() || event.probe) return;
  const auto life = find(format, event);
  Lives& before = list_of(*life);
  const std::size_t size = life->bytes();
  life->add(event, number_of(source), counted);
  life->first = std::min(life->first, event.time);
  life->last = std::max(life->last, event.time);
  if (!life->matched && query_.matches(event)) {
    life->matched = true;
    life->only_counted = matched_used_ + life->bytes() > memory_;
    if (life->only_counted) life->forget_moments();
  }
  Lives& now = list_of(*life);
  if (&before != &counted_) (&before == &matched_ ? matched_used_ : used_) -= size;
  if (&now != &counted_) (&now == &matched_ ? matched_used_ : used_) += life->bytes();
  now.splice(now.end(), before, life);
  make_room();
}

void History::erase(Lives& list, Lives::iterator life) {
  if (!life->replaced) by_key_.erase(life->key);
  list.erase(life);
}

void History::make_room() {
  constexpr std::size_t most_counted = 50'000;
  while (used_ > memory_ && !(ended_.empty() && open_.size() < 2)) {
    Lives& list = ended_.empty() ? open_ : ended_;
    used_ -= list.front().bytes();
    ++forgotten_;
    erase(list, list.begin());
  }
  if (counted_.empty()) return;
  const auto newest = std::prev(counted_.end());
  if (newest->ended || counted_.size() > most_counted) {
    ++left_out_;
    erase(counted_, newest->ended ? newest : counted_.begin());
  }
}

std::vector<const Life*> History::lives() const {
  std::vector<const Life*> all;
  for (const Lives* list : {&open_, &ended_, &matched_}) {
    for (const Life& life : *list) all.push_back(&life);
  }
  std::ranges::sort(all, {}, &Life::number);
  return all;
}

}  // namespace curfew::trace
