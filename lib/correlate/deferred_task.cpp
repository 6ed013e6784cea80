#include "correlate/deferred_task.h"

#include <utility>

namespace curfew::correlate {

void DeferredTask::leave(Work work) {
  if (!shared_) {
    while (work()) {
    }
    return;
  }
  finish();
  const std::lock_guard lock(mutex_);
  work_ = std::move(work);
  state_ = State::left;
}

void DeferredTask::finish() {
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return state_ != State::taken; });
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  if (state_ == State::none) return;
  state_ = State::none;
  const Work work = std::move(work_);
  lock.unlock();
  while (work()) {
  }
}

bool DeferredTask::help() {
  std::unique_lock lock(mutex_);
  if (state_ != State::left) return false;
  state_ = State::taken;
  lock.unlock();
  bool is_more = false;
  std::exception_ptr failure;
  try {
    is_more = work_();
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  failure_ = failure;
  state_ = is_more ? State::left : State::none;
  done_.notify_one();
  return true;
}

}  // namespace curfew::correlate
