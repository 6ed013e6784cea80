#include "detect/kinds.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace curfew::detect {
namespace {

// In the order of the enumeration.
constexpr std::array kinds{
    KindTraits{FindingKind::curfew, "curfew", "refuses our mail at certain hours", "closed hours",
               Attention::act, 1, "write_to_postmaster",
               "Ask their postmaster which rule holds in these hours.", true},
    KindTraits{FindingKind::quota, "quota", "refuses what exceeds a quota", "a quota",
               Attention::act, 3, "write_to_postmaster", "Ask their postmaster for a higher limit.",
               true},
    KindTraits{FindingKind::concurrency, "concurrency",
               "refuses our mail when too many of our sessions are open",
               "too many sessions at once", Attention::act, 4, "write_to_postmaster",
               "Ask their postmaster for a higher limit.", true},
    KindTraits{FindingKind::limit, "limit", "refuses what exceeds a limit",
               "a limit of a connection or a message", Attention::act, 5, "write_to_postmaster",
               "Ask their postmaster for a higher limit.", true},
    KindTraits{FindingKind::greylist, "greylist", "greylists our mail", "greylisting",
               Attention::know, 3, nullptr, nullptr},
    KindTraits{FindingKind::outage, "outage", "was out of service", "an outage", Attention::know, 1,
               "wait",
               "It refused everybody's mail for a while, as servers in trouble do; mail was kept "
               "and retried."},
    KindTraits{FindingKind::episodic, "episodic", "refuses our mail at times that follow no clock",
               "irregular outages", Attention::know, 2, nullptr, nullptr},
    KindTraits{FindingKind::block, "block", "blocks our mail", "a block", Attention::act, 2,
               nullptr, nullptr},
    KindTraits{FindingKind::recipient, "recipient", "refuses mail to a few recipients",
               "certain recipients", Attention::act, 7, "clean_list",
               "It is about a few mailboxes: stop mailing those that stay full or closed."},
    KindTraits{FindingKind::sender, "sender", "refuses mail from a few of our senders",
               "certain senders", Attention::act, 6, "look_at_sender",
               "It is about a few of our senders: look at what they send, or whether they are "
               "forged."},
    KindTraits{FindingKind::message, "message", "refuses certain messages again and again",
               "certain messages", Attention::know, 4, nullptr, nullptr},
    KindTraits{FindingKind::modulated, "modulated",
               "refuses somewhat more of our mail at some hours", "busier hours", Attention::know,
               5, nullptr, nullptr},
    KindTraits{FindingKind::local, "local", nullptr, "trouble of our own", Attention::act, 0,
               "look_here",
               "Many remotes at once point to us: look at our network, DNS and backups at these "
               "hours."},
    KindTraits{FindingKind::noise, "noise", "refuses some of our mail without a rule that shows",
               "chance", Attention::none, 1, nullptr, nullptr},
    KindTraits{FindingKind::insufficient, "insufficient", nullptr, "too little mail to tell",
               Attention::none, 0, nullptr, nullptr},
    KindTraits{FindingKind::ambiguous, "ambiguous", nullptr, "several causes", Attention::know, 0,
               nullptr, nullptr},
};

constexpr std::array models{
    ModelTraits{Model::noise, "noise", "chance", FindingKind::noise},
    ModelTraits{Model::message, "message", "certain messages", FindingKind::message},
    ModelTraits{Model::recipient, "recipient", "certain recipients", FindingKind::recipient, 0.1,
                0.15, 5},
    ModelTraits{Model::sender, "sender", "certain senders", FindingKind::sender, 0.1, 0.15, 5},
    ModelTraits{Model::greylist, "greylist", "greylisting", FindingKind::greylist, 0, 0.15, 5},
    ModelTraits{Model::concurrency, "concurrency", "too many sessions at once",
                FindingKind::concurrency, 0.3, 0.15, 5},
    ModelTraits{Model::connection_messages, "connection_messages",
                "too many messages in a connection", FindingKind::limit, 0.5, 0.15, 5},
    ModelTraits{Model::message_recipients, "message_recipients", "too many recipients of a message",
                FindingKind::limit, 0.1, 0.15, 5},
    ModelTraits{Model::quota_minute, "quota_minute", "a quota per minute", FindingKind::quota, 0.15,
                0.15, 5},
    ModelTraits{Model::quota_sliding, "quota_sliding", "a quota per 60 minutes", FindingKind::quota,
                0.15, 0.15, 5},
    ModelTraits{Model::quota_hour, "quota_hour", "an hourly quota", FindingKind::quota, 0.3, 0.15,
                5},
    ModelTraits{Model::quota_day, "quota_day", "a daily quota", FindingKind::quota, 0.5, 0.15, 5},
    ModelTraits{Model::outage, "outage", "an outage", FindingKind::outage, 0.5, 0, 2},
    ModelTraits{Model::episodic, "episodic", "irregular outages", FindingKind::episodic, 0.5, 0, 2},
    ModelTraits{Model::block, "block", "a block", FindingKind::block, 0.9, 0, 2},
    ModelTraits{Model::curfew, "curfew", "closed hours", FindingKind::curfew},
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
