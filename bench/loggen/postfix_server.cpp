#include "loggen/postfix_server.h"

#include <algorithm>
#include <chrono>

namespace curfew::loggen {
namespace {

using namespace std::chrono_literals;

constexpr double bytes_per_message = 2250;
constexpr auto queue_lifetime = 120h;  // maximal_queue_lifetime
constexpr auto queue_run_delay = 300s;
constexpr auto minimal_backoff = 300s;
constexpr auto maximal_backoff = 4000s;

// global/mail_queue.h: base 52 without vowels; the inode in base 51, which leaves out z.
std::string base(std::uint64_t value, std::uint64_t radix, std::size_t digits) {
  constexpr std::string_view alphabet = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
  std::string text;
  do {
    text.insert(text.begin(), alphabet[value % radix]);
    value /= radix;
  } while (value != 0 || text.size() < digits);
  return text;
}

std::string hex(std::uint64_t value, std::size_t digits) {
  std::string text;
  do {
    text.insert(text.begin(), "0123456789ABCDEF"[value % 16]);
    value /= 16;
  } while (value != 0 || text.size() < digits);
  return text;
}

}  // namespace

PostfixServer::PostfixServer(const Settings& settings, SyslogStamp stamp, QueueIds ids)
    : Server(settings, bytes_per_message), stamp_(stamp), ids_(ids) {}

// The inode of a queue file is used again as soon as the file is gone.
std::string PostfixServer::new_id(std::uint32_t index) {
  const std::uint64_t inode = 0x2A1000 + index;
  if (ids_ == QueueIds::of_short) return hex(microseconds_of(now()), 5) + hex(inode, 1);
  return base(seconds_of(now()), 52, 6) + base(microseconds_of(now()), 52, 4) + 'z' +
         base(inode, 51, 1);
}

void PostfixServer::arrive(std::uint32_t index) {
  Message& message = this->message(index);
  message.pid = smtpd_for(message).take();
  in(0us, index, connect);
  if (message.salt % 4 != 0) in(80ms, index, starttls);
  Microseconds delay(random().between(200'000, 500'000));
  in(delay, index, accept);
  in(delay + 20ms, index, cleanup);
  delay += Microseconds(random().between(60'000, 460'000));
  if (message.outbound && message.salt / 4 % 3 == 0) in(delay - 15ms, index, sign);
  in(delay, index, active);
  in(delay + Microseconds(random().between(3'000, 300'000)), index, disconnect);
}

void PostfixServer::step(const Appointment& next) {
  const std::uint32_t index = next.message;
  Message& message = this->message(index);
  switch (next.step) {
    case accept:
      message.id = new_id(index);
      [[fallthrough]];
    case connect:
    case starttls:
      write_smtpd(static_cast<Step>(next.step), message);
      break;
    case disconnect:
      write_smtpd(disconnect, message);
      smtpd_for(message).give_back(message.pid);
      break;
    case cleanup:
      write_cleanup(message);
      break;
    case sign:
      write_sign(message);
      break;
    case active:
    case attempt:
      begin_try(index);
      break;
    case contact:
      begin_contact(index, next.recipient);
      break;
    case deliver:
      end_contact(index, next.recipient);
      break;
    default:
      end_try(index);
  }
}

void PostfixServer::begin_try(std::uint32_t index) {
  Message& message = this->message(index);
  message.active = now();
  write_active(message);
  Microseconds delay = 30ms;
  for (int i = 0; i < message.recipient_count; ++i) {
    if (message.recipients[static_cast<std::size_t>(i)].done) continue;
    delay += Microseconds(random().between(50'000, 400'000));
    ++message.pending;
    in(delay, index, contact, static_cast<std::uint8_t>(i));
  }
}

void PostfixServer::begin_contact(std::uint32_t index, std::uint8_t number) {
  Message& message = this->message(index);
  Recipient& recipient = message.recipients[number];
  Remote& remote = remote_of(recipient);
  recipient.contact = now();
  if (!recipient.ours && remote.closed_until > now()) {
    write_suspended(message, recipient);
    end_of_recipient(index);
    return;
  }
  recipient.pid = smtp_.take();
  Microseconds duration(random().between(90'000, 2'400'000));
  if (recipient.ours) {
    recipient.verdict = {};
  } else {
    recipient.verdict = try_remote(message, recipient);
    if (recipient.verdict.trouble == Trouble::timed_out) duration = 30s * remote.hosts.size();
    if (!recipient.verdict.closes_host() && recipient.verdict.trouble != Trouble::unresolved &&
        remote.style != 3) {
      write_tls(recipient);
    }
  }
  in(duration, index, deliver, number);
}

void PostfixServer::end_contact(std::uint32_t index, std::uint8_t number) {
  Message& message = this->message(index);
  Recipient& recipient = message.recipients[number];
  const Verdict& verdict = recipient.verdict;
  if (verdict.ending == Ending::deferred) write_earlier_hosts(message, recipient);
  write_status(message, recipient);
  ++recipient.tries;
  recipient.done = verdict.ending != Ending::deferred;
  message.bounced |= verdict.ending == Ending::bounced;
  if (!recipient.ours && verdict.closes_host()) {
    Remote& remote = remote_of(recipient);
    remote.closed_until = now() + minimal_backoff;
    remote.closed_reason = reason(recipient, remote.hosts.back());
    remote.closed_code = code_of(recipient);
  }
  smtp_.give_back(recipient.pid);
  end_of_recipient(index);
}

void PostfixServer::end_of_recipient(std::uint32_t index) {
  if (--message(index).pending == 0) in(20ms, index, finish);
}

Microseconds PostfixServer::until_retry(const Message& message) const {
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(now() - message.born);
  const auto wait =
      std::clamp(age, std::chrono::seconds(minimal_backoff), std::chrono::seconds(maximal_backoff));
  const auto due = seconds_of(now()) + static_cast<std::uint64_t>(wait.count());
  const auto run = static_cast<std::uint64_t>(queue_run_delay.count());
  return std::chrono::seconds((due / run + 1) * run - seconds_of(now()));
}

void PostfixServer::end_try(std::uint32_t index) {
  Message& message = this->message(index);
  const bool all_done =
      std::all_of(message.recipients.begin(), message.recipients.begin() + message.recipient_count,
                  [](const Recipient& recipient) { return recipient.done; });
  ++message.tries;
  if (!all_done && now() - message.born < queue_lifetime) {
    in(until_retry(message) + Microseconds(random().between(0, 900'000)), index, attempt);
    return;
  }
  if (!all_done) write_expired(message);
  if ((!all_done || message.bounced) && !message.notification) send_notification(index);
  write_removed(this->message(index));
  forget(index);
}

void PostfixServer::send_notification(std::uint32_t index) {
  const std::uint32_t other = notify_sender_of(index);
  message(other).id = new_id(other);
  write_cleanup(message(other));
  write_notification(message(index), message(other));
  in(4ms, other, active);
}

}  // namespace curfew::loggen
