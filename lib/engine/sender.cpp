#include "engine/sender.h"

#include <utility>

namespace curfew::engine {

Sender::Sender(Client& client) : client_(client), thread_([this] { work(); }) {}

Sender::~Sender() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
    waiting_.clear();
  }
  changed_.notify_all();
  thread_.join();
}

void Sender::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_over_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const Rows next = std::move(waiting_.front());
    waiting_.pop_front();
    is_sending_ = true;
    lock.unlock();
    std::exception_ptr failure;
    try {
      client_.insert(next.table, next.columns, next.rows);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    is_sending_ = false;
    if (failure) {
      failure_ = failure;
      waiting_.clear();
    } else {
      bytes_ += next.rows.size();
    }
    changed_.notify_all();
  }
}

void Sender::send(Rows rows) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return failure_ || waiting_.size() < most; });
  if (failure_) {
    if (!std::exchange(is_told_, true)) std::rethrow_exception(failure_);
    return;
  }
  waiting_.push_back(std::move(rows));
  changed_.notify_all();
}

void Sender::finish() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return failure_ || (waiting_.empty() && !is_sending_); });
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace curfew::engine
