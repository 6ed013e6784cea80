#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "curfew/analyzer.h"

namespace curfew::analysis {

/// Who is given what is read. A consumer may be added or removed while one is called: what is added
/// is called from the next time on, what is removed no more.
class Consumers {
 public:
  bool empty() const noexcept { return consumers_.empty(); }
  bool count_lines_alone() const noexcept {
    return std::ranges::all_of(consumers_, [](const Consumer* one) {
      return one == nullptr || one->counts_lines_alone();
    });
  }

  void add(Consumer& consumer) { consumers_.push_back(&consumer); }

  void remove(const Consumer& consumer) noexcept {
    std::ranges::replace_if(
        consumers_, [&consumer](const Consumer* one) { return one == &consumer; }, nullptr);
    if (calls_ == 0) close_gaps();
  }

  template <typename Call>
  void each(const Call& call) {
    const Calling calling(*this);
    const std::size_t end = consumers_.size();
    for (std::size_t i = 0; i < end; ++i) {
      if (consumers_[i] != nullptr) call(*consumers_[i]);
    }
  }

 private:
  struct Calling {
    explicit Calling(Consumers& all) : consumers(all) { ++consumers.calls_; }
    ~Calling() {
      if (--consumers.calls_ == 0) consumers.close_gaps();
    }
    Calling(const Calling&) = delete;
    Calling& operator=(const Calling&) = delete;
    Consumers& consumers;
  };

  void close_gaps() noexcept { std::erase(consumers_, nullptr); }

  std::vector<Consumer*> consumers_;
  int calls_ = 0;  // that are going on, one within the other
};

}  // namespace curfew::analysis
