#include "servers/truth.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

namespace curfew::servers {
namespace {

using nlohmann::json;

json moment(Time time) {
  return time == never || time == 0 ? json() : json(date_time(time, 'T') + 'Z');
}

json days_of(unsigned days) {
  constexpr std::array names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  json made = json::array();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if ((days >> i & 1U) != 0) made.push_back(names[i]);
  }
  return made;
}

json hours_of(const std::vector<Hours>& hours) {
  json made = json::array();
  for (const Hours& one : hours) {
    made.push_back({{"zone", name(one.zone)},
                    {"start", clock_time(one.start)},
                    {"end", clock_time(one.end)},
                    {"days", days_of(one.days)},
                    {"since", moment(one.since)},
                    {"until", moment(one.until)}});
  }
  return made;
}

json spans_of(const std::vector<Span>& spans) {
  json made = json::array();
  for (const Span& one : spans) made.push_back({moment(one.first), moment(one.second)});
  return made;
}

// A reply's code with its enhanced code, as people write it.
std::string code_of(const std::string& reply) {
  const std::size_t end = reply.find(' ', 4);
  const std::string word = reply.substr(std::min<std::size_t>(4, reply.size()),
                                        end == std::string::npos ? end : end - 4);
  const bool enhanced = word.find_first_not_of("0123456789.") == std::string::npos &&
                        std::ranges::count(word, '.') == 2;
  return reply.substr(0, 3) + (enhanced ? ' ' + word : std::string());
}

// Whether anyone could see it: enough first tries that were refused, on enough days, and enough
// that were not. A guess on the generous side of what a careful person would want.
bool is_detectable(const Planted& planted, const Tally& tally, const Remote* remote) {
  struct Needs {
    std::uint64_t refused;
    std::size_t days;
    std::uint64_t accepted;
  };
  static const std::map<std::string, Needs> table = {{"curfew", {10, 6, 15}},
                                                     {"quota", {10, 4, 15}},
                                                     {"concurrency", {10, 4, 15}},
                                                     {"connection_messages", {8, 3, 15}},
                                                     {"message_recipients", {8, 3, 0}},
                                                     {"greylist", {15, 5, 0}},
                                                     {"block", {10, 4, 0}},
                                                     {"outage", {3, 1, 15}},
                                                     {"recipient", {6, 4, 15}},
                                                     {"sender", {8, 5, 15}},
                                                     {"local", {20, 1, 0}}};
  const Needs& needs = table.at(planted.kind);
  const std::uint64_t taken = remote == nullptr ? 0 : remote->accepted;
  return tally.first_tries >= needs.refused && tally.first_tries_by_day.size() >= needs.days &&
         taken >= needs.accepted;
}

// Where all mail goes through one remote, nobody can tell its trouble from ours.
bool is_anybodys(const Settings& settings, const Planted& planted) {
  return settings.relay && planted.kind == "local";
}

Tally added(const World& world, int planted) {
  Tally sum;
  const auto add = [&](const std::vector<Rule>& rules) {
    for (const Rule& rule : rules) {
      if (rule.planted != planted) continue;
      sum.contacts += rule.tally.contacts;
      sum.first_tries += rule.tally.first_tries;
      sum.returned += rule.tally.returned;
      sum.messages.insert(rule.tally.messages.begin(), rule.tally.messages.end());
      for (const auto& [day, count] : rule.tally.first_tries_by_day) {
        sum.first_tries_by_day[day] += count;
      }
    }
  };
  add(world.ours);
  for (const Remote& remote : world.remotes) add(remote.rules);
  return sum;
}

json entry(const Settings& settings, const World& world, const Planted& planted, int number) {
  const Tally tally = added(world, number);
  const auto remote = std::ranges::find(world.remotes, planted.remote, &Remote::name);
  const Remote* const where = remote == world.remotes.end() ? nullptr : &*remote;
  json made = {
      {"remote", planted.remote},
      {"kind", planted.kind},
      {"variant", planted.variant},
      {"acceptable", planted.acceptable},
      {"code", code_of(planted.reply)},
      {"reply", planted.reply},
      {"windows", hours_of(planted.hours)},
      {"spans", spans_of(planted.spans)},
      {"contacts_refused", tally.contacts},
      {"messages_refused", tally.messages.size()},
      {"first_tries_refused", tally.first_tries},
      {"days_refused", tally.first_tries_by_day.size()},
      {"returned", tally.returned},
      {"detectable", is_detectable(planted, tally, where) && !is_anybodys(settings, planted)}};
  if (!planted.host.empty()) made["host"] = planted.host;
  if (planted.limit > 0) made["limit"] = planted.limit;
  if (planted.period > 0) made["period_seconds"] = planted.period / second;
  if (planted.delay > 0) made["delay_seconds"] = planted.delay / second;
  return made;
}

}  // namespace

void write_truth(const Settings& settings, const World& world,
                 const std::vector<Planted>& planted) {
  json entries = json::array();
  for (std::size_t i = 0; i < planted.size(); ++i) {
    entries.push_back(entry(settings, world, planted[i], static_cast<int>(i)));
  }
  json remotes = json::array();
  for (const Remote& remote : world.remotes) {
    json true_of_it = json::array();
    for (const auto& [kind, reply] : remote.true_of_it) {
      true_of_it.push_back({{"kind", kind}, {"reply", reply}});
    }
    remotes.push_back({{"name", remote.name},
                       {"domains", remote.domains},
                       {"innocent", !remote.planted},
                       {"true_of_it", true_of_it},
                       {"first_tries", remote.first_tries},
                       {"contacts_refused", remote.refused},
                       {"contacts_accepted", remote.accepted}});
  }
  const json truth = {{"seed", settings.seed},
                      {"format", settings.server == Server::exim ? "exim" : "postfix"},
                      {"relay", settings.relay},
                      {"days", settings.days},
                      {"from", moment(world.begin)},
                      {"until", moment(world.end)},
                      {"planted", entries},
                      {"remotes", remotes}};
  std::ofstream file(settings.truth);
  file << truth.dump(1) << '\n';
  if (!file) throw std::runtime_error(settings.truth + " cannot be written");
}

}  // namespace curfew::servers
