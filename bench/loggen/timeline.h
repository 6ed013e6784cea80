#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "loggen/calendar.h"

namespace curfew::loggen {

/// Something that will happen: what it means is its owner's matter.
struct Appointment {
  Moment at{};
  std::uint64_t number = 0;  // the earlier made comes first at the same moment
  std::uint32_t message = 0;
  std::uint8_t step = 0;
  std::uint8_t recipient = 0;
};

/// What happens next, in the order of time: the lines of many messages interleave as on a live
/// server.
class Timeline {
 public:
  void add(Appointment appointment) {
    appointment.number = count_++;
    queue_.push(appointment);
  }
  /// Needs: something was added. The made-up servers never run out of noise.
  Appointment take() {
    const Appointment next = queue_.top();
    queue_.pop();
    return next;
  }

 private:
  struct Later {
    bool operator()(const Appointment& a, const Appointment& b) const noexcept {
      return a.at != b.at ? a.at > b.at : a.number > b.number;
    }
  };
  std::priority_queue<Appointment, std::vector<Appointment>, Later> queue_;
  std::uint64_t count_ = 0;
};

}  // namespace curfew::loggen
