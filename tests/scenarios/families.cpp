#include "scenarios/families.h"

#include <algorithm>
#include <array>
#include <deque>
#include <memory>
#include <set>

#include "curfew/time.h"
#include "scenarios/simulation.h"

namespace curfew::scenarios {
namespace {

constexpr double hour = 3600;
constexpr double day = 24 * hour;

using Refuses = std::function<bool(const Tried&)>;
using Spans = std::vector<std::pair<double, double>>;

Sender random_sender(Random& random) {
  constexpr std::array volumes{3.0, 8.0, 20.0, 50.0, 120.0};
  Sender sender;
  sender.begin = 1'690'000'000 + random.below(365) * day;
  sender.days = 10 + static_cast<int>(random.below(40));
  sender.per_day = volumes[random.below(volumes.size())];
  sender.busiest_hour = static_cast<int>(random.below(24));
  sender.night = random.chance(0.3) ? 1 : 0.05;
  sender.weekend = random.chance(0.5) ? 1 : 0.25;
  sender.server = static_cast<Server>(random.below(3));
  return sender;
}

double end_of(const Sender& sender) {
  return sender.begin + sender.days * day;
}

bool within(const Spans& spans, double time) {
  return std::ranges::any_of(
      spans, [&](const auto& span) { return time >= span.first && time < span.second; });
}

// Up for a while, down for a while.
Spans flapping(Random& random, const Sender& sender, double up, double down) {
  Spans spans;
  for (double t = sender.begin + random.exponential(up); t < end_of(sender);) {
    const double length = random.exponential(down);
    spans.emplace_back(t, t + length);
    t += length + random.exponential(up);
  }
  return spans;
}

Spans outages(Random& random, const Sender& sender, std::uint32_t count) {
  Spans spans;
  for (std::uint32_t i = 0; i < count; ++i) {
    const double start = random.uniform(sender.begin, end_of(sender));
    spans.emplace_back(start, start + random.lognormal(4 * hour, 0.7));
  }
  return spans;
}

// By message: a hash, so that all its attempts agree.
double lot(std::uint32_t message, std::uint64_t salt) {
  return Random(message + salt).uniform();
}

Refuses noise(Random& random, double p) {
  const auto own = std::make_shared<Random>(random.next());
  return [own, p](const Tried&) { return own->chance(p); };
}

Refuses in_spans(Spans spans) {
  return [spans = std::move(spans)](const Tried& tried) { return within(spans, tried.time); };
}

Refuses message_trouble(Random& random, double share) {
  const std::uint64_t salt = random.next() >> 1;
  return [salt, share](const Tried& tried) {
    Random own(tried.message + salt);
    return own.chance(share) && tried.time - tried.first_time < own.lognormal(3 * hour, 1.2);
  };
}

Refuses greylisting(Random& random) {
  const std::uint64_t salt = random.next() >> 1;
  const double delay = random.uniform(100, 1500);
  const double share = random.uniform(0.4, 0.9);
  return [=](const Tried& tried) {
    return lot(tried.message, salt) < share && tried.time - tried.first_time < delay;
  };
}

Refuses full_mailbox(Random& random, const Sender& sender, bool evenings) {
  const auto whose = random.below(3);
  Spans spans{{sender.begin + random.uniform(0, 0.3) * sender.days * day, end_of(sender)}};
  return [=](const Tried& tried) {
    const double of_day = std::fmod(tried.time, day) / hour;
    return tried.recipient == whose && (evenings ? of_day > 17 : within(spans, tried.time));
  };
}

Refuses either(Refuses a, Refuses b) {
  return [a = std::move(a), b = std::move(b)](const Tried& tried) { return a(tried) || b(tried); };
}

struct Made {
  const char* family;
  const char* truth;
  Remote remote;
};

// Chance is asked in one order, whatever the compiler: arguments have none.
Made null_remote(Random& random, std::uint64_t kind, Sender& sender) {
  switch (kind % 12) {
    case 0:
      return {"noise", "noise", {noise(random, random.uniform(0.01, 0.1))}};
    case 1:
      return {"much noise", "noise", {noise(random, random.uniform(0.2, 0.6))}};
    case 2: {
      const double down = random.uniform(1, 8) * hour;
      const double up = random.uniform(4, 30) * hour;
      return {"flapping", "episodic", {in_spans(flapping(random, sender, up, down))}};
    }
    case 3:
      return {"outages", "outage", {in_spans(outages(random, sender, 1 + random.below(4)))}};
    case 4:
      return {"message trouble", "message", {message_trouble(random, random.uniform(0.05, 0.3))}};
    case 5:
      return {"full mailbox", "recipient", {full_mailbox(random, sender, false)}};
    case 6:
      return {"greylisting", "greylist", {greylisting(random)}};
    case 7:
      sender.server = Server::exim;
      sender.waits_by_host = true;
      return {"outages, waits by host",
              "outage",
              {in_spans(outages(random, sender, 1 + random.below(5)))}};
    case 8:
      sender.batch = 40;
      sender.batch_hour = random.uniform(0, 24);
      return {"noise, our daily batch", "noise", {noise(random, random.uniform(0.02, 0.2))}};
    case 9:
      sender.batch = 40;
      sender.batch_hour = random.uniform(0, 24);
      return {"flapping, our daily batch",
              "episodic",
              {in_spans(flapping(random, sender, 20 * hour, 3 * hour))}};
    case 10: {
      const Refuses trouble = message_trouble(random, 0.1);
      return {"noise and message trouble", "message", {either(noise(random, 0.03), trouble)}};
    }
    default: {
      const Refuses outage = in_spans(outages(random, sender, 2));
      return {"noise and outages", "outage", {either(noise(random, 0.05), outage)}};
    }
  }
}

// Counts of accepted messages within a frame, or in a window that slides.
Remote quota(double frame, std::uint32_t most, bool sliding) {
  const auto accepted = std::make_shared<std::deque<double>>();
  return {.refuses =
              [=](const Tried& tried) {
                const double from =
                    sliding ? tried.time - frame : std::floor(tried.time / frame) * frame;
                while (!accepted->empty() && accepted->front() < from) accepted->pop_front();
                return accepted->size() >= most;
              },
          .accepted = [=](const Tried& tried) { accepted->push_back(tried.time); }};
}

Made rival_remote(Random& random, std::uint64_t kind, Sender& sender) {
  sender.per_day = random.uniform(60, 200);
  sender.days = 21 + static_cast<int>(random.below(21));
  const double busiest_hour = sender.per_day / 12;
  switch (kind % 9) {
    case 0:
      return {"quota an hour", "quota",
              quota(hour, static_cast<std::uint32_t>(busiest_hour * 0.6) + 1, false)};
    case 1:
      return {"quota a day", "quota",
              quota(day, static_cast<std::uint32_t>(sender.per_day * 0.6), false)};
    case 2:
      return {"quota, sliding", "quota",
              quota(hour, static_cast<std::uint32_t>(busiest_hour * 0.6) + 1, true)};
    case 3: {
      sender.batch = 60;
      sender.session = 20;
      const std::uint32_t most = 4 + random.below(6);
      return {"concurrency", "concurrency", {[most](const Tried& tried) {
                return tried.sessions > most;
              }}};
    }
    case 4:
      return {"mailbox, evenings", "recipient", {full_mailbox(random, sender, true)}};
    case 5: {
      const std::uint32_t whose = random.below(3);
      return {"sender", "sender", {[whose](const Tried& tried) { return tried.sender == whose; }}};
    }
    case 6:
      return {"block",
              "block",
              {in_spans({{sender.begin + random.uniform(0.3, 0.8) * sender.days * day,
                          end_of(sender)}})}};
    case 7:
      return {"three outages", "outage", {in_spans(outages(random, sender, 3))}};
    default:
      return {"greylisting", "greylist", {greylisting(random)}};
  }
}

constexpr std::array zones{"America/Phoenix", "America/New_York", "Europe/Berlin", "UTC",
                           "Asia/Tokyo",      "Australia/Sydney", "Asia/Kolkata"};

struct Hours {
  TimeZone zone;
  int start = 0;
  int length = 0;
  bool workdays = false;

  bool inside(double time) const {
    const Instant at(std::chrono::milliseconds(std::llround(time * 1000)));
    const auto wall = std::chrono::floor<std::chrono::minutes>(zone.to_wall(at)).time_since_epoch();
    const long minute = wall.count() - start;
    const long opened = minute >= 0 ? minute / 1440 : (minute - 1439) / 1440;
    if (workdays && (opened + 3) % 7 >= 5) return false;
    return minute - opened * 1440 < length;
  }
};

}  // namespace

Case null_case(std::uint64_t seed, const std::string& remote) {
  Random random(seed * 2 + 1);
  Sender sender = random_sender(random);
  const Made made = null_remote(random, seed, sender);
  return {.family = made.family,
          .truth = made.truth,
          .attempts = simulate(random, sender, made.remote, remote),
          .windows = {}};
}

Case rival_case(std::uint64_t seed, const std::string& remote) {
  Random random(seed * 2 + 0x1000'0000'0000);
  Sender sender = random_sender(random);
  const Made made = rival_remote(random, seed, sender);
  return {.family = made.family,
          .truth = made.truth,
          .attempts = simulate(random, sender, made.remote, remote),
          .windows = {}};
}

Case curfew_case(std::uint64_t seed, const std::string& remote) {
  Random random(seed * 2 + 0x2000'0000'0000);
  Sender sender = random_sender(random);
  sender.per_day = std::max(sender.per_day, 8.0);
  const std::string zone = zones[random.below(zones.size())];
  Hours hours{.zone = TimeZone::named(zone),
              .start = static_cast<int>(random.below(96)) * 15,
              .length = static_cast<int>(random.uniform(2, 14) * 4) * 15,
              .workdays = random.chance(0.25)};
  const double inside = random.chance(0.7) ? 1 : random.uniform(0.6, 1);
  const double outside = random.chance(0.7) ? 0 : random.uniform(0, 0.08);
  const double begins =
      random.chance(0.3) ? sender.begin + random.uniform(0.1, 0.4) * sender.days * day : 0;
  const auto own = std::make_shared<Random>(random.next());
  const Remote rule{[=](const Tried& tried) {
    const bool closed = tried.time >= begins && hours.inside(tried.time);
    return own->chance(closed ? inside : outside);
  }};
  const int end = (hours.start + hours.length) % 1440;
  return {.family = hours.workdays ? "hours, workdays" : "hours",
          .truth = "curfew",
          .attempts = simulate(random, sender, rule, remote),
          .windows = {{.zone = zone, .start = hours.start, .end = end}}};
}

Case nightly_case(std::uint64_t seed, double per_day, int days) {
  Random random(seed * 2 + 0x3000'0000'0000);
  constexpr int hours_west = 7;
  const Sender sender{.begin = 1'590'969'600.0 + random.below(28) * day,  // 1 June 2020
                      .days = days,
                      .per_day = per_day,
                      .busiest_hour = 13 + hours_west,
                      .weekend = random.chance(0.5) ? 1 : 0.5,
                      .server = random.chance(0.5) ? Server::postfix : Server::exim};
  const Hours hours{
      .zone = TimeZone::named("America/Phoenix"), .start = 17 * 60, .length = 14 * 60};
  const Remote rule{[hours](const Tried& tried) { return hours.inside(tried.time); }};
  return {.family = "hours",
          .truth = "curfew",
          .attempts = simulate(random, sender, rule, "remote.example"),
          .windows = {{.zone = "America/Phoenix", .start = hours.start, .end = 7 * 60}}};
}

int days_tried_inside(const Case& one) {
  std::set<long> days;
  for (const PlantedWindow& window : one.windows) {
    const Hours hours{.zone = TimeZone::named(window.zone),
                      .start = window.start,
                      .length = (window.end - window.start + 1439) % 1440 + 1,
                      .workdays = one.family == "hours, workdays"};
    for (const Attempt& attempt : one.attempts) {
      if (attempt.number == 1 && !attempt.code.empty() && hours.inside(attempt.time)) {
        days.insert(static_cast<long>((attempt.time - hours.start * 60.0) / day));
      }
    }
  }
  return static_cast<int>(days.size());
}

}  // namespace curfew::scenarios
