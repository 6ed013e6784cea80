#pragma once

#include <deque>
#include <string>

#include "loggen/process_pool.h"
#include "loggen/server.h"

namespace curfew::loggen {

/// Exim 4.96 as Debian configures it.
class EximServer final : public Server {
 public:
  explicit EximServer(const Settings& settings);

 private:
  enum Step : std::uint8_t { received, attempt, deliver, finish, queue_run, queue_run_end };

  void arrive(std::uint32_t index) override;
  void step(const Appointment& next) override;
  void noise() override;
  double noise_per_message() const noexcept override { return 0.6; }

  // exim_server.cpp: what happens when
  std::string new_id();
  void run_queue();
  void begin_try(std::uint32_t index);
  void end_contact(std::uint32_t index, std::uint8_t number);
  void remember(const Message& message, Recipient& recipient);
  void end_try(std::uint32_t index);

  // exim_lines.cpp: the lines
  LineWriter& head();
  LineWriter& head(const Message& message);
  void write_received(const Message& message);
  void write_host_lines(const Message& message, const Recipient& recipient);
  void write_delivered(const Message& message, const Recipient& recipient, std::uint8_t number);
  void write_deferred(const Message& message, const Recipient& recipient);
  void write_bounced(const Message& message, const Recipient& recipient);
  void write_not_yet(const Message& message, const Recipient& recipient, bool host_is_closed);
  void write_retry_timeout(const Message& message, const Recipient& recipient);
  void write_completed(const Message& message);
  void write_queue_run(std::string_view which);

  std::uint32_t last_pid_ = 900;
  std::uint32_t queue_run_pid_ = 0;
  std::deque<std::uint32_t> queue_;  // messages that wait for a queue run
};

}  // namespace curfew::loggen
