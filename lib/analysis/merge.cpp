#include "analysis/merge.h"

#include <algorithm>
#include <utility>

namespace curfew::analysis {

Merge::Merge(std::vector<Survey*> surveys, std::size_t batch, std::size_t most_ahead)
    : surveys_(std::move(surveys)),
      batch_(batch),
      most_ahead_(most_ahead),
      logs_(surveys_.size()) {}

bool Merge::used_up() const noexcept {
  return open_.empty() ||
         std::ranges::any_of(open_, [this](std::size_t log) { return logs_[log]->used_up(); });
}

void Merge::open_next(std::vector<Error>& failures) {
  const std::size_t log = opened_++;
  try {
    const bool ahead = surveys_[log]->is_packed && open_.size() < most_ahead_;
    logs_[log] = std::make_unique<LaneLog>(*surveys_[log], batch_, ahead);
    open_.push_back(log);
  } catch (const Error& error) {
    failures.push_back(error);
  }
}

// Until the lines come that the next log may hold, too; max: there is none.
Instant Merge::next_begins() const noexcept {
  if (opened_ == surveys_.size() || open_.size() == most_open) return Instant::max();
  const std::optional<Instant>& first = surveys_[opened_]->first;
  return first && surveys_[opened_]->format->has_stamps() ? *first - margin : Instant::max();
}

void Merge::end(std::size_t log) {
  if (surveys_.size() > 1) shared_until_ = std::max(shared_until_, logs_[log]->last() + margin);
  logs_[log]->close();
}

bool Merge::read_on(std::vector<Error>& failures) {
  std::erase_if(open_, [&](std::size_t log) {
    try {
      if (logs_[log]->read_on()) return false;
      ++read_whole_;
    } catch (const Error& error) {
      failures.push_back(error);
    }
    end(log);
    return true;
  });
  while (open_.empty() && opened_ != surveys_.size()) open_next(failures);
  return !open_.empty();
}

bool Merge::hold(Held& held) const {
  return std::ranges::all_of(
      open_, [&](std::size_t log) { return held.emplace_back(logs_[log]->hold()) != nullptr; });
}

std::size_t Merge::earliest() {
  return *std::ranges::min_element(open_, [this](std::size_t one, std::size_t other) {
    return std::pair(logs_[one]->moment(), one) < std::pair(logs_[other]->moment(), other);
  });
}

Merge::Run Merge::next(std::vector<Error>& failures) {
  const Instant until = next_begins();
  if (open_.size() == 1 && logs_[open_.front()]->moment() > shared_until_) {
    LaneLog& alone = *logs_[open_.front()];
    const Lines lines = alone.take_if_before(until);
    if (!lines.empty()) return {.log = open_.front(), .lines = lines};
  }
  const std::size_t log = earliest();
  if (logs_[log]->moment() >= until) {
    open_next(failures);
    return {.log = log, .lines = {}};
  }
  Run run{
      .log = log, .lines = {}, .shared = open_.size() > 1 || logs_[log]->moment() <= shared_until_};
  Instant limit = until;
  bool with_it = false;
  for (const std::size_t other : open_) {
    if (other == log) continue;
    const Instant theirs = logs_[other]->moment();
    if (theirs > limit) continue;
    with_it = theirs < limit ? log < other : with_it && log < other;
    limit = theirs;
  }
  run.lines = logs_[log]->take_before(limit, with_it || limit == Instant::max());
  return run;
}

}  // namespace curfew::analysis
