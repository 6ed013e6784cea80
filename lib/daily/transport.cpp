#include "daily/transport.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "text/cursor.h"

namespace curfew::daily {
namespace {

constexpr std::string_view no_tls = "none";

// Servers spell it "TLSv1.3", "TLS1.3" and "TLS-1.3", and the first version also "TLSv1".
std::string version_of(std::string_view word) {
  if (word == no_tls) return std::string(no_tls);
  std::string_view number = word;
  if (!number.starts_with("TLS")) return word.starts_with("SSL") ? "SSL" : "other";
  number.remove_prefix(3);
  if (number.starts_with('v') || number.starts_with('-')) number.remove_prefix(1);
  if (number == "1") number = "1.0";
  const bool known = number.size() == 3 && number.starts_with("1.") && text::is_digit(number[2]);
  return known ? "TLSv" + std::string(number) : "other";
}

// Versions, newest first, and last what was not encrypted; nothing where no line tells of TLS.
std::vector<DailyCount> versions_in(const std::map<std::string, std::uint64_t, std::less<>>& all,
                                    std::uint64_t without) {
  std::vector<DailyCount> versions;
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    if (one->first == no_tls) {
      without += one->second;
    } else {
      versions.push_back({.name = one->first, .count = one->second});
    }
  }
  if (!versions.empty() && without != 0) {
    versions.push_back({.name = std::string(no_tls), .count = without});
  }
  return versions;
}

// "0.1/0/2.5/71766": four times in seconds.
bool read_phases(std::string_view text, std::array<Milliseconds, 4>& phases) {
  for (Milliseconds& phase : phases) {
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr double longest = 1e9;
    if (error != std::errc() || !(seconds >= 0 && seconds < longest)) return false;
    phase = Milliseconds(std::llround(seconds * 1000));
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (&phase != &phases.back() && !text.starts_with('/')) return false;
    if (!text.empty()) text.remove_prefix(1);
  }
  return text.empty();
}

}  // namespace

Transport::Share& Transport::share_of(std::string_view program) {
  constexpr std::size_t most = 32;  // a server has few programs; a log may hold any
  program = program.substr(0, 32);
  const auto known = shares_.find(program);
  if (known != shares_.end()) return known->second;
  return shares_[shares_.size() < most ? std::string(program) : std::string()];
}

// Where a program tells of TLS by connection, the others that it took were not encrypted.
std::uint64_t Transport::without_tls() const {
  std::uint64_t sum = 0;
  for (const auto& [program, share] : shares_) {
    if (share.encrypted != 0 && share.connections > share.encrypted) {
      sum += share.connections - share.encrypted;
    }
  }
  return sum;
}

void Transport::connection(const Event& event) {
  const std::string_view client = event.client_ip.empty() ? event.client_host : event.client_ip;
  if (!event.tls.empty()) {
    const bool in = !client.empty();
    ++(in ? tls_in_ : tls_out_)[version_of(event.tls)];
    if (in) ++share_of(event.program).encrypted;
  } else if (event.reply.text == "connect") {
    ++connections_;
    ++share_of(event.program).connections;
    if (!client.empty()) clients_.add(client, {.messages = 1});
  } else {
    ++share_of(event.program).screened;
    screen(event.reply.text.substr(0, 32), 1);
  }
}

void Transport::screen(std::string_view word, std::uint64_t count) {
  constexpr std::size_t most = 32;  // a server has few such words; a log may hold any
  const auto known = screened_.find(word);
  if (known != screened_.end()) {
    known->second += count;
  } else if (screened_.size() < most) {
    screened_.emplace(word, count);
  }
}

void Transport::add(const Transport& other) {
  clients_.add(other.clients_);
  connections_ += other.connections_;
  for (const auto& [program, theirs] : other.shares_) {
    Share& ours = share_of(program);
    ours.connections += theirs.connections;
    ours.encrypted += theirs.encrypted;
    ours.screened += theirs.screened;
    ours.rejected += theirs.rejected;
  }
  for (const auto& [version, count] : other.tls_in_) tls_in_[version] += count;
  for (const auto& [version, count] : other.tls_out_) tls_out_[version] += count;
  for (const auto& [word, count] : other.screened_) screen(word, count);
  for (std::size_t i = 0; i < phases_.size(); ++i) phases_[i].add(other.phases_[i]);
}

void Transport::delays(const Event& event) {
  std::array<Milliseconds, 4> phases{};
  const auto add = [this](DailyPhase phase, Milliseconds time) {
    phases_.at(static_cast<std::size_t>(phase)).add(time);
  };
  if (read_phases(event.delays, phases)) {
    for (std::size_t i = 0; i < phases.size(); ++i) add(static_cast<DailyPhase>(i), phases.at(i));
  } else if (event.delay >= event.duration && event.duration.count() >= 0) {
    add(DailyPhase::queue, event.delay - event.duration);
    add(DailyPhase::delivery, event.duration);
  }
}

void Transport::add(const Event& event) {
  switch (event.kind) {
    case EventKind::connection:
      connection(event);
      break;
    case EventKind::message:
      if (!event.tls.empty() && event.counts_message) ++tls_in_[version_of(event.tls)];
      break;
    case EventKind::attempt:
      if (event.outcome != Outcome::delivered) break;
      if (!event.tls.empty()) ++tls_out_[version_of(event.tls)];
      delays(event);
      break;
    case EventKind::rejection:
      ++share_of(event.program).rejected;
      break;
    default:
      break;
  }
}

void Transport::put(DailyReport& report, std::size_t top, const DailyNames& names) const {
  report.connections = {.in = connections_, .clients = clients_.table(top, DailyName::ip, names)};
  report.tls = {.in = versions_in(tls_in_, without_tls()), .out = versions_in(tls_out_, 0)};
  for (const auto& [word, count] : screened_) {
    report.screened.push_back({.name = word, .count = count});
  }
  std::uint64_t rejected = 0;
  for (const auto& [program, share] : shares_) rejected += share.screened == 0 ? 0 : share.rejected;
  if (rejected != 0) report.screened.push_back({.name = "rejected", .count = rejected});
  std::ranges::stable_sort(report.screened, std::greater<>(), &DailyCount::count);
  for (std::size_t i = 0; i < phases_.size(); ++i) {
    const Spread& spread = phases_.at(i);
    if (spread.count() == 0) continue;
    report.delays.push_back({.phase = static_cast<DailyPhase>(i),
                             .count = spread.count(),
                             .median = spread.quantile(0.5),
                             .most = spread.quantile(0.95)});
  }
}

}  // namespace curfew::daily
