#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "curfew/event.h"

namespace curfew::analysis {

/// What keeps texts alive that events point into.
using Held = std::vector<std::shared_ptr<const void>>;

/// Events on their way from the parser to who joins them.
struct Batch {
  Events events;
  std::vector<std::size_t> logs;  ///< of which log each event is
  Held held;
  std::size_t lines = 0;  ///< that were read since the batch before
};

/// Hands batches to a consumer in the order in which they were filled: at once, or, from the second
/// on, on a thread of its own, so that the next ones are parsed meanwhile. What the consumer sees
/// does not depend on which.
///
/// For one thread, which fills and sends; the consumer must not use the relay.
class Relay {
 public:
  using Consume = std::function<void(Batch&)>;
  /// Does a little of the consumer's work, if there is any. Returns whether there was.
  using Help = std::function<bool()>;

  /// Batches that exist at a time.
  static constexpr std::size_t most = 16;

  /// `help` is called, by either thread, instead of waiting, and only where the consumer has a
  /// thread of its own; may be empty.
  Relay(bool on_a_thread, Consume consume, Help help = {});
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;
  /// What was sent and not yet consumed is dropped; drain() before it.
  ~Relay();

  /// The batch to be filled, empty after each send().
  Batch& batch() noexcept { return *filled_; }
  /// Hands the batch over; where all others are on their way, waits for half of them. Throws what
  /// the consumer threw.
  void send();
  /// Waits until all is consumed: nothing given by send() is looked at any more. Throws likewise.
  void drain();

 private:
  void start_with_second();
  void run();
  template <class Is>
  void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, Is is_there);
  void take_back(std::unique_lock<std::mutex>& lock, std::size_t idle);

  Consume consume_;
  Help help_;
  bool starts_;  // a thread, which is to be
  bool has_sent_ = false;
  std::vector<std::unique_ptr<Batch>> all_;
  Batch* filled_;

  // Under the mutex.
  std::mutex mutex_;
  std::condition_variable sent_;
  std::condition_variable consumed_;
  std::deque<Batch*> on_the_way_;
  std::vector<Batch*> done_;  // consumed, and not yet emptied
  std::size_t awaited_ = 0;   // so many idle ones; 0: nobody waits
  bool ended_ = false;
  std::exception_ptr failure_;

  std::vector<Batch*> back_;  // what was done, being emptied
  std::vector<Batch*> idle_;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace curfew::analysis
