#include "analysis/relay.h"

#include <system_error>
#include <utility>

namespace curfew::analysis {
namespace {

void empty(Batch& batch) {
  batch.events.clear();
  batch.logs.clear();
  batch.held.clear();
}

}  // namespace

Relay::Relay(bool on_a_thread, Consume consume, Help help)
    : consume_(std::move(consume)), help_(std::move(help)), starts_(on_a_thread) {
  const std::size_t count = on_a_thread ? most : 1;
  for (std::size_t i = 0; i < count; ++i) all_.push_back(std::make_unique<Batch>());
  filled_ = all_.front().get();
  // The thread that consumes has nobody to tell that there is no memory.
  for (std::vector<Batch*>* const batches : {&done_, &back_, &idle_}) batches->reserve(count);
  for (std::size_t i = 1; i < count; ++i) idle_.push_back(all_[i].get());
}

Relay::~Relay() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    on_the_way_.clear();
  }
  sent_.notify_one();
  thread_.join();
}

// Helps rather than waits, as long as there is something to help with.
template <class Is>
void Relay::wait(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                 Is is_there) {
  while (help_ && !is_there()) {
    lock.unlock();
    const bool helped = help_();
    lock.lock();
    if (!helped) break;
  }
  changed.wait(lock, is_there);
}

void Relay::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wait(lock, sent_, [this] { return ended_ || !on_the_way_.empty(); });
    if (on_the_way_.empty()) return;
    Batch* const batch = on_the_way_.front();
    on_the_way_.pop_front();
    lock.unlock();
    std::exception_ptr failure;
    try {
      consume_(*batch);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    done_.push_back(batch);
    const bool is_enough = failure || (awaited_ != 0 && idle_.size() + done_.size() >= awaited_);
    if (failure) {
      failure_ = std::exchange(failure, nullptr);
      ended_ = true;
      on_the_way_.clear();
    }
    if (is_enough) consumed_.notify_one();
  }
}

// Until so many batches are idle. They are emptied here, on the thread that filled them: it alone
// counts who holds a buffer.
void Relay::take_back(std::unique_lock<std::mutex>& lock, std::size_t idle) {
  awaited_ = idle;
  wait(lock, consumed_, [&] { return failure_ || idle_.size() + done_.size() >= idle; });
  awaited_ = 0;
  if (failure_) std::rethrow_exception(failure_);
  back_.swap(done_);
  lock.unlock();
  for (Batch* const batch : back_) {
    empty(*batch);
    idle_.push_back(batch);
  }
  back_.clear();
}

// A log that is one batch needs no other thread.
void Relay::start_with_second() {
  const bool is_first = !std::exchange(has_sent_, true);
  if (is_first || !std::exchange(starts_, false)) return;
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error&) {
    // No more threads may be had: it is consumed on this one.
  }
}

void Relay::send() {
  start_with_second();
  if (!thread_.joinable()) {
    consume_(*filled_);
    empty(*filled_);
    return;
  }
  std::unique_lock lock(mutex_);
  if (!failure_) on_the_way_.push_back(filled_);
  sent_.notify_one();
  // Waiting for one after the other would cost two changes of threads for each.
  take_back(lock, idle_.empty() && done_.empty() ? most / 2 : 1);
  filled_ = idle_.back();
  idle_.pop_back();
}

void Relay::drain() {
  if (!thread_.joinable()) return;
  std::unique_lock lock(mutex_);
  take_back(lock, most - 1);
}

}  // namespace curfew::analysis
