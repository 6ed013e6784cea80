#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "loggen/line_writer.h"
#include "loggen/message.h"
#include "loggen/random.h"
#include "loggen/timeline.h"
#include "loggen/world.h"

namespace curfew::loggen {

struct Settings {
  std::FILE* file = stdout;
  std::uint64_t size = 0;  // of the log, in bytes; the line that passes it is the last
  std::uint64_t seed = 1;
  double days = 0;  // how long the log is in time; 0: as many as a busy server needs for its size
  std::uint32_t domains = 6000;
};

/// A mail server that sends its users' mail to the world, gets mail for them, and logs all of it.
class Server {
 public:
  Server(const Settings& settings, double bytes_per_message);
  virtual ~Server() = default;
  void run();

 protected:
  virtual void arrive(std::uint32_t message) = 0;  // a message begins its life at now()
  virtual void step(const Appointment& next) = 0;
  virtual void noise() = 0;  // a line that has nothing to do with sending mail
  /// How many lines of noise there are to a message.
  virtual double noise_per_message() const noexcept = 0;

  Moment now() const noexcept { return now_; }
  void in(Microseconds delay, std::uint32_t message, std::uint8_t step, std::uint8_t recipient = 0);

  Message& message(std::uint32_t index) { return messages_[index]; }
  /// A message to the sender of `original` that says it could not be delivered.
  std::uint32_t notify_sender_of(std::uint32_t original);
  void forget(std::uint32_t message) { free_.push_back(message); }
  Remote& remote_of(const Recipient& recipient) { return world_.remotes[recipient.remote]; }
  const Client& client_of(const Message& message) { return world_.clients[message.client]; }

  std::string sender_of(const Message& message) const;
  std::string address_of(const Recipient& recipient) const;
  Verdict try_remote(const Message& message, const Recipient& recipient);

  World& world() noexcept { return world_; }
  Random& random() noexcept { return random_; }
  LineWriter& out() noexcept { return out_; }

 private:
  static constexpr std::uint8_t step_arrival = 255;
  static constexpr std::uint8_t step_noise = 254;

  std::uint32_t new_message();
  std::uint32_t free_message();
  void address_it(Message& message);
  Microseconds next_arrival();
  void handle(const Appointment& next);

  Settings settings_;
  World world_;
  Random random_;
  Timeline timeline_;
  LineWriter out_;
  std::vector<Message> messages_;
  std::vector<std::uint32_t> free_;
  Moment now_ = first_moment;
  double mean_gap_ = 1;  // seconds between two messages
};

}  // namespace curfew::loggen
