#include "loggen/server.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace curfew::loggen {
namespace {

constexpr double busy_messages_a_day = 84'000;
constexpr std::array our_domains = {"example.org", "example.net", "lists.example.org"};

Microseconds seconds(double value) {
  return Microseconds(static_cast<std::int64_t>(value * 1e6));
}

// Few mails at night, most before noon.
double rate_at(Moment at) {
  const double day = static_cast<double>(time_of_day(at)) / 86'400;
  return 0.35 + 0.65 * (1 - std::cos(2 * std::numbers::pi * (day - 0.13)));
}

Ailment draw_ailment(Random& random) {
  const std::uint32_t dice = random.below(1000);
  if (dice < 20) return Ailment::unknown_user;
  if (dice < 25) return Ailment::full;
  if (dice < 31) return Ailment::blocked;
  return Ailment::none;
}

}  // namespace

Server::Server(const Settings& settings, double bytes_per_message)
    : settings_(settings),
      world_(settings.seed, settings.domains),
      random_(settings.seed),
      out_(settings.file) {
  const double messages = static_cast<double>(settings.size) / bytes_per_message;
  const double a_day = settings.days > 0 ? messages / settings.days : busy_messages_a_day;
  mean_gap_ = 86'400 / std::max(a_day, 1.0);
}

void Server::run() {
  in(Microseconds(0), 0, step_arrival);
  in(Microseconds(1000), 0, step_noise);
  while (out_.bytes() < settings_.size) handle(timeline_.take());
  out_.flush();
}

void Server::handle(const Appointment& next) {
  now_ = next.at;
  switch (next.step) {
    case step_arrival:
      arrive(new_message());
      in(next_arrival(), 0, step_arrival);
      break;
    case step_noise:
      noise();
      in(seconds(random_.exponential(mean_gap_ / noise_per_message())), 0, step_noise);
      break;
    default:
      step(next);
  }
}

void Server::in(Microseconds delay, std::uint32_t message, std::uint8_t step,
                std::uint8_t recipient) {
  timeline_.add({.at = now_ + delay, .message = message, .step = step, .recipient = recipient});
}

Microseconds Server::next_arrival() {
  return seconds(random_.exponential(mean_gap_ / rate_at(now_)));
}

std::uint32_t Server::free_message() {
  if (free_.empty()) {
    messages_.emplace_back();
    return static_cast<std::uint32_t>(messages_.size() - 1);
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  messages_[index] = Message{};
  return index;
}

std::uint32_t Server::new_message() {
  const std::uint32_t index = free_message();
  Message& message = messages_[index];
  message.born = now_;
  message.salt = random_.next();
  message.size = 800 + static_cast<std::uint32_t>(random_.exponential(25'000));
  message.client = world_.pick_client(random_);
  message.outbound = random_.permille(720);
  message.sender = random_.below(40'000);
  message.sender_remote = random_.below(world_.remotes.size());
  address_it(message);
  return index;
}

void Server::address_it(Message& message) {
  message.recipient_count =
      message.outbound && random_.permille(150) ? static_cast<int>(random_.between(2, 5)) : 1;
  for (int i = 0; i < message.recipient_count; ++i) {
    Recipient& recipient = message.recipients[static_cast<std::size_t>(i)];
    recipient.local = random_.below(60'000);
    recipient.ours = !message.outbound;
    recipient.remote =
        i > 0 && random_.permille(650) ? message.recipients[0].remote : world_.pick_remote(random_);
    if (message.outbound) recipient.ailment = draw_ailment(random_);
  }
}

std::uint32_t Server::notify_sender_of(std::uint32_t original) {
  const std::uint32_t index = free_message();  // may move the messages
  const Message& failed = messages_[original];
  Message& message = messages_[index];
  message.born = now_;
  message.salt = random_.next();
  message.size = failed.size + 2200;
  message.parent = failed.id;
  message.notification = true;
  message.outbound = false;
  message.recipients[0].local = failed.sender;
  message.recipients[0].ours = true;
  return index;
}

std::string Server::sender_of(const Message& message) const {
  if (message.notification) return "";
  if (message.outbound) {
    return local_part(message.sender) + '@' + our_domains[message.salt % our_domains.size()];
  }
  return local_part(message.sender) + '@' + world_.remotes[message.sender_remote].domain;
}

std::string Server::address_of(const Recipient& recipient) const {
  return local_part(recipient.local) + '@' +
         (recipient.ours ? our_domains[0] : world_.remotes[recipient.remote].domain);
}

Verdict Server::try_remote(const Message& message, const Recipient& recipient) {
  const std::string address = address_of(recipient);
  return judge({.remote = world_.remotes[recipient.remote],
                .recipient = address,
                .ailment = recipient.ailment,
                .number = recipient.tries,
                .at = now_,
                .salt = scramble(message.salt + recipient.local + recipient.tries)});
}

}  // namespace curfew::loggen
