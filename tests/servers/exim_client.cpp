#include <utility>

#include "servers/exim_server.h"

// transports/smtp.c: what a host's answer means for the retry database, and its lines.
namespace curfew::servers {
namespace {

constexpr std::string_view cipher = "TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256";

std::string escaped(const std::string& reply) {
  std::string text;
  for (const char c : reply) text += c == '\n' ? "\\n" : std::string(1, c);
  return text;
}

std::string stage(const Refusal& refusal, const Message& message, const std::string& address) {
  switch (refusal.stage) {
    case Stage::greeting:
      return "initial connection";
    case Stage::mail:
      return "MAIL FROM:<" + message.sender + "> SIZE=" + std::to_string(message.size + 900);
    case Stage::rcpt:
      return "RCPT TO:<" + address + '>';
    default:
      return "end of data";
  }
}

int number_of(const Refusal& refusal) {
  switch (refusal.stage) {
    case Stage::lookup:
      return -1;
    case Stage::connect:
      return refusal.reply == timed_out ? 110 : 111;
    case Stage::mail:
      return -45;
    case Stage::rcpt:
      return -44;
    case Stage::data:
      return -46;
    default:
      return refusal.reply == lost_connection ? -18 : 0;
  }
}

std::string said(const Refusal& refusal, const Message& message, const std::string& address) {
  if (refusal.reply == lost_connection) {
    return "Remote host closed connection in response to initial connection";
  }
  return "SMTP error from remote mail server after " + stage(refusal, message, address) + ": " +
         escaped(refusal.reply);
}

}  // namespace

// Before RCPT: of a host (connect, greeting), or of the message at the host (MAIL).
void EximServer::refused_whole(Attempt& attempt, std::size_t host, const Refusal& refusal,
                               bool last) {
  Message& message = messages_.at(attempt.message);
  const bool fatal = refusal.is_final() && refusal.stage > Stage::connect;
  const bool ends = last || fatal || refusal.stage == Stage::lookup;
  world_.count_refused(attempt.remote, refusal, message, attempt.left,
                       ends ? attempt.left.size() : 1, attempt.time);
  if (refusal.stage == Stage::connect) {
    write(attempt.time, message.id + ' ' + peer(attempt, host) + ' ' + refusal.reply);
  } else if (refusal.stage != Stage::lookup && !fatal) {
    write(attempt.time, message.id + ' ' + peer(attempt, host) + ": " + said(refusal, message, ""));
  }
  std::string key = host_key(attempt.remote, host);
  if (refusal.stage == Stage::mail) key += ':' + std::to_string(message.number);
  if (fatal) {
    fail(attempt, host, refusal);
  } else if (refusal.stage == Stage::lookup) {
    defer(attempt, host, refusal, "");
  } else if (ends) {
    defer(attempt, host, refusal, key);
  } else {
    failed(key, attempt.time);
  }
  if (ends) attempt.left.clear();
}

void EximServer::fail(const Attempt& attempt, std::size_t host, const Refusal& refusal) {
  Message& message = messages_.at(attempt.message);
  for (const std::size_t one : attempt.left) {
    Recipient& recipient = message.recipients[one];
    write(attempt.time, message.id + " ** " + recipient.address + " R=dnslookup T=remote_smtp " +
                            peer(attempt, host) + ": " + said(refusal, message, recipient.address));
    recipient.done = true;
    world_.count_returned(recipient);
  }
}

// The addresses' lines; those that have waited for longer than the retry rule goes are returned.
void EximServer::defer(const Attempt& attempt, std::size_t host, const Refusal& refusal,
                       const std::string& retry_key) {
  Message& message = messages_.at(attempt.message);
  bool expired = !retry_key.empty() && failed(retry_key, attempt.time);
  for (const std::size_t one : attempt.left) {
    Recipient& recipient = message.recipients[one];
    std::string line = message.id + " == " + recipient.address + " R=dnslookup";
    if (refusal.stage != Stage::lookup) line += " T=remote_smtp";
    line += " defer (" + std::to_string(number_of(refusal)) + ')';
    if (refusal.stage == Stage::lookup) {
      line += ": host lookup did not complete";
    } else if (refusal.stage == Stage::connect) {
      line += ": " + refusal.reply;
    } else {
      line += ' ' + peer(attempt, host) + ": " + said(refusal, message, recipient.address);
    }
    write(attempt.time, line);
    if (refusal.stage == Stage::rcpt) expired = failed("R:" + recipient.address, attempt.time);
    if (expired) {
      write(attempt.time, message.id + " ** " + recipient.address + ": retry timeout exceeded");
      recipient.done = true;
      world_.count_returned(recipient);
    } else if (refusal.stage == Stage::connect || refusal.stage == Stage::greeting) {
      waiting_[attempt.remote].insert(attempt.message);
    }
  }
}

void EximServer::answered(Attempt& attempt, std::size_t host, const Conversation& talk, bool last) {
  Message& message = messages_.at(attempt.message);
  const std::string key = host_key(attempt.remote, host);
  retries_.erase(key);
  const std::string queued = std::to_string(random_.next() % 1'000'000'007);
  std::vector<std::size_t> left;
  bool first = true;
  bool host_line = false;  // of the refused data
  bool entered = false;    // in the retry database
  for (std::size_t i = 0; i < attempt.left.size(); ++i) {
    const std::size_t one = attempt.left[i];
    Recipient& recipient = message.recipients[one];
    if (!talk.recipients[i]) {
      const std::string use = attempt.use > 1 ? "*" : "";
      write(attempt.time, message.id + (first ? " => " : " -> ") + recipient.address +
                              " R=dnslookup T=remote_smtp " + peer(attempt, host) + use +
                              (use.empty() ? " X=" + std::string(cipher) + " CV=yes" : "") +
                              " C=\"250 2.0.0 Ok: queued as " + queued + '"');
      first = false;
      recipient.done = true;
      retries_.erase("R:" + recipient.address);
      delivered_ = Delivered{attempt.remote, host, attempt.source};
      world_.count_accepted(attempt.remote, 1);
      continue;
    }
    const Refusal& refusal = *talk.recipients[i];
    const bool ends = last || refusal.is_final();
    world_.count_refused(attempt.remote, refusal, message, {one},
                         ends || refusal.stage == Stage::rcpt || left.empty() ? 1 : 0,
                         attempt.time);
    Attempt single = attempt;
    single.left = {one};
    if (refusal.is_final()) {
      fail(single, host, refusal);
      continue;
    }
    const bool of_data = refusal.stage == Stage::data;
    if (of_data ? !host_line : !last) {
      write(attempt.time, message.id + ' ' + peer(attempt, host) + (of_data ? ": " : " ") +
                              said(refusal, message, recipient.address));
      host_line = true;
    }
    const std::string message_key = key + ':' + std::to_string(message.number);
    if (ends) {
      defer(single, host, refusal, of_data && !std::exchange(entered, true) ? message_key : "");
    } else {
      left.push_back(one);
      if (of_data) failed(message_key, attempt.time);
    }
  }
  attempt.left = left;
}

std::string EximServer::peer(const Attempt& attempt, std::size_t host) const {
  const Host& at = world_.remotes[attempt.remote].hosts[host];
  std::string text = "H=" + at.name + " [" + at.ip + ']';
  if (world_.sources.size() > 1) {
    text += " I=[" + world_.sources[static_cast<std::size_t>(attempt.source)] + ']';
  }
  return text;
}

std::string EximServer::host_key(std::size_t remote, std::size_t host) const {
  return "T:" + world_.remotes[remote].hosts[host].ip;
}

void EximServer::write(Time time, const std::string& body) {
  std::string line = date_time(time, ' ') + ' ' + body;
  if (relay_) {
    for (const auto& [from, to] : {std::pair{"R=dnslookup", "R=smarthost"},
                                   std::pair{"T=remote_smtp ", "T=remote_smtp_smarthost "}}) {
      const std::size_t at = line.find(from);
      if (at != std::string::npos) line.replace(at, std::string(from).size(), to);
    }
  }
  journal_.write(time, std::move(line));
}

void EximServer::write_arrival(const Message& message) {
  write(agenda_.now(),
        message.id + " <= " + message.sender + " H=(pc) [10.1.1." +
            std::to_string(2 + message.number % 200) + "] P=esmtpsa X=" + std::string(cipher) +
            " CV=no A=plain_server:" + message.sender + " S=" + std::to_string(message.size) +
            " id=" + std::to_string(message.number) + ".1A2B@pc.ours.example");
}

}  // namespace curfew::servers
