#pragma once

#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "servers/clock.h"

namespace curfew::servers {

/// What happens when. Of the same moment, what was entered first comes first.
class Agenda {
 public:
  void at(Time time, std::function<void()> what) {
    entries_.push({time, ++entered_, std::move(what)});
  }
  Time now() const { return now_; }
  /// Does all that is due before `end`; `before_each` is told the time.
  template <class BeforeEach>
  void run(Time end, BeforeEach before_each) {
    while (!entries_.empty() && entries_.top().time < end) {
      const Entry entry = entries_.top();
      entries_.pop();
      now_ = entry.time;
      before_each(now_);
      entry.what();
    }
  }

 private:
  struct Entry {
    Time time = 0;
    std::uint64_t number = 0;
    std::function<void()> what;

    bool operator>(const Entry& other) const {
      return time != other.time ? time > other.time : number > other.number;
    }
  };

  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> entries_;
  std::uint64_t entered_ = 0;
  Time now_ = 0;
};

}  // namespace curfew::servers
