#include <utility>

#include "servers/planter.h"

// Remotes that keep hours.
namespace curfew::servers {
namespace {

struct Wording {
  Stage stage;
  const char* reply;
};

constexpr Wording wordings[] = {
    {Stage::greeting, "421 4.7.0 {host} Service not available, closing transmission channel"},
    {Stage::greeting,
     "421 {host} cmsmtp {ip} blocked. Refer to Error Codes section at "
     "https://postmaster.provider.example/errors for more information. AUP#CXCNCT"},
    {Stage::greeting, "421 4.3.2 Service currently closed, come back in the morning"},
    {Stage::greeting, "450 4.7.1 Client host [{ip}] not accepted at this time"},
    {Stage::mail, "450 4.7.1 <{from}>: Sender address rejected: not now"},
    {Stage::mail, "451 4.7.1 Service unavailable - try again later"},
    {Stage::mail, "421 4.7.0 Temporary policy restriction"},
    {Stage::rcpt, "450 4.7.1 <{rcpt}>: Recipient address rejected: Policy restrictions"},
    {Stage::rcpt, "451 4.3.5 <{rcpt}>: Recipient address rejected: Server configuration problem"},
    {Stage::rcpt, "452 4.3.1 Insufficient system storage"},
    {Stage::data, "451 4.7.1 Message held back by policy"},
    {Stage::data, "452 4.3.1 Message discarded, insufficient system storage"},
    {Stage::data, "450-4.3.2 This server is in maintenance.\n450 4.3.2 Please try again later."}};

Wording wording(Random& random) {
  return wordings[random.below(std::size(wordings))];
}

Rule window(Random& random, const std::vector<Hours>& hours) {
  const Wording how = wording(random);
  return within_hours(how.stage, {how.reply}, hours);
}

}  // namespace

void Planter::window_of_day(Remote& remote) {
  const std::vector<Hours> when = {hours(remote)};
  add(&remote, window(world_.random, when), {.hours = when});
}

void Planter::window_of_week(Remote& remote) {
  remote.demand.per_day = spread(25, 120);
  remote.demand.weekend = 1;
  std::vector<Hours> when = {hours(remote)};
  when[0].days = weekdays;
  if (world_.random.chance(0.3)) when[0] = {when[0].zone, 0, 0, weekend, 0, never};
  // A whole day: from midnight to midnight.
  if (when[0].start == when[0].end) when[0].end = 24 * 60;
  add(&remote, window(world_.random, when), {.hours = when});
}

void Planter::window_with_onset(Remote& remote) {
  remote.demand.per_day = spread(15, 90);
  std::vector<Hours> when = {hours(remote)};
  when[0].since = moment_within(0.25, 0.6);
  add(&remote, window(world_.random, when), {.hours = when});
}

void Planter::window_with_end(Remote& remote) {
  remote.demand.per_day = spread(15, 90);
  std::vector<Hours> when = {hours(remote)};
  when[0].until = moment_within(0.4, 0.75);
  add(&remote, window(world_.random, when), {.hours = when});
}

void Planter::two_windows(Remote& remote) {
  remote.demand.per_day = spread(25, 120);
  remote.demand.around_the_clock = true;
  remote.demand.weekend = 1;
  Hours early = hours(remote);
  early.end = (early.start + 60 + 60 * static_cast<int>(world_.random.below(5))) % 1440;
  Hours later = early;
  later.start = (early.end + 180 + 30 * static_cast<int>(world_.random.below(8))) % 1440;
  later.end = (later.start + 60 + 60 * static_cast<int>(world_.random.below(4))) % 1440;
  const std::vector<Hours> when = {early, later};
  add(&remote, window(world_.random, when), {.hours = when});
}

void Planter::two_codes(Remote& remote) {
  remote.demand.per_day = spread(25, 120);
  remote.demand.around_the_clock = true;
  remote.demand.weekend = 1;
  Hours early = hours(remote);
  early.end = (early.start + 120 + 60 * static_cast<int>(world_.random.below(3))) % 1440;
  Hours later = early;
  later.start = (early.end + 240 + 30 * static_cast<int>(world_.random.below(6))) % 1440;
  later.end = (later.start + 90 + 60 * static_cast<int>(world_.random.below(3))) % 1440;
  add(&remote, within_hours(Stage::data, {"452 4.3.1 Insufficient system storage"}, {early}),
      {.hours = {early}});
  add(&remote,
      within_hours(Stage::rcpt, {"451 4.7.1 <{rcpt}>: not accepted at this hour"}, {later}),
      {.hours = {later}});
}

void Planter::window_that_moved(Remote& remote) {
  remote.demand.per_day = spread(25, 120);
  remote.demand.around_the_clock = true;
  remote.demand.weekend = 1;
  Hours before = hours(remote);
  Hours after = before;
  const int shift = 120 + 30 * static_cast<int>(world_.random.below(12));
  after.start = (before.start + shift) % 1440;
  after.end = (before.end + shift) % 1440;
  before.until = after.since = moment_within(0.4, 0.6);
  const std::vector<Hours> when = {before, after};
  add(&remote, window(world_.random, when), {.hours = when});
}

void Planter::window_of_returns(Remote& remote) {
  const std::vector<Hours> when = {hours(remote)};
  add(&remote,
      within_hours(Stage::rcpt, {"550 5.7.1 <{rcpt}>: Recipient address rejected: Access denied"},
                   when),
      {.hours = when});
}

void Planter::window_of_one_host(Remote& remote) {
  hosts(remote, 2, false);
  const std::vector<Hours> when = {hours(remote)};
  Rule rule = within_hours(Stage::greeting, {"421 4.3.2 {host} closed for the night {id}"}, when);
  rule.hosts = 1;
  add(&remote, rule, {.host = remote.hosts[0].name, .hours = when});
}

void Planter::window_and_greylist(Remote& remote) {
  remote.demand.per_day = spread(30, 120);
  window_of_day(remote);
  const Time delay = (3 + static_cast<Time>(world_.random.below(15))) * minute;
  Rule grey = greylist({"450 4.2.0 <{rcpt}>: Recipient address rejected: Greylisted"}, delay);
  add(&remote, grey, {.kind = "greylist", .delay = delay});
}

void Planter::window_with_varying_reply(Remote& remote) {
  const std::vector<Hours> when = {hours(remote)};
  static const Replies replies = {
      "421 4.7.0 {host} closed at {date}, session {id}",
      "451 4.7.1 {weekday} {clock} not within service hours, ticket {number}",
      "421 4.4.5 Server closed, {number} deferred so far, ref {id}",
      "450 4.7.1 [{ip}] deferred until later, {date} ({id})"};
  const Stage stages[] = {Stage::greeting, Stage::rcpt, Stage::greeting, Stage::mail};
  const std::uint32_t which = world_.random.below(4);
  add(&remote, within_hours(stages[which], {replies[which]}, when), {.hours = when});
}

void Planter::window_behind_relay(Remote& remote) {
  if (!settings_.relay) return window_of_day(remote);
  remote.demand.per_day = spread(15, 60);
  const std::vector<Hours> when = {hours(remote)};
  add(&remote,
      within_hours(Stage::rcpt,
                   {"450 4.4.1 <{rcpt}>: host mx." + remote.name +
                    "[198.51.100.7] said: 421 4.7.0 not now, come back in the morning"},
                   when),
      {.hours = when});
}

}  // namespace curfew::servers
