#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>

namespace curfew::correlate {

/// Work that its owner leaves to whoever has time, to be done bit by bit: another thread takes a
/// bit now and then, or the owner does what is left of it before he leaves the next.
///
/// One owner, one helper. What the work touches is nobody else's until finish().
class DeferredTask {
 public:
  /// Does the next bit. Returns whether there is more.
  using Work = std::function<bool()>;

  /// There is somebody to help. Before that, what is left is done at once.
  void share() noexcept { shared_ = true; }
  /// Finishes the last one first. Throws what that one threw, in a helper's hands too.
  void leave(Work work);
  /// Waits until nothing is left to do, or does it. Throws likewise.
  void finish();
  /// The helper's: does a bit of what is left. Returns whether there was any: helpers, who have
  /// work of their own, are needed for that again soon.
  bool help();

 private:
  enum class State { none, left, taken };

  bool shared_ = false;
  std::mutex mutex_;
  std::condition_variable done_;
  State state_ = State::none;
  Work work_;
  std::exception_ptr failure_;
};

}  // namespace curfew::correlate
