#include "loggen/exim_server.h"

#include <algorithm>
#include <chrono>

namespace curfew::loggen {
namespace {

using namespace std::chrono_literals;

constexpr double bytes_per_message = 900;
constexpr auto queue_run_interval = 30min;
constexpr auto retry_rule_ends = 96h;

std::string base62(std::uint64_t value, std::size_t digits) {
  constexpr std::string_view alphabet =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; value /= 62) text[i] = alphabet[value % 62];
  return text;
}

// Debian's rule, F,2h,15m; G,16h,1h,1.5; F,4d,6h: how long to leave a host alone that has failed
// for this long.
Microseconds wait_after(Microseconds failing) {
  if (failing < 2h) return 15min;
  if (failing < 16h) return failing / 2;  // grows by half each time
  return 6h;
}

}  // namespace

EximServer::EximServer(const Settings& settings) : Server(settings, bytes_per_message) {
  in(queue_run_interval, 0, queue_run);
}

// 6-6-2: seconds, process, fraction in 1/2000 s; string_base62 in exim.c.
std::string EximServer::new_id() {
  last_pid_ = last_pid_ >= 4'000'000 ? 1000 : last_pid_ + 3;
  return base62(seconds_of(now()), 6) + '-' + base62(last_pid_, 6) + '-' +
         base62(microseconds_of(now()) / 500, 2);
}

void EximServer::arrive(std::uint32_t index) {
  message(index).id = new_id();
  in(Microseconds(random().between(20'000, 400'000)), index, received);
}

void EximServer::step(const Appointment& next) {
  switch (next.step) {
    case received:
      write_received(message(next.message));
      in(10ms, next.message, attempt);
      break;
    case attempt:
      begin_try(next.message);
      break;
    case deliver:
      end_contact(next.message, next.recipient);
      break;
    case finish:
      end_try(next.message);
      break;
    case queue_run:
      run_queue();
      break;
    default:
      write_queue_run("End");
  }
}

// Every waiting message is taken up, one after another.
void EximServer::run_queue() {
  queue_run_pid_ = ++last_pid_;
  write_queue_run("Start");
  Microseconds delay = 20ms;
  while (!queue_.empty()) {
    in(delay, queue_.front(), attempt);
    queue_.pop_front();
    delay += 30ms;
  }
  in(delay + 1s, 0, queue_run_end);
  in(queue_run_interval, 0, queue_run);
}

void EximServer::begin_try(std::uint32_t index) {
  Message& message = this->message(index);
  message.active = now();
  Microseconds delay = 1ms;
  for (int i = 0; i < message.recipient_count; ++i) {
    Recipient& recipient = message.recipients[static_cast<std::size_t>(i)];
    if (recipient.done) continue;
    const Remote& remote = remote_of(recipient);
    if (!recipient.ours && (remote.closed_until > now() || recipient.next_try > now())) {
      write_not_yet(message, recipient, remote.closed_until > now());
      continue;
    }
    recipient.verdict = recipient.ours ? Verdict{} : try_remote(message, recipient);
    delay += Microseconds(random().between(200'000, 2'500'000));
    if (recipient.verdict.trouble == Trouble::timed_out) delay += 10s;
    ++message.pending;
    in(delay, index, deliver, static_cast<std::uint8_t>(i));
  }
  if (message.pending == 0) in(1ms, index, finish);
}

void EximServer::end_contact(std::uint32_t index, std::uint8_t number) {
  Message& message = this->message(index);
  Recipient& recipient = message.recipients[number];
  Remote& remote = remote_of(recipient);
  ++recipient.tries;
  recipient.done = recipient.verdict.ending != Ending::deferred;
  switch (recipient.verdict.ending) {
    case Ending::delivered:
      write_delivered(message, recipient, number);
      if (!recipient.ours) remote.failing_since = Moment::min();
      break;
    case Ending::bounced:
      write_bounced(message, recipient);
      message.bounced = true;
      break;
    case Ending::deferred:
      write_host_lines(message, recipient);
      write_deferred(message, recipient);
      remember(message, recipient);
      if (now() - message.born > retry_rule_ends) {
        write_retry_timeout(message, recipient);
        recipient.done = message.bounced = true;
      }
  }
  if (--message.pending == 0) in(5ms, index, finish);
}

// A failure of the host keeps all mail for it, one of the recipient only this mail.
void EximServer::remember(const Message& message, Recipient& recipient) {
  if (recipient.verdict.trouble == Trouble::unresolved) return;  // tried at every queue run
  if (!recipient.verdict.closes_host()) {
    recipient.next_try = now() + wait_after(now() - message.born);
    return;
  }
  Remote& remote = remote_of(recipient);
  if (remote.failing_since == Moment::min()) remote.failing_since = now();
  remote.closed_until = now() + wait_after(now() - remote.failing_since);
}

void EximServer::end_try(std::uint32_t index) {
  Message& message = this->message(index);
  const bool all_done =
      std::all_of(message.recipients.begin(), message.recipients.begin() + message.recipient_count,
                  [](const Recipient& recipient) { return recipient.done; });
  if (!all_done) {
    queue_.push_back(index);
    return;
  }
  if (message.bounced && !message.notification) {
    const std::uint32_t other = notify_sender_of(index);
    this->message(other).id = new_id();
    write_received(this->message(other));
    in(10ms, other, attempt);
  }
  write_completed(this->message(index));
  forget(index);
}

}  // namespace curfew::loggen
