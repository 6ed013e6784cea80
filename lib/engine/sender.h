#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/client.h"

namespace curfew::engine {

/// Sends rows on threads of its own, one for each connection: the engine reads the rows of one
/// while it puts away those of another. Any thread may give some.
class Sender {
 public:
  struct Rows {
    std::string table;
    const char* columns = "";
    std::string rows;
    bool is_last = false;  ///< sent when all that came before has been
  };

  /// Nobody else uses the clients as long as it lives.
  explicit Sender(const std::vector<Client*>& clients);
  /// What was not sent yet is dropped.
  ~Sender();
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  /// Waits while there are too many already. Throws, once, what went wrong with rows before; from
  /// then on does nothing.
  void send(Rows rows);
  /// Waits for all. Throws what went wrong.
  void finish();
  std::uint64_t bytes() const noexcept { return bytes_; }

 private:
  static constexpr std::size_t most = 2;  // that wait

  void work(Client& client);
  bool may_take() const noexcept {
    return !waiting_.empty() && (sending_ == 0 || !waiting_.front().is_last);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Rows> waiting_;
  std::size_t sending_ = 0;
  bool is_over_ = false;
  bool is_told_ = false;
  std::exception_ptr failure_;
  std::uint64_t bytes_ = 0;
  std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace curfew::engine
