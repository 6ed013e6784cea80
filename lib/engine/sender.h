#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>

#include "engine/client.h"

namespace curfew::engine {

/// Sends rows on a thread of its own, in the order in which they come. Any thread may give some.
class Sender {
 public:
  struct Rows {
    std::string table;
    const char* columns = "";
    std::string rows;
  };

  /// Nobody else uses the client as long as it lives.
  explicit Sender(Client& client);
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
  static constexpr std::size_t most = 2;

  void work();

  Client& client_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Rows> waiting_;
  bool is_sending_ = false;
  bool is_over_ = false;
  bool is_told_ = false;
  std::exception_ptr failure_;
  std::uint64_t bytes_ = 0;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace curfew::engine
