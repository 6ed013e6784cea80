#pragma once

#include <string>

#include "loggen/process_pool.h"
#include "loggen/server.h"

namespace curfew::loggen {

enum class SyslogStamp : std::uint8_t { iso8601, rfc3164 };
enum class QueueIds : std::uint8_t { of_short, of_long };

/// Postfix 3.7 with its defaults.
class PostfixServer final : public Server {
 public:
  PostfixServer(const Settings& settings, SyslogStamp stamp, QueueIds ids);

 private:
  enum Step : std::uint8_t {
    connect,
    starttls,
    accept,
    cleanup,
    sign,
    active,
    disconnect,
    attempt,
    contact,
    deliver,
    finish
  };

  void arrive(std::uint32_t index) override;
  void step(const Appointment& next) override;
  void noise() override;
  double noise_per_message() const noexcept override { return 1.3; }

  // postfix_server.cpp: what happens when
  std::string new_id(std::uint32_t index);
  ProcessPool& smtpd_for(const Message& message) { return message.outbound ? submission_ : smtpd_; }
  void begin_try(std::uint32_t index);
  void begin_contact(std::uint32_t index, std::uint8_t number);
  void end_contact(std::uint32_t index, std::uint8_t number);
  void end_of_recipient(std::uint32_t index);
  void end_try(std::uint32_t index);
  void send_notification(std::uint32_t index);
  Microseconds until_retry(const Message& message) const;

  // postfix_lines.cpp: the lines of a message's life
  LineWriter& head(std::string_view program, std::uint32_t pid);
  LineWriter& head(std::string_view program, std::uint32_t pid, const Message& message);
  void write_smtpd(Step which, const Message& message);
  void write_cleanup(const Message& message);
  void write_sign(const Message& message);
  void write_active(const Message& message);
  void write_tls(const Recipient& recipient);
  void write_expired(const Message& message);
  void write_notification(const Message& message, const Message& notification);
  void write_removed(const Message& message);

  // postfix_delivery.cpp: the lines of a try
  void write_earlier_hosts(const Message& message, const Recipient& recipient);
  void write_status(const Message& message, const Recipient& recipient);
  void write_suspended(const Message& message, const Recipient& recipient);
  void write_recipient(const Message& message, const Recipient& recipient, std::string_view relay,
                       double connecting, double sending);
  std::string code_of(const Recipient& recipient) const;
  std::string reason(const Recipient& recipient, const MailHost& host);

  // postfix_noise.cpp
  void write_smtpd_noise(const Client& client, std::uint32_t dice);
  void write_other_noise(const Client& client, std::uint32_t dice);

  SyslogStamp stamp_;
  QueueIds ids_;
  std::uint32_t last_pid_ = 812;
  ProcessPool smtpd_{last_pid_};
  ProcessPool submission_{last_pid_};
  ProcessPool cleanup_{last_pid_};
  ProcessPool smtp_{last_pid_};
};

}  // namespace curfew::loggen
