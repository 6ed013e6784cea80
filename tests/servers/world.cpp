#include "servers/world.h"

#include <algorithm>

#include "servers/replies.h"

namespace curfew::servers {
namespace {

// A connection that nobody answers takes Postfix 30 seconds (smtp_connect_timeout).
constexpr Time connect_timeout = 30 * second;

Time seconds(double count) {
  return static_cast<Time>(count * static_cast<double>(second));
}

}  // namespace

// A seed's numbers are the next seed's, moved by one; their hashes have nothing in common.
World::World(const Settings& settings) : random(Random(settings.seed).next()) {
  begin = midnight(2026, 3, 2);
  end = begin + settings.days * day;
}

std::optional<Refusal> World::refusal(Remote& remote, const Asking& asking, Stage stage) {
  for (std::vector<Rule>* const rules : {&ours, &remote.rules}) {
    for (Rule& rule : *rules) {
      if (rule.stage != stage || (rule.hosts >> asking.host & 1U) == 0) continue;
      if (!rule.refuses(asking)) continue;
      const std::string& reply =
          rule.replies[random.below(static_cast<std::uint32_t>(rule.replies.size()))];
      return Refusal{stage,
                     filled(reply, asking, remote.hosts[asking.host],
                            sources[static_cast<std::size_t>(asking.source)], random),
                     &rule};
    }
  }
  return std::nullopt;
}

Conversation World::converse(std::size_t index, std::size_t host, const Message& message,
                             const std::vector<std::size_t>& recipients, Time begin_at, int use,
                             int source) {
  Remote& remote = remotes[index];
  // Ends lie ahead of the clock by a timeout at most.
  std::erase_if(remote.open,
                [&](const OpenSession& one) { return one.end < begin_at - 2 * minute; });
  Asking asking{.time = begin_at,
                .message = message.number,
                .sender = &message.sender,
                .host = host,
                .source = source,
                .use = use};
  asking.open_sessions =
      static_cast<int>(std::ranges::count_if(remote.open, [&](const OpenSession& one) {
        return one.begin <= begin_at && begin_at < one.end;
      }));
  Conversation made;
  made.connected = made.end = begin_at;
  for (const Stage stage : {Stage::lookup, Stage::connect, Stage::greeting, Stage::mail}) {
    if (use > 1 && stage != Stage::mail) continue;
    if (stage == Stage::greeting) made.connected += seconds(random.lognormal(0.12, 0.5));
    asking.time = made.connected;
    made.whole = refusal(remote, asking, stage);
    if (!made.whole) continue;
    const bool silent = made.whole->reply == timed_out;
    made.end = made.connected + (silent ? connect_timeout : seconds(random.uniform(0.02, 0.2)));
    if (stage == Stage::mail) remote.open.push_back({host, begin_at, made.end});
    return made;
  }
  made.end = made.connected + seconds(random.lognormal(remote.demand.session_seconds, 0.6));
  asking.time = made.connected;
  std::optional<Refusal> of_data;
  bool asked_data = false;
  for (std::size_t i = 0; i < recipients.size(); ++i) {
    asking.recipient = &message.recipients[recipients[i]].address;
    asking.recipient_number = static_cast<int>(i) + 1;
    std::optional<Refusal> one = refusal(remote, asking, Stage::rcpt);
    if (!one && !asked_data) {
      asked_data = true;
      of_data = refusal(remote, asking, Stage::data);
    }
    if (!one) one = of_data;
    if (!one) {
      for (const Rule& rule : remote.rules) {
        if (rule.accepted) rule.accepted(asking);
      }
    }
    made.recipients.push_back(std::move(one));
  }
  if (!asked_data) made.end = made.connected + seconds(random.uniform(0.05, 0.4));
  remote.open.push_back({host, begin_at, made.end});
  return made;
}

void World::count_refused(std::size_t remote, const Refusal& refusal, Message& message,
                          const std::vector<std::size_t>& recipients, std::uint64_t contacts,
                          Time time) {
  Tally& tally = refusal.rule->tally;
  if (refusal.stage != Stage::lookup) {
    tally.contacts += contacts;
    remotes[remote].refused += contacts;
  }
  tally.messages.insert(message.number);
  const auto known = std::ranges::find(last_rules_, refusal.rule);
  const auto number = static_cast<int>(known - last_rules_.begin());
  if (known == last_rules_.end()) last_rules_.push_back(refusal.rule);
  for (const std::size_t one : recipients) {
    Recipient& recipient = message.recipients[one];
    const bool again = recipient.refused_by == number;  // by another host of this attempt
    recipient.refused_by = number;
    if (recipient.asked || again) continue;
    ++tally.first_tries;
    ++tally.first_tries_by_day[day_number(time)];
  }
}

void World::count_accepted(std::size_t remote, std::uint64_t recipients) {
  remotes[remote].accepted += recipients;
}

void World::mark_asked(Message& message, const std::vector<std::size_t>& recipients) {
  for (const std::size_t one : recipients) {
    if (!message.recipients[one].asked) ++remotes[message.recipients[one].remote].first_tries;
    message.recipients[one].asked = true;
  }
}

void World::count_returned(Recipient& recipient) {
  recipient.returned = true;
  if (recipient.refused_by >= 0) {
    ++last_rules_[static_cast<std::size_t>(recipient.refused_by)]->tally.returned;
  }
}

}  // namespace curfew::servers
