#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/analyzer.h"

namespace curfew::cli {

/// Which messages wait for which remote now: those that were deferred and have not ended. Of logs
/// that have shown what they are alone.
class WaitingMail final : public Consumer {
 public:
  /// Beyond, the messages that were heard of longest ago are dropped.
  static constexpr std::size_t most = 100'000;

  void events(const EventBatch& batch) override;
  void attempt(const Attempt& attempt) override;

  /// Messages.
  std::uint64_t for_remote(std::string_view remote) const;
  /// Of the newest event; Instant::min() before the first.
  Instant newest() const noexcept { return newest_; }

 private:
  struct Recipient {
    std::string address;
    std::string remote;
  };
  struct Message {
    std::vector<Recipient> recipients;
    Instant heard{};
  };
  using Messages = std::map<std::string, Message, std::less<>>;

  void count(std::string_view remote, int by);
  void put(Message& message, const Event& event, std::string_view remote);
  void take(Message& message, std::string_view address);
  void erase(Messages::iterator message);
  void make_room();

  Messages messages_;  // by host and queue id
  std::map<std::string, std::uint64_t, std::less<>> by_remote_;
  Instant newest_ = Instant::min();
};

}  // namespace curfew::cli
