#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <tuple>
#include <utility>

#include "curfew/daily.h"
#include "daily/comparison.h"
#include "daily/ranking.h"
#include "daily/transport.h"
#include "daily/wording.h"
#include "smtp/domain.h"
#include "text/cursor.h"

namespace curfew {
namespace {

using daily::Ranking;
using daily::Transport;

constexpr std::size_t most_wordings = 2000;
constexpr const char* other_texts = "other texts";

struct RejectionKey {
  InboundAction action = InboundAction::none;
  RejectReason reason = RejectReason::none;
  Stage stage = Stage::unknown;
  std::string text;
  friend auto operator<=>(const RejectionKey&, const RejectionKey&) = default;
};

struct RejectionCounts {
  std::uint64_t count = 0;
  std::uint64_t for_now = 0;
};

struct NoticeKey {
  Severity severity = Severity::none;
  std::string program;
  std::string text;
  friend auto operator<=>(const NoticeKey&, const NoticeKey&) = default;
};

struct NoticeCounts {
  std::uint64_t count = 0;
  Instant first{};
  Instant last{};
};

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

std::string date_of(std::chrono::local_days day) {
  const std::chrono::year_month_day date(day);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

// The days without mail before `day`, and that day.
void add_days(std::chrono::local_days first, std::chrono::local_days day,
              std::vector<DailyDay>& days) {
  constexpr std::chrono::days most_empty(400);  // a stamp gone wrong must not fill a page
  if (day - first > most_empty) first = day;
  for (; first <= day; first += std::chrono::days(1)) {
    days.push_back({.date = date_of(first), .traffic = {}});
  }
}

std::string shown(const DailyNames& names, DailyName kind, const std::string& name) {
  return names ? names(kind, name) : name;
}

// Slots are folded onto days and hours here: only a report has a zone.
void put_times(DailyReport& report) {
  std::chrono::local_days newest{};
  for (const TrafficSlot& slot : report.base.traffic) {
    const WallTime wall = report.base.zone.to_wall(start_of(slot.slot));
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const auto hour = std::chrono::floor<std::chrono::hours>(wall - day).count();
    report.hours.at(static_cast<std::size_t>(hour)) += slot.counts;
    if (report.days.empty() || day > newest) {
      add_days(report.days.empty() ? day : newest + std::chrono::days(1), day, report.days);
      newest = day;
    }
    report.days.back().traffic += slot.counts;
  }
}

}  // namespace

struct Daily::State {
  explicit State(const DailyOptions& chosen)
      : options(chosen),
        sender_domains(chosen.most_kept),
        senders(chosen.most_kept),
        recipient_domains(chosen.most_kept),
        recipients(chosen.most_kept),
        clients(chosen.most_kept),
        logins(chosen.most_kept),
        login_clients(chosen.most_kept),
        login_users(chosen.most_kept),
        transport(chosen.most_kept) {}

  void message(const Event& event);
  void attempt(const Event& event);
  void inbound(const Event& event);
  void notice(const Event& event);
  void sender(const Event& event, Ranking::Counts counts);
  void add_sender(const Event& event, const Ranking::Counts& counts);
  static void client(Ranking& clients, const Event& event);
  void put_inbound(DailyReport& report, const DailyNames& names) const;
  void put_notices(DailyReport& report, const DailyNames& names) const;

  DailyOptions options;
  Period period;  // of the newest batch
  Ranking sender_domains;
  Ranking senders;
  Ranking recipient_domains;
  Ranking recipients;
  Ranking clients;
  Ranking logins;
  Ranking login_clients;
  Ranking login_users;
  Transport transport;
  std::uint64_t failed_logins = 0;
  std::uint64_t accepted_logins = 0;
  std::map<RejectionKey, RejectionCounts> rejections;
  std::map<NoticeKey, NoticeCounts> notices;
  bool rejections_capped = false;
  bool notices_capped = false;
};

Daily::Daily(const DailyOptions& options) : state_(std::make_unique<State>(options)) {}
Daily::~Daily() = default;
Daily::Daily(Daily&&) noexcept = default;
Daily& Daily::operator=(Daily&&) noexcept = default;

void Daily::State::add_sender(const Event& event, const Ranking::Counts& counts) {
  if (event.sender.empty()) return;
  const std::string address = address_of(event.sender);
  senders.add(address, counts);
  sender_domains.add(domain_in(address), counts);
}

// What became of the mail of a sender is counted beside what was received of it.
void Daily::State::sender(const Event& event, Ranking::Counts counts) {
  counts.messages = event.counts_sender ? 1 : 0;
  counts.bytes = event.counts_sender && event.counts_size ? event.size : 0;
  if (counts.messages + counts.deferred + counts.bounced != 0) add_sender(event, counts);
}

void Daily::State::message(const Event& event) {
  sender(event, {.bounced = event.expires});
  if (!event.login.empty()) {
    ++accepted_logins;
    login_users.add(event.login, {.messages = 1});
    client(login_clients, event);
  }
  if (event.action != InboundAction::none) inbound(event);
  if (event.severity != Severity::none) notice(event);
}

void Daily::State::attempt(const Event& event) {
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
  recipients.add(address, counts);
  recipient_domains.add(domain, counts);
}

void Daily::State::client(Ranking& clients, const Event& event) {
  const std::string_view name = event.client_ip.empty() ? event.client_host : event.client_ip;
  if (!name.empty()) clients.add(name, {.messages = 1});
}

void Daily::State::inbound(const Event& event) {
  const bool for_now = event.outcome == Outcome::deferred;
  RejectionCounts& counts = bounded(rejections,
                                    {.action = event.action,
                                     .reason = event.reject_reason,
                                     .stage = event.stage,
                                     .text = daily::wording_of_rejection(event)},
                                    rejections_capped);
  ++counts.count;
  counts.for_now += for_now ? 1U : 0U;
  if (event.action != InboundAction::rejected) return;
  client(clients, event);
}

void Daily::State::notice(const Event& event) {
  if (daily::is_failed_login(event)) {
    ++failed_logins;
    client(logins, event);
  }
  NoticeCounts& counts = bounded(notices,
                                 {.severity = event.severity,
                                  .program = std::string(event.program.substr(0, 64)),
                                  .text = daily::wording_of_notice(event)},
                                 notices_capped);
  if (counts.count++ == 0) counts.first = counts.last = event.time;
  counts.first = std::min(counts.first, event.time);
  counts.last = std::max(counts.last, event.time);
}

void Daily::add(const Events& events, const Period& period) {
  State& state = *state_;
  state.period = period;
  for (const Event& event : events) {
    if (!period.contains(event.time)) continue;
    if (!event.probe) state.transport.add(event);
    switch (event.kind) {
      case EventKind::message:
        state.message(event);
        break;
      case EventKind::attempt:
        if (!event.probe) state.attempt(event);
        break;
      case EventKind::rejection:
        state.inbound(event);
        break;
      case EventKind::notice:
        state.notice(event);
        break;
      case EventKind::session:
      case EventKind::retry:
      case EventKind::destination:
      case EventKind::connection:
        break;
    }
  }
}

void Daily::State::put_inbound(DailyReport& report, const DailyNames& names) const {
  DailyInbound& inbound = report.inbound;
  std::map<RejectReason, RejectionCounts> reasons;
  for (const auto& [key, counts] : rejections) {
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
  inbound.clients = clients.table(options.top, DailyName::ip, names);
  inbound.capped = rejections_capped;
}

void Daily::State::put_notices(DailyReport& report, const DailyNames& names) const {
  for (const auto& [key, counts] : notices) {
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
  report.notices_capped = notices_capped;
}

DailyReport Daily::report(Report base, const DailyNames& names) const {
  const State& state = *state_;
  DailyReport report;
  report.base = std::move(base);
  put_times(report);
  daily::put_comparisons(report, state.period);
  state.put_inbound(report, names);
  state.put_notices(report, names);
  const std::size_t top = state.options.top;
  report.top = top;
  report.logins = {.failed = state.failed_logins,
                   .clients = state.logins.table(top, DailyName::ip, names),
                   .accepted = state.accepted_logins,
                   .accepted_clients = state.login_clients.table(top, DailyName::ip, names),
                   .users = state.login_users.table(top, DailyName::address, names)};
  state.transport.put(report, top, names);
  report.sender_domains = state.sender_domains.table(top, DailyName::domain, names);
  report.senders = state.senders.table(top, DailyName::address, names);
  report.recipient_domains = state.recipient_domains.table(top, DailyName::domain, names);
  report.recipients = state.recipients.table(top, DailyName::address, names);
  for (const ReportFinding& one : report.base.findings) {
    if (attention_of(one.finding) != Attention::none) report.findings.push_back(one.finding);
  }
  return report;
}

}  // namespace curfew
