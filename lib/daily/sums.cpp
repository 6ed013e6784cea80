#include "daily/sums.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "daily/wording.h"
#include "smtp/domain.h"
#include "text/cursor.h"

namespace curfew::daily {
namespace {

constexpr std::size_t most_wordings = 2000;
constexpr const char* other_texts = "other texts";

// The entry of a key. A key too many is counted under its like without a text of its own.
template <typename Key, typename Counts>
Counts& bounded(std::map<Key, Counts>& table, Key key, bool& capped) {
  const auto found = table.find(key);
  if (found != table.end()) return found->second;
  if (table.size() >= most_wordings) {
    capped = true;
    key.text = other_texts;
  }
  return table[std::move(key)];
}

// Domains are the same in capitals, local parts are not (RFC 5321 section 2.4).
std::string address_of(std::string_view address) {
  std::string text(address);
  const std::size_t at = text.rfind('@');
  if (at != std::string::npos) {
    std::transform(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                   text.begin() + static_cast<std::ptrdiff_t>(at), text::to_lower);
  }
  return text;
}

std::string_view domain_in(std::string_view address) {
  if (address == "<>") return address;
  const std::string_view domain = smtp::domain_of(address);
  return domain.empty() ? std::string_view("(none)") : domain;
}

std::string shown(const DailyNames& names, DailyName kind, const std::string& name) {
  return names ? names(kind, name) : name;
}

}  // namespace

Sums::Sums(std::size_t most_kept)
    : sender_domains_(most_kept),
      senders_(most_kept),
      recipient_domains_(most_kept),
      recipients_(most_kept),
      clients_(most_kept),
      logins_(most_kept),
      login_clients_(most_kept),
      login_users_(most_kept),
      transport_(most_kept) {}

void Sums::add_sender(const Event& event, const Ranking::Counts& counts) {
  if (event.sender.empty()) return;
  const std::string address = address_of(event.sender);
  senders_.add(address, counts);
  sender_domains_.add(domain_in(address), counts);
}

// What became of the mail of a sender is counted beside what was received of it.
void Sums::sender(const Event& event, Ranking::Counts counts) {
  counts.messages = event.counts_sender ? 1 : 0;
  counts.bytes = event.counts_sender && event.counts_size ? event.size : 0;
  if (counts.messages + counts.deferred + counts.bounced != 0) add_sender(event, counts);
}

void Sums::message(const Event& event) {
  sender(event, {.bounced = event.expires});
  if (!event.login.empty()) {
    ++accepted_logins_;
    login_users_.add(event.login, {.messages = 1});
    client(login_clients_, event);
  }
  if (event.action != InboundAction::none) inbound(event);
  if (event.severity != Severity::none) notice(event);
}

void Sums::attempt(const Event& event) {
  Ranking::Counts counts;
  switch (event.outcome) {
    case Outcome::delivered:
      counts = {.messages = 1, .bytes = event.size};
      break;
    case Outcome::deferred:
      counts.deferred = 1;
      break;
    case Outcome::bounced:
    case Outcome::expired:
      counts.bounced = 1;
      break;
    default:
      break;
  }
  sender(event, counts);
  const std::string address = address_of(event.recipient);
  std::string_view domain = domain_in(address);
  const std::string original = address_of(event.original_recipient);
  if (domain == "(none)" && !original.empty()) domain = domain_in(original);
  recipients_.add(address, counts);
  recipient_domains_.add(domain, counts);
}

void Sums::client(Ranking& clients, const Event& event) {
  const std::string_view name = event.client_ip.empty() ? event.client_host : event.client_ip;
  if (!name.empty()) clients.add(name, {.messages = 1});
}

void Sums::inbound(const Event& event) {
  const bool for_now = event.outcome == Outcome::deferred;
  RejectionCounts& counts = bounded(rejections_,
                                    {.action = event.action,
                                     .reason = event.reject_reason,
                                     .stage = event.stage,
                                     .text = wording_of_rejection(event)},
                                    rejections_capped_);
  ++counts.count;
  counts.for_now += for_now ? 1U : 0U;
  if (event.action != InboundAction::rejected) return;
  client(clients_, event);
}

void Sums::notice(const Event& event) {
  if (is_failed_login(event)) {
    ++failed_logins_;
    client(logins_, event);
  }
  NoticeCounts& counts = bounded(notices_,
                                 {.severity = event.severity,
                                  .program = std::string(event.program.substr(0, 64)),
                                  .text = wording_of_notice(event)},
                                 notices_capped_);
  counts += {.count = 1, .first = event.time, .last = event.time};
}

void Sums::put_inbound(DailyReport& report, std::size_t top, const DailyNames& names) const {
  DailyInbound& inbound = report.inbound;
  std::map<RejectReason, RejectionCounts> reasons;
  for (const auto& [key, counts] : rejections_) {
    inbound.rejections.push_back({.action = key.action,
                                  .reason = key.reason,
                                  .stage = key.stage,
                                  .text = shown(names, DailyName::text, key.text),
                                  .count = counts.count,
                                  .for_now = counts.for_now});
    switch (key.action) {
      case InboundAction::rejected:
        inbound.rejected += counts.count;
        inbound.rejected_for_now += counts.for_now;
        reasons[key.reason].count += counts.count;
        reasons[key.reason].for_now += counts.for_now;
        break;
      case InboundAction::warned:
        inbound.warned += counts.count;
        break;
      case InboundAction::held:
        inbound.held += counts.count;
        break;
      case InboundAction::discarded:
        inbound.discarded += counts.count;
        break;
      case InboundAction::none:
        break;
    }
  }
  for (const auto& [reason, counts] : reasons) {
    inbound.reasons.push_back({.reason = reason, .count = counts.count, .for_now = counts.for_now});
  }
  std::ranges::stable_sort(inbound.reasons, std::greater<>(), &DailyReason::count);
  std::ranges::stable_sort(inbound.rejections, std::greater<>(), &DailyRejection::count);
  inbound.clients = clients_.table(top, DailyName::ip, names);
  inbound.capped = rejections_capped_;
}

void Sums::put_notices(DailyReport& report, const DailyNames& names) const {
  for (const auto& [key, counts] : notices_) {
    report.notices.push_back({.severity = key.severity,
                              .program = key.program,
                              .text = shown(names, DailyName::text, key.text),
                              .count = counts.count,
                              .first = counts.first,
                              .last = counts.last});
  }
  std::ranges::stable_sort(report.notices, [](const DailyNotice& a, const DailyNotice& b) {
    return std::pair(a.severity, a.count) > std::pair(b.severity, b.count);
  });
  report.notices_capped = notices_capped_;
}

void Sums::add(const Event& event) {
  if (!event.probe) transport_.add(event);
  switch (event.kind) {
    case EventKind::message:
      message(event);
      break;
    case EventKind::attempt:
      if (!event.probe) attempt(event);
      break;
    case EventKind::rejection:
      inbound(event);
      break;
    case EventKind::notice:
      notice(event);
      break;
    case EventKind::session:
    case EventKind::retry:
    case EventKind::destination:
    case EventKind::connection:
      break;
  }
}

Sums::NoticeCounts& Sums::NoticeCounts::operator+=(const NoticeCounts& other) noexcept {
  if (other.count == 0) return *this;
  first = count == 0 ? other.first : std::min(first, other.first);
  last = count == 0 ? other.last : std::max(last, other.last);
  count += other.count;
  return *this;
}

void Sums::add(const Sums& other) {
  sender_domains_.add(other.sender_domains_);
  senders_.add(other.senders_);
  recipient_domains_.add(other.recipient_domains_);
  recipients_.add(other.recipients_);
  clients_.add(other.clients_);
  logins_.add(other.logins_);
  login_clients_.add(other.login_clients_);
  login_users_.add(other.login_users_);
  transport_.add(other.transport_);
  failed_logins_ += other.failed_logins_;
  accepted_logins_ += other.accepted_logins_;
  for (const auto& [key, counts] : other.rejections_) {
    RejectionCounts& sum = bounded(rejections_, key, rejections_capped_);
    sum.count += counts.count;
    sum.for_now += counts.for_now;
  }
  for (const auto& [key, counts] : other.notices_) {
    bounded(notices_, key, notices_capped_) += counts;
  }
  rejections_capped_ = rejections_capped_ || other.rejections_capped_;
  notices_capped_ = notices_capped_ || other.notices_capped_;
}

void Sums::rename_people(const std::function<std::string(std::string_view)>& shown) {
  senders_.rename(shown);
  recipients_.rename(shown);
  login_users_.rename(shown);
}

void Sums::put(DailyReport& report, std::size_t top, const DailyNames& names) const {
  put_inbound(report, top, names);
  put_notices(report, names);
  report.logins = {.failed = failed_logins_,
                   .clients = logins_.table(top, DailyName::ip, names),
                   .accepted = accepted_logins_,
                   .accepted_clients = login_clients_.table(top, DailyName::ip, names),
                   .users = login_users_.table(top, DailyName::address, names)};
  transport_.put(report, top, names);
  report.sender_domains = sender_domains_.table(top, DailyName::domain, names);
  report.senders = senders_.table(top, DailyName::address, names);
  report.recipient_domains = recipient_domains_.table(top, DailyName::domain, names);
  report.recipients = recipients_.table(top, DailyName::address, names);
}

}  // namespace curfew::daily
