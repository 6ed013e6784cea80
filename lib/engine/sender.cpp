#include "engine/sender.h"

#include <utility>

namespace curfew::engine {

Sender::Sender(const std::vector<Client*>& clients) {
  for (Client* const client : clients) {
    threads_.emplace_back([this, client] { work(*client); });
  }
}

Sender::~Sender() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
    waiting_.clear();
  }
  changed_.notify_all();
}

void Sender::work(Client& client) {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_over_ || may_take(); });
    if (is_over_) return;
    const Rows next = std::move(waiting_.front());
    waiting_.pop_front();
    ++sending_;
    lock.unlock();
    std::exception_ptr failure;
    try {
      client.insert(next.table, next.columns, next.rows);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    --sending_;
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
  changed_.wait(lock, [this] { return failure_ || (waiting_.empty() && sending_ == 0); });
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace curfew::engine
