#include "loggen/hmailserver.h"

#include <algorithm>
#include <chrono>

// The lines of hMailServer 5.6: SMTPDeliverer.cpp, SMTPClientConnection.cpp, Logger.cpp.
namespace curfew::loggen {
namespace {

using namespace std::chrono_literals;

constexpr double bytes_per_message = 2600;
constexpr std::uint32_t most_tries = 4;

std::string on_one_line(std::string_view reply) {
  std::string text;
  for (const char c : reply) {
    if (c == '\n') {
      text += "[nl]";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

HmailServer::HmailServer(const Settings& settings) : Server(settings, bytes_per_message) {}

// "SMTPC" 8040 103 "2026-01-15 09:17:08.664" ...
LineWriter& HmailServer::head(std::string_view log, std::uint64_t thread) {
  out() << '"' << log << "\"\t" << thread << '\t';
  if (log.starts_with("SMTP")) out() << session_ << '\t';
  out() << '"';
  write_date_time(out(), now(), ' ');
  return out() << '.' << Padded{microseconds_of(now()) / 1000, 3} << "\"\t\"";
}

void HmailServer::say(const Message& message, std::string_view words) {
  head("APPLICATION", message.pid)
      << "SMTPDeliverer - Message " << message.id << ": " << words << '"';
  out().end_line();
}

void HmailServer::tcp(std::uint64_t thread, std::string_view words) {
  head("TCPIP", thread) << words << '"';
  out().end_line();
}

void HmailServer::client(const std::string& ip, std::string_view who, std::string_view words) {
  head("SMTPC", 8000 + 4 * random().below(16)) << ip << "\"\t\"" << who << ": " << words << '"';
  out().end_line();
}

void HmailServer::arrive(std::uint32_t index) {
  Message& message = this->message(index);
  message.id = std::to_string(++last_message_);
  const Client& from = client_of(message);
  ++session_;
  tcp(8000, "TCP - " + from.ip + " connected to 192.0.2.1:25.");
  const auto line = [&](std::string_view words) {
    head("SMTPD", 8004) << from.ip << "\"\t\"" << words << '"';
    out().end_line();
  };
  line("SENT: 220 mail.example.org ESMTP");
  line("RECEIVED: EHLO " + from.name);
  line("SENT: 250-mail.example.org[nl]250-SIZE 20480000[nl]250 HELP");
  line("RECEIVED: MAIL FROM:<" + sender_of(message) + '>');
  line("SENT: 250 OK");
  line("SENT: 250 Queued (0.016 seconds)");
  in(Microseconds(random().between(50'000, 400'000)), index, attempt);
}

void HmailServer::step(const Appointment& next) {
  switch (next.step) {
    case attempt:
      begin_try(next.message);
      break;
    case deliver:
      end_contact(next.message, next.recipient);
      break;
    default:
      end_try(next.message);
  }
}

void HmailServer::begin_try(std::uint32_t index) {
  Message& message = this->message(index);
  message.pid = 5000 + 4 * random().below(2500);  // the thread
  ++message.tries;
  std::string to;
  Microseconds delay = 1ms;
  for (int i = 0; i < message.recipient_count; ++i) {
    Recipient& recipient = message.recipients[static_cast<std::size_t>(i)];
    if (recipient.done) continue;
    to += (to.empty() ? "" : ", ") + address_of(recipient);
    recipient.verdict = recipient.ours ? Verdict{} : try_remote(message, recipient);
    delay += Microseconds(random().between(100'000, 1'500'000));
    in(delay, index, deliver, static_cast<std::uint8_t>(i));
  }
  say(message, "Delivering message from " + sender_of(message) + " to " + to +
                   ". File: C:\\hMailServer\\Data\\{7C0A1B5E-0000-4000-8000-" +
                   std::to_string(100'000'000'000 + index) + "}.eml");
  in(delay + 5ms, index, finish);
}

void HmailServer::write_session(const Message& message, const Recipient& recipient) {
  const Remote& remote = remote_of(recipient);
  const std::string& ip = remote.hosts.front().ip;
  const Trouble trouble = recipient.verdict.trouble;
  const std::string reply = on_one_line(recipient.verdict.reply);
  tcp(message.pid, "DNS MX lookup: " + remote.domain);
  if (trouble == Trouble::unresolved) {
    tcp(message.pid, "DNS - Query failure. Treating as temporary failure. Query: " + remote.domain +
                         ", Type: 15, DnsQuery return value: 9002.");
    return;
  }
  tcp(message.pid, "DNS - MX Result: 1 IP addresses were found.");
  tcp(message.pid, "Connecting to " + ip + ":25...");
  if (trouble == Trouble::refused || trouble == Trouble::timed_out) return;
  ++session_;
  if (trouble == Trouble::greeting) {
    client(ip, "RECEIVED", reply);
    client(ip, "SENT", "QUIT");
    return;
  }
  client(ip, "RECEIVED", "220 " + remote.hosts.front().name + " ESMTP");
  client(ip, "SENT", "EHLO mail.example.org");
  if (trouble == Trouble::lost) return;
  client(ip, "RECEIVED",
         "250-" + remote.hosts.front().name + "[nl]250-STARTTLS[nl]250 SIZE 36700160");
  const std::string commands[] = {"MAIL FROM:<" + sender_of(message) + '>',
                                  "RCPT TO:<" + address_of(recipient) + '>', "DATA", "[nl]."};
  const std::string answers[] = {"250 2.1.0 Ok", "250 2.1.5 Ok", "354 go ahead", reply};
  const Trouble failures[] = {Trouble::mail_from, Trouble::rcpt_to, Trouble::none,
                              Trouble::end_of_data};
  for (std::size_t i = 0; i < std::size(commands); ++i) {
    const bool fails = trouble != Trouble::none && trouble == failures[i];
    client(ip, "SENT", commands[i]);
    client(ip, "RECEIVED", fails ? reply : answers[i]);
    if (fails) break;
  }
  client(ip, "SENT", "QUIT");
  client(ip, "RECEIVED", "221 2.0.0 Bye");
}

void HmailServer::end_contact(std::uint32_t index, std::uint8_t number) {
  Message& message = this->message(index);
  Recipient& recipient = message.recipients[number];
  ++recipient.tries;
  recipient.done = recipient.verdict.ending != Ending::deferred;
  if (!recipient.ours) write_session(message, recipient);
}

void HmailServer::end_try(std::uint32_t index) {
  Message& message = this->message(index);
  const bool all_done =
      std::all_of(message.recipients.begin(), message.recipients.begin() + message.recipient_count,
                  [](const Recipient& recipient) { return recipient.done; });
  const bool gives_up = !all_done && message.tries >= most_tries;
  if (gives_up) {
    say(message, "Message could not be delivered. Returning error log to sender.");
  } else if (!all_done) {
    say(message, "Message could not be delivered. Scheduling it for later delivery in 60 minutes.");
    in(60min, index, attempt);
  }
  say(message, "Message delivery thread completed.");
  if (all_done || gives_up) forget(index);
}

// Strangers who knock.
void HmailServer::noise() {
  const Client& from = world().clients[random().below(world().clients.size())];
  ++session_;
  tcp(8000, "TCP - " + from.ip + " connected to 192.0.2.1:25.");
  head("SMTPD", 8008) << from.ip << "\"\t\"SENT: 220 mail.example.org ESMTP\"";
  out().end_line();
  head("SMTPD", 8008) << from.ip << "\"\t\"RECEIVED: AUTH LOGIN\"";
  out().end_line();
}

}  // namespace curfew::loggen
