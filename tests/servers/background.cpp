#include "servers/background.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "servers/rules.h"

namespace curfew::servers {
namespace {

constexpr std::array first_parts = {"nor", "kal", "ver", "mon", "bel", "tar", "sil", "gra", "lin",
                                    "hol", "wes", "pan", "dor", "fen", "ros", "ash", "ber", "cam"};
constexpr std::array last_parts = {"vik",  "ten", "dale",  "mark",  "tech",  "soft", "net", "post",
                                   "bank", "lab", "works", "media", "trade", "hus",  "line"};

const Replies greylistings = {
    "450 4.2.0 <{rcpt}>: Recipient address rejected: Greylisted, see "
    "http://postgrey.schweikert.ch/help/{host}.html",
    "451 4.7.1 Greylisting in action, please come back later",
    "450 4.7.1 <{rcpt}>: Recipient address rejected: Policy Rejection- Please try later.",
    "451 4.7.1 Try again later",
    "421 4.7.1 Greylisted, please try again in {seconds} seconds",
    "450-4.2.0 <{rcpt}>: Recipient address rejected: Greylisted\n450 4.2.0 try again later",
    "451 Resources temporarily unavailable. Please try again later [{id}]"};
const Replies full_mailboxes = {
    "452 4.2.2 <{rcpt}>: Mailbox is full",
    "452 4.2.2 The email account that you tried to reach is over quota {id} - gsmtp",
    "450 4.2.2 <{rcpt}> Quota exceeded (mailbox for user is full)"};
const Replies unknown_users = {
    "550 5.1.1 <{rcpt}>: Recipient address rejected: User unknown in virtual mailbox table",
    "550 5.1.1 The email account that you tried to reach does not exist. {id} - gsmtp",
    "550 No such user here"};
const Replies busy = {"451 4.3.0 Temporary failure, try again later",
                      "451 4.3.0 <{rcpt}>: Temporary lookup failure",
                      "421 4.3.0 Temporary system problem. Try again later ({id})",
                      "450 4.3.2 Server busy ({number})"};
const Replies contents = {"554 5.7.1 Spam message rejected",
                          "550 5.7.1 Message rejected as spam by content filtering ({id})",
                          "554 5.7.1 [P4] Message blocked due to spam content in the message."};

const std::string& one_of(Random& random, const Replies& replies) {
  return replies[random.below(static_cast<std::uint32_t>(replies.size()))];
}

Span span(World& world, double least_hours, double most_hours) {
  const Time length = static_cast<Time>(
      std::exp(world.random.uniform(std::log(least_hours), std::log(most_hours))) *
      static_cast<double>(hour));
  const Time begin = world.begin + static_cast<Time>(world.random.uniform() *
                                                     static_cast<double>(world.end - world.begin));
  return {begin, begin + length};
}

std::string user_of(Random& random, const Remote& remote) {
  const std::uint32_t number =
      random.below(static_cast<std::uint32_t>(std::max(remote.demand.recipients / 2, 1)));
  return "user" + std::to_string(number) + '@' +
         remote.domains[random.below(static_cast<std::uint32_t>(remote.domains.size()))];
}

Remote remote_made(World& world, int number) {
  Random& random = world.random;
  Remote made;
  made.name = std::string(first_parts[random.below(first_parts.size())]) +
              last_parts[random.below(last_parts.size())] + std::to_string(number) + ".example";
  made.domains = {made.name};
  const double what = random.uniform();
  const int hosts = what < 0.55 ? 1 : what < 0.85 ? 2 : what < 0.95 ? 3 : 4;
  for (int i = 0; i < hosts; ++i) {
    made.hosts.push_back({"mx" + std::to_string(i + 1) + '.' + made.name,
                          "198." + std::to_string(18 + number / 250 % 2) + '.' +
                              std::to_string(number % 250) + '.' + std::to_string(10 + i)});
  }
  made.equal_preference = random.chance(0.3);
  made.demand.per_day =
      std::max(280 / std::pow(number + 1.0, 1.05), 0.15) * random.lognormal(1, 0.4);
  made.demand.around_the_clock = random.chance(0.15);
  made.demand.weekend = made.demand.around_the_clock ? 1 : random.uniform(0.03, 0.35);
  made.demand.recipients = 3 + static_cast<int>(made.demand.per_day * 4);
  made.demand.session_seconds = random.uniform(0.4, 2.5);
  if (random.chance(0.06)) {
    made.demand.newsletters_a_week = 1;
    made.demand.newsletter_size = 5 + static_cast<int>(random.below(30));
  }
  return made;
}

// Adds a rule, and what would be right to say of it.
void add(Remote& remote, Rule rule, const std::vector<std::string>& kinds) {
  for (const std::string& kind : kinds) remote.true_of_it.insert({kind, rule.replies.front()});
  remote.rules.push_back(std::move(rule));
}

void add_outages(World& world, Remote& remote) {
  Random& random = world.random;
  if (random.chance(0.12)) {
    std::vector<Span> spans;
    for (std::uint32_t i = 0; i < 1 + random.below(2); ++i) spans.push_back(span(world, 0.3, 10));
    const Replies how = {std::string(random.chance(0.6) ? timed_out : connection_refused)};
    add(remote, within_spans(Stage::connect, how, spans), {"outage", "episodic"});
  }
  if (random.chance(0.04)) {
    add(remote, within_spans(Stage::lookup, {std::string(no_name)}, {span(world, 0.2, 6)}),
        {"outage", "episodic"});
  }
  if (random.chance(0.08)) {
    add(remote,
        within_spans(Stage::greeting, {"421 4.3.2 Service shutting down, try again later"},
                     {span(world, 0.15, 1)}),
        {"outage", "episodic"});
  }
  if (random.chance(0.08)) {  // a host that is not always there
    const Replies how = {std::string(random.chance(0.6) ? timed_out : connection_refused)};
    Rule rule = some_attempts(Stage::connect, how, random.uniform(0.005, 0.03), random.next());
    rule.hosts = 1;
    add(remote, rule, {});
  }
  if (random.chance(0.04)) {
    add(remote,
        some_attempts(Stage::greeting, {std::string(lost_connection)}, random.uniform(0.005, 0.03),
                      random.next()),
        {});
  }
}

void add_recipients(World& world, Remote& remote) {
  Random& random = world.random;
  if (random.chance(0.25)) {
    add(remote,
        recipients({one_of(random, unknown_users)},
                   {user_of(random, remote), user_of(random, remote)}, {}, {}),
        {"recipient"});
  }
  if (random.chance(0.08)) {
    add(remote,
        recipients({one_of(random, full_mailboxes)}, {user_of(random, remote)},
                   {span(world, 40, 300)}, {}),
        {"recipient", "outage", "episodic"});
  }
}

void add_policies(World& world, Remote& remote) {
  Random& random = world.random;
  if (random.chance(0.10)) {
    const Time delay = static_cast<Time>(random.uniform(1, 30)) * minute;
    add(remote, greylist({one_of(random, greylistings)}, delay), {"greylist"});
  }
  if (random.chance(0.10)) {
    const Stage stage = random.chance(0.5) ? Stage::rcpt : Stage::data;
    add(remote,
        some_attempts(stage, {one_of(random, busy)}, random.uniform(0.005, 0.06), random.next()),
        {});
  }
  if (random.chance(0.15)) {
    add(remote,
        some_messages({one_of(random, contents)}, random.uniform(0.003, 0.02), random.next()),
        {"message"});
  }
}

}  // namespace

void add_remotes(World& world, const Settings& settings) {
  for (int i = 0; i < settings.remotes; ++i) {
    Remote remote = remote_made(world, i);
    if (i < 8) {  // providers have other people's domains too
      for (int k = 0; k < 3; ++k) {
        remote.domains.push_back("at" + std::to_string(k) + '-' + remote.name);
      }
    }
    if (settings.relay) {
      // A smarthost takes nearly all, and tells of what it could not deliver in a mail of its own.
      remote.hosts = {{"smtp.smarthost.example", "198.51.100.25"}};
      remote.equal_preference = false;
      remote.domains.resize(1);
    } else {
      add_outages(world, remote);
      add_recipients(world, remote);
      add_policies(world, remote);
    }
    world.remotes.push_back(std::move(remote));
  }
}

}  // namespace curfew::servers
