#include "scenarios/simulation.h"

#include <algorithm>
#include <queue>

namespace curfew::scenarios {
namespace {

constexpr double day = 86'400;

struct Mail {
  double arrival = 0;
  double first = -1;
  double gap = 0;
  std::uint32_t tries = 0;
  std::uint32_t recipient = 0;
  std::uint32_t sender = 0;
};

struct Due {
  double time = 0;
  std::uint32_t mail = 0;

  bool operator>(const Due& other) const {
    return time != other.time ? time > other.time : mail > other.mail;
  }
};

double volume(const Sender& sender, double hour) {
  const double off = std::cos((hour - sender.busiest_hour) * 6.283185307179586 / 24);
  return sender.night + (1 - sender.night) * std::pow((1 + off) / 2, 2);
}

// Arrivals by thinning: as many as the busiest hour has, kept by volume.
std::vector<double> arrivals(Random& random, const Sender& sender) {
  double mean = 0;
  for (int hour = 0; hour < 24; ++hour) mean += volume(sender, hour) / 24;
  const double busiest = sender.per_day / mean;
  std::vector<double> times;
  const double end = sender.begin + sender.days * day;
  for (double t = sender.begin; (t += random.exponential(day / busiest)) < end;) {
    const double hour = std::fmod(t, day) / 3600;
    const auto weekday = static_cast<long>(t / day + 3) % 7;
    if (random.chance(volume(sender, hour) * (weekday >= 5 ? sender.weekend : 1))) {
      times.push_back(t);
    }
  }
  for (int d = 0; sender.batch > 0 && d < sender.days; ++d) {
    const double start = std::floor(sender.begin / day) * day + d * day + sender.batch_hour * 3600 +
                         random.normal() * 180;
    for (int i = 0; i < sender.batch; ++i) times.push_back(start + random.uniform(0, 300));
  }
  std::erase_if(times, [&](double t) { return t < sender.begin || t >= end; });
  std::ranges::sort(times);
  return times;
}

double next_gap(Server server, double age, double last) {
  if (server == Server::postfix) return std::clamp(age, 300.0, 4000.0);
  if (server == Server::fixed) return 1800;
  if (age < 7200) return 900;
  return age < 57'600 ? std::clamp(last * 1.5, 3600.0, 21'600.0) : 21'600;
}

double queue_run(Server server, double time) {
  const double every = server == Server::exim ? 1800 : server == Server::postfix ? 300 : 60;
  return std::ceil(time / every) * every;
}

double lifetime(Server server) {
  return server == Server::exim ? 4 * day : 5 * day;
}

// One run.
class Simulation {
 public:
  Simulation(Random& random, const Sender& sender, const Remote& remote, const std::string& name)
      : random_(random), sender_(sender), remote_(remote), name_(name) {}

  std::vector<Attempt> run() {
    for (const double time : arrivals(random_, sender_)) {
      Mail mail;
      mail.arrival = time;
      mail.recipient = popular(sender_.recipients);
      mail.sender = popular(sender_.senders);
      due_.push({.time = time + random_.exponential(1) + 0.2,
                 .mail = static_cast<std::uint32_t>(mails_.size())});
      mails_.push_back(mail);
    }
    while (!due_.empty()) {
      const Due due = due_.top();
      due_.pop();
      if (due.time < sender_.begin + sender_.days * day) attempt(due);
    }
    return std::move(attempts_);
  }

 private:
  // The first are the most popular.
  std::uint32_t popular(int count) {
    return static_cast<std::uint32_t>(std::pow(random_.uniform(), 2) * count);
  }

  void attempt(const Due& due) {
    Mail& mail = mails_[due.mail];
    std::erase_if(open_, [&](double end) { return end <= due.time; });
    if (open_.size() >= sender_.most_sessions) {
      due_.push({.time = due.time + 1, .mail = due.mail});
      return;
    }
    if (sender_.waits_by_host && due.time < host_waits_until_) {
      again(due.mail, queue_run(sender_.server, host_waits_until_));
      return;
    }
    if (mail.first < 0) mail.first = due.time;
    const Tried tried{.time = due.time,
                      .first_time = mail.first,
                      .message = due.mail,
                      .number = ++mail.tries,
                      .recipient = mail.recipient,
                      .sender = mail.sender,
                      .sessions = static_cast<std::uint32_t>(open_.size()) + 1};
    const bool refused = remote_.refuses(tried);
    const double seconds = random_.lognormal(sender_.session, 0.6) * (refused ? 0.35 : 1);
    open_.push_back(due.time + seconds);
    attempts_.push_back({.time = due.time,
                         .remote = name_,
                         .code = refused ? "451" : "",
                         .message = due.mail,
                         .number = mail.tries,
                         .sender = "s" + std::to_string(mail.sender),
                         .recipient = "r" + std::to_string(mail.recipient),
                         .seconds = seconds});
    if (refused) {
      retry(mail, tried);
    } else {
      host_waits_until_ = 0;
      host_gap_ = 0;
      remote_.accepted(tried);
    }
  }

  void retry(Mail& mail, const Tried& tried) {
    const double age = tried.time - mail.arrival;
    if (age > lifetime(sender_.server)) return;
    double& gap = sender_.waits_by_host ? host_gap_ : mail.gap;
    if (gap == 0) gap = 900;
    gap = next_gap(sender_.server, age, gap);
    if (sender_.waits_by_host) host_waits_until_ = tried.time + gap;
    again(tried.message, std::max(queue_run(sender_.server, tried.time + gap), tried.time + 1));
  }

  void again(std::uint32_t mail, double time) {
    due_.push({.time = time + random_.exponential(4), .mail = mail});
  }

  Random& random_;
  const Sender& sender_;
  const Remote& remote_;
  const std::string& name_;
  std::vector<Mail> mails_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::vector<double> open_;  // ends of sessions
  std::vector<Attempt> attempts_;
  double host_waits_until_ = 0;
  double host_gap_ = 0;
};

}  // namespace

std::vector<Attempt> simulate(Random& random, const Sender& sender, const Remote& remote,
                              const std::string& name) {
  return Simulation(random, sender, remote, name).run();
}

}  // namespace curfew::scenarios
