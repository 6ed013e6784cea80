#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

#include "servers/postfix_server.h"

// smtp(8): smtp_connect.c, smtp_trouble.c, and the lines it writes.
namespace curfew::servers {
namespace {

// smtp_mx_session_limit: conversations in which the message was refused; smtp_mx_address_limit.
constexpr int most_sessions = 2;
constexpr std::size_t most_addresses = 5;

std::string on_one_line(std::string reply) {
  std::ranges::replace(reply, '\n', ' ');
  return reply;
}

// smtp_chat.c: the enhanced code of the last line if it agrees with the reply's, which a greeting's
// 5xx does not (smtp_skip_5xx_greeting).
std::string dsn_of(const Refusal& refusal) {
  if (refusal.stage == Stage::lookup) return "4.4.3";
  if (refusal.stage == Stage::connect) return "4.4.1";
  if (refusal.reply == lost_connection) return "4.4.2";
  const std::size_t last = refusal.reply.rfind('\n');
  const std::string line =
      last == std::string::npos ? refusal.reply : refusal.reply.substr(last + 1);
  std::string code = line.substr(0, 1) + ".0.0";
  const std::size_t end = line.find(' ', 4);
  const std::string word = line.substr(4, end == std::string::npos ? end : end - 4);
  if (word.size() >= 5 && word[0] == line[0] && word[1] == '.' &&
      word.find_first_not_of("0123456789.") == std::string::npos) {
    code = word;
  }
  if (refusal.stage == Stage::greeting) code[0] = '4';
  return code;
}

std::string_view command(Stage stage) {
  if (stage == Stage::mail) return " (in reply to MAIL FROM command)";
  if (stage == Stage::rcpt) return " (in reply to RCPT TO command)";
  return " (in reply to end of DATA command)";
}

std::string reason_of(const Refusal& refusal, const Host& host, const std::string& domain) {
  const std::string peer = host.name + '[' + host.ip + ']';
  switch (refusal.stage) {
    case Stage::lookup:
      return "Host or domain name not found. Name service error for name=" + domain +
             " type=MX: Host not found, try again";
    case Stage::connect:
      return "connect to " + peer + ":25: " + refusal.reply;
    case Stage::greeting:
      if (refusal.reply == lost_connection) {
        return "lost connection with " + peer + " while receiving the initial server greeting";
      }
      return "host " + peer + " refused to talk to me: " + on_one_line(refusal.reply);
    default:
      return "host " + peer + " said: " + on_one_line(refusal.reply) +
             std::string(command(refusal.stage));
  }
}

// log_adhoc.c: two significant digits, at most two decimals.
std::string delay_text(Time time) {
  const double value = static_cast<double>(std::max<Time>(time, 0)) / second;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(),
                value >= 10  ? "%.0f"
                : value >= 1 ? "%.1f"
                             : "%.2f",
                value);
  std::string result = text.data();
  if (result.find('.') != std::string::npos) {
    result.erase(result.find_last_not_of('0') + 1);
    if (result.back() == '.') result.pop_back();
  }
  return result;
}

}  // namespace

void PostfixServer::deliver(const std::string& name, const Delivery& delivery) {
  Attempt attempt;
  attempt.delivery = &delivery;
  attempt.pid = 1000 + random_.below(3000);
  attempt.begin = attempt.time = agenda_.now() + 5 * millisecond;
  attempt.left = delivery.recipients;
  Destination& destination = destinations_[name];
  // qmgr asks for it when more is waiting than it may send at once.
  attempt.keep_connection = !destination.waiting.empty();
  try_hosts(destination, attempt);
  world_.mark_asked(messages_.at(delivery.message), delivery.recipients);
  agenda_.at(attempt.time, [this, name, delivery, attempt] { close(name, delivery, attempt); });
}

void PostfixServer::try_hosts(Destination& destination, Attempt& attempt) {
  const Remote& remote = world_.remotes[attempt.delivery->remote];
  std::vector<std::size_t> hosts(remote.hosts.size());
  std::iota(hosts.begin(), hosts.end(), 0U);
  if (remote.equal_preference) {
    for (std::size_t i = hosts.size(); i-- > 1;) {
      std::swap(hosts[i], hosts[random_.below(static_cast<std::uint32_t>(i) + 1)]);
    }
  }
  if (hosts.size() > most_addresses) hosts.resize(most_addresses);
  std::erase_if(destination.kept, [&](const Kept& one) { return one.until < attempt.time; });
  if (!destination.kept.empty()) {
    attempt.connection = destination.kept.back();
    destination.kept.pop_back();
    std::erase(hosts, attempt.connection->host);
    hosts.insert(hosts.begin(), attempt.connection->host);
  }
  int sessions = 0;
  for (std::size_t i = 0; i < hosts.size() && !attempt.left.empty(); ++i) {
    const bool last = i + 1 == hosts.size() || sessions + 1 == most_sessions;
    const Time before = attempt.time;
    attempt.failed_site = false;
    converse(attempt, hosts[i], last);
    if (!attempt.failed_site) ++sessions;
    if (last || sessions == most_sessions) break;
    if (attempt.time == before) attempt.time += millisecond;
    attempt.connection.reset();
  }
}

void PostfixServer::converse(Attempt& attempt, std::size_t host, bool last) {
  Message& message = messages_.at(attempt.delivery->message);
  const int use = attempt.connection ? attempt.connection->uses + 1 : 1;
  const Conversation talk =
      world_.converse(attempt.delivery->remote, host, message, attempt.left, attempt.time, use, 0);
  attempt.connection = Kept{host, use, 0};
  if (talk.whole) {
    attempt.time = talk.end;
    refused_whole(attempt, host, *talk.whole, last);
    attempt.connection.reset();
  } else {
    answered(attempt, host, talk, last);
    attempt.time = talk.end;
  }
}

void PostfixServer::refused_whole(Attempt& attempt, std::size_t host, const Refusal& refusal,
                                  bool last) {
  const std::size_t index = attempt.delivery->remote;
  const Remote& remote = world_.remotes[index];
  Message& message = messages_.at(attempt.delivery->message);
  const std::string domain = message.recipients[attempt.left[0]].domain;
  const bool connected = refusal.stage > Stage::connect;
  const bool returned = refusal.stage == Stage::mail && refusal.is_final();
  attempt.failed_site = refusal.stage <= Stage::greeting;
  attempt.reason = reason_of(refusal, remote.hosts[host], domain);
  attempt.dsn = dsn_of(refusal);
  const bool ends = last || returned || refusal.stage == Stage::lookup;
  if (refusal.stage == Stage::connect) {
    write(attempt.time, "smtp", attempt.pid, attempt.reason);
  } else if (!ends) {
    write(attempt.time, "smtp", attempt.pid, message.id + ": " + attempt.reason);
  }
  world_.count_refused(index, refusal, message, attempt.left, ends ? attempt.left.size() : 1,
                       attempt.time);
  if (!ends) return;
  const std::string relay =
      connected ? remote.hosts[host].name + '[' + remote.hosts[host].ip + "]:25" : "none";
  for (const std::size_t one : attempt.left) {
    write_status(attempt, relay, one, attempt.time, attempt.time, attempt.dsn,
                 returned ? "bounced" : "deferred", attempt.reason);
    if (!returned) continue;
    message.recipients[one].done = true;
    world_.count_returned(message.recipients[one]);
  }
  attempt.left.clear();
}

void PostfixServer::answered(Attempt& attempt, std::size_t host, const Conversation& talk,
                             bool last) {
  const std::size_t index = attempt.delivery->remote;
  const Host& at = world_.remotes[index].hosts[host];
  const std::string relay = at.name + '[' + at.ip + "]:25";
  Message& message = messages_.at(attempt.delivery->message);
  const std::string queued = std::to_string(random_.next() % 1'000'000'007);
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < attempt.left.size(); ++i) {
    const std::size_t one = attempt.left[i];
    Recipient& recipient = message.recipients[one];
    const std::optional<Refusal>& refusal = talk.recipients[i];
    if (!refusal) {
      write_status(attempt, relay, one, talk.connected, talk.end, "2.0.0", "sent",
                   "250 2.0.0 Ok: queued as " + queued);
      recipient.done = true;
      world_.count_accepted(index, 1);
      continue;
    }
    const std::string reason = reason_of(*refusal, at, recipient.domain);
    const bool ends = last || refusal->is_final();
    if (ends) {
      write_status(attempt, relay, one, talk.connected, talk.end, dsn_of(*refusal),
                   refusal->is_final() ? "bounced" : "deferred", reason);
    } else {
      // RCPT fails for each recipient, DATA for all.
      if (refusal->stage == Stage::rcpt || left.empty()) {
        write(talk.end, "smtp", attempt.pid, message.id + ": " + reason);
      }
      left.push_back(one);
    }
    // A host before the last is one contact, whoever it refuses.
    world_.count_refused(index, *refusal, message, {one}, ends || left.size() == 1 ? 1 : 0,
                         attempt.time);
    if (!refusal->is_final()) continue;
    recipient.done = true;
    world_.count_returned(recipient);
  }
  attempt.left = left;
}

void PostfixServer::write(Time time, const std::string& program, std::uint32_t pid,
                          const std::string& body) {
  std::array<char, 16> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%06d", static_cast<int>(time % second));
  journal_.write(time, date_time(time, 'T') + fraction.data() + "+00:00 mail postfix/" + program +
                           '[' + std::to_string(pid) + "]: " + body);
}

void PostfixServer::write_arrival(const Message& message) {
  const Time now = agenda_.now();
  const auto pid = static_cast<std::uint32_t>(5000 + message.number % 40);
  const std::string client = "unknown[10.1.1." + std::to_string(2 + message.number % 200) + ']';
  write(now, "submission/smtpd", pid, "connect from " + client);
  write(now + 20 * millisecond, "submission/smtpd", pid,
        message.id + ": client=" + client + ", sasl_method=PLAIN, sasl_username=" + message.sender);
  write(now + 40 * millisecond, "cleanup", pid + 100,
        message.id + ": message-id=<" + std::to_string(message.number) + '.' + message.id +
            "@pc.ours.example>");
  const std::string count = std::to_string(message.recipients.size());
  write(now + 95 * millisecond, "submission/smtpd", pid,
        "disconnect from " + client + " ehlo=1 auth=1 mail=1 rcpt=" + count +
            " data=1 quit=1 commands=" + std::to_string(message.recipients.size() + 5));
}

void PostfixServer::write_status(const Attempt& attempt, const std::string& relay,
                                 std::size_t recipient, Time connected, Time end,
                                 const std::string& dsn, const std::string& status,
                                 const std::string& reason) {
  const Message& message = messages_.at(attempt.delivery->message);
  const Time queued = attempt.delivery->active;
  const int use = attempt.connection ? attempt.connection->uses : 1;
  write(end, attempt.pid == 655 ? "error" : "smtp", attempt.pid,
        message.id + ": to=<" + message.recipients[recipient].address + ">, relay=" + relay +
            (use > 1 ? ", conn_use=" + std::to_string(use) : std::string()) + ", delay=" +
            delay_text(end - message.born) + ", delays=" + delay_text(queued - message.born) + '/' +
            delay_text(attempt.begin - queued) + '/' + delay_text(connected - attempt.begin) + '/' +
            delay_text(end - connected) + ", dsn=" + dsn + ", status=" + status + " (" + reason +
            ')');
}

}  // namespace curfew::servers
