#pragma once

#include <string>
#include <string_view>

#include "loggen/server.h"

namespace curfew::loggen {

/// hMailServer 5.6 with the logs of application, SMTP and TCP/IP switched on.
class HmailServer final : public Server {
 public:
  explicit HmailServer(const Settings& settings);

 private:
  enum Step : std::uint8_t { attempt, deliver, finish };

  void arrive(std::uint32_t index) override;
  void step(const Appointment& next) override;
  void noise() override;
  double noise_per_message() const noexcept override { return 1.2; }

  void begin_try(std::uint32_t index);
  void end_contact(std::uint32_t index, std::uint8_t number);
  void end_try(std::uint32_t index);

  LineWriter& head(std::string_view log, std::uint64_t thread);
  void say(const Message& message, std::string_view words);
  void tcp(std::uint64_t thread, std::string_view words);
  void client(const std::string& ip, std::string_view who, std::string_view words);
  void write_session(const Message& message, const Recipient& recipient);

  std::uint32_t last_message_ = 1000;
  std::uint64_t session_ = 100;
};

}  // namespace curfew::loggen
