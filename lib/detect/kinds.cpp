#include "detect/kinds.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace curfew::detect {
namespace {

// In the order of the enumeration.
constexpr std::array kinds{
    KindTraits{FindingKind::curfew, "curfew", "refuses at certain hours", Attention::act, 1,
               "write_to_postmaster", "Ask their postmaster which rule holds in these hours.",
               true},
    KindTraits{FindingKind::quota, "quota", "refuses what exceeds a quota", Attention::act, 3,
               nullptr, nullptr},
    KindTraits{FindingKind::concurrency, "concurrency",
               "refuses when too many of our sessions are open", Attention::act, 4, nullptr,
               nullptr},
    KindTraits{FindingKind::limit, "limit", "refuses what exceeds a limit", Attention::act, 5,
               nullptr, nullptr},
    KindTraits{FindingKind::greylist, "greylist", "greylists", Attention::know, 3, nullptr,
               nullptr},
    KindTraits{FindingKind::outage, "outage", "was out of service", Attention::know, 1, "wait",
               "It refused everybody's mail for a while, as servers in trouble do; mail was kept "
               "and retried."},
    KindTraits{FindingKind::episodic, "episodic", "refuses at times that follow no clock",
               Attention::know, 2, nullptr, nullptr},
    KindTraits{FindingKind::block, "block", "blocks us", Attention::act, 2, nullptr, nullptr},
    KindTraits{FindingKind::recipient, "recipient", "refuses a few recipients", Attention::act, 7,
               "clean_list",
               "It is about a few mailboxes: stop mailing those that stay full or closed."},
    KindTraits{FindingKind::sender, "sender", "refuses a few of our senders", Attention::act, 6,
               "look_at_sender",
               "It is about a few of our senders: look at what they send, or whether they are "
               "forged."},
    KindTraits{FindingKind::message, "message", "refuses certain messages again and again",
               Attention::know, 4, nullptr, nullptr},
    KindTraits{FindingKind::modulated, "modulated", "refuses somewhat more at some hours",
               Attention::know, 5, nullptr, nullptr},
    KindTraits{FindingKind::local, "local", nullptr, Attention::act, 0, "look_here",
               "Many remotes at once point to us: look at our network, DNS and backups at these "
               "hours."},
    KindTraits{FindingKind::noise, "noise", "refuses now and then, without a pattern",
               Attention::none, 1, nullptr, nullptr},
    KindTraits{FindingKind::insufficient, "insufficient", nullptr, Attention::none, 0, nullptr,
               nullptr},
    KindTraits{FindingKind::ambiguous, "ambiguous", nullptr, Attention::know, 0, nullptr, nullptr},
};

constexpr std::array models{
    ModelTraits{Model::noise, "noise", FindingKind::noise},
    ModelTraits{Model::message, "message", FindingKind::message},
    ModelTraits{Model::recipient, "recipient", FindingKind::recipient, 0.1, 0.15, 5},
    ModelTraits{Model::sender, "sender", FindingKind::sender, 0.1, 0.15, 5},
    ModelTraits{Model::greylist, "greylist", FindingKind::greylist, 0, 0.15, 5},
    ModelTraits{Model::concurrency, "concurrency", FindingKind::concurrency, 0.3, 0.15, 5},
    ModelTraits{Model::connection_messages, "connection_messages", FindingKind::limit, 0.5, 0.15,
                5},
    ModelTraits{Model::message_recipients, "message_recipients", FindingKind::limit, 0.1, 0.15, 5},
    ModelTraits{Model::quota_minute, "quota_minute", FindingKind::quota, 0.15, 0.15, 5},
    ModelTraits{Model::quota_sliding, "quota_sliding", FindingKind::quota, 0.15, 0.15, 5},
    ModelTraits{Model::quota_hour, "quota_hour", FindingKind::quota, 0.3, 0.15, 5},
    ModelTraits{Model::quota_day, "quota_day", FindingKind::quota, 0.5, 0.15, 5},
    ModelTraits{Model::outage, "outage", FindingKind::outage, 0.5, 0, 2},
    ModelTraits{Model::episodic, "episodic", FindingKind::episodic, 0.5, 0, 2},
    ModelTraits{Model::block, "block", FindingKind::block, 0.9, 0, 2},
    ModelTraits{Model::curfew, "curfew", FindingKind::curfew},
};

template <class Rows, class Key, class Member>
constexpr bool in_order(const Rows& rows, Key last, Member member) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (static_cast<std::size_t>(rows[i].*member) != i) return false;
  }
  return rows.size() == static_cast<std::size_t>(last) + 1;
}
static_assert(in_order(kinds, FindingKind::ambiguous, &KindTraits::kind));
static_assert(in_order(models, Model::curfew, &ModelTraits::model));

}  // namespace

const KindTraits& traits(FindingKind kind) noexcept {
  return kinds[static_cast<std::size_t>(kind)];
}

const ModelTraits& traits(Model model) noexcept {
  return models[static_cast<std::size_t>(model)];
}

bool may_be(FindingKind found, const std::vector<FindingKind>& candidates,
            FindingKind kind) noexcept {
  return found == kind || std::ranges::find(candidates, kind) != candidates.end();
}

}  // namespace curfew::detect

namespace curfew {

const char* name(FindingKind kind) noexcept {
  return detect::traits(kind).name;
}

const char* name(Model model) noexcept {
  return detect::traits(model).name;
}

const char* name(Attention attention) noexcept {
  static constexpr std::array names{"act", "know", "none"};
  return names[static_cast<std::size_t>(attention)];
}

// A mailbox that is full or does not exist is refused by everybody, and is nobody's limit.
Attention attention_of(const Finding& finding) noexcept {
  const bool known = finding.kind == FindingKind::insufficient && !finding.candidates.empty();
  if (known) return Attention::know;
  if (finding.about_mailbox &&
      (finding.kind == FindingKind::recipient || finding.kind == FindingKind::message)) {
    return Attention::none;
  }
  const Attention attention = detect::traits(finding.kind).attention;
  // What is over needs nobody; our own trouble wants to be looked at all the same.
  const bool over = !finding.active && finding.kind != FindingKind::local;
  return attention == Attention::act && over ? Attention::know : attention;
}

}  // namespace curfew
