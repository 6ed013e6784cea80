#include "correlate/deferred_task.h"

#include <utility>

namespace curfew::correlate {

void DeferredTask::leave(Work work) {
  if (!shared_) {
    work();
    return;
  }
  finish();
  const std::lock_guard lock(mutex_);
  work_ = std::move(work);
  state_ = State::left;
}

void DeferredTask::finish() {
  std::unique_lock lock(mutex_);
  if (state_ == State::left) {
    state_ = State::none;
    const Work work = std::move(work_);
    lock.unlock();
    work();
    return;
  }
  done_.wait(lock, [this] { return state_ != State::taken; });
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

bool DeferredTask::help() {
  std::unique_lock lock(mutex_);
  if (state_ != State::left) return false;
  state_ = State::taken;
  const Work work = std::move(work_);
  lock.unlock();
  std::exception_ptr failure;
  try {
    work();
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  failure_ = failure;
  state_ = State::none;
  done_.notify_one();
  return true;
}

}  // namespace curfew::correlate
