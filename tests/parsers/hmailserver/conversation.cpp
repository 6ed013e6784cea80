#include <algorithm>
#include <set>

#include "parsers/hmailserver/server_model.h"

namespace curfew::test::hmail {
namespace {

int code_of(const std::string& reply) {
  return reply.empty() ? 0 : std::stoi(reply.substr(0, 3));
}

}  // namespace

std::string_view interned(const std::string& ip) {
  static std::set<std::string> all;
  return *all.insert(ip).first;
}

void Simulator::fail_connect(const Host& host, const std::vector<std::string>& recipients) {
  for (const std::string& one : recipients) {
    tell(&host, one, Stage::connect, 0, Fate::deferred, now_);
  }
  now_ += 21 * second;
  const std::string text =
      "SMTPDeliverer - Message " + std::to_string(message_->number) +
      " - Connection failed: Host name: " + (setup_.version.host_names ? host.name : host.ip) +
      ", message: Es konnte keine Verbindung hergestellt werden";
  if (setup_.version.lookups_as_smtpd) {
    journal_.add({tick(), "SMTPC", io_thread(), 0, "TCP", text});
  } else {
    journal_.add({tick(), "DEBUG", io_thread(), 0, "", text});
  }
}

// True when the session is over.
bool Simulator::refused(Stage stage, const Host& host, const Manner& manner,
                        const std::vector<std::string>& recipients) {
  if (manner.stage != stage) return false;
  const bool silent = manner.reply.empty();
  if (!silent) received(host, manner.reply);
  const int code = code_of(manner.reply);
  for (const std::string& one : recipients) {
    const auto fate = fates_.find(one);
    const bool earlier = fate != fates_.end() && newest_.count(one) != 0 &&
                         simulation_.contacts[newest_[one]].ip == host.ip &&
                         simulation_.contacts[newest_[one]].time >= session_began_;
    if (earlier && (fate->second == Fate::bounced || code / 100 != 5)) continue;
    if (earlier) {  // it only gets worse
      simulation_.contacts.erase(simulation_.contacts.begin() +
                                 static_cast<std::ptrdiff_t>(newest_[one]));
      const std::size_t gone = newest_[one];
      newest_.erase(one);
      for (auto& [recipient, index] : newest_) index -= index > gone ? 1U : 0U;
    }
    tell(&host, one, stage, code, code / 100 == 5 ? Fate::bounced : Fate::deferred, now_);
  }
  if (silent) {
    now_ += minute;
  } else {
    quit(host);
  }
  return true;
}

bool Simulator::greet(const Host& host, const Manner& manner,
                      const std::vector<std::string>& recipients) {
  if (refused(Stage::banner, host, manner, recipients)) return false;
  received(host, "220-" + host.name + " ESMTP\r\n220 at your service");
  const bool old = setup_.version.host_names;  // no STARTTLS, so HELO unless a password is asked
  if (!old || setup_.smarthost) {
    sent(host, "EHLO mail.example.org");
    if (manner.stage == Stage::ehlo) {
      received(host, "502 5.5.1 what?");
      sent(host, "HELO mail.example.org");
      refused(Stage::ehlo, host, manner, recipients);
      return false;
    }
    received(host, "250-" + host.name + "\r\n250-STARTTLS\r\n250 SIZE 1000000");
    if (old || host.name != "mx.good.example") return true;
    sent(host, "STARTTLS");
    received(host, "220 go ahead");
    journal_.add(
        {tick(), "TCPIP", io_thread(), session_, "",
         "TCPConnection - TLS/SSL handshake completed. Session Id: {session}, Remote IP: " +
             host.ip + ", Version: TLSv1.3, Cipher: TLS_AES_256_GCM_SHA384, Bits: 256"});
    sent(host, "EHLO mail.example.org");
    received(host, "250-" + host.name + "\r\n250 SIZE 1000000");
    return true;
  }
  sent(host, "HELO mail.example.org");
  if (refused(Stage::ehlo, host, manner, recipients)) return false;
  received(host, "250 " + host.name);
  return true;
}

bool Simulator::authenticate(const Host& host) {
  sent(host, "AUTH LOGIN");
  received(host, "334 VXNlcm5hbWU6");
  sent(host, "dXNlcg==");
  received(host, "334 UGFzc3dvcmQ6");
  sent(host, "***");
  received(host, "235 2.7.0 welcome");
  return setup_.version.masks_mail_from;
}

void Simulator::converse(const Host& host, const std::vector<std::string>& recipients) {
  masked_ = false;
  now_ += 100;
  session_began_ = now_;
  journal_.add(
      {tick(), "DEBUG", io_thread(), session_, "", "TCP connection started for session {session}"});
  const Manner manner = remotes_.to_session(host, now_, dice_);
  const auto end = [&] {
    journal_.add({tick(), "DEBUG", io_thread(), session_, "", "Ending session {session}"});
  };
  if (!greet(host, manner, recipients)) return end();
  const bool mask = setup_.smarthost && authenticate(host);
  sent(host, mask ? "***" : "MAIL FROM:<" + message_->sender + ">");
  if (refused(Stage::mail_from, host, manner, recipients)) return end();
  received(host, "250 2.1.0 ok");
  std::vector<std::string> taken;
  for (const std::string& one : recipients) {
    sent(host, "RCPT TO:<" + one + ">");
    std::string pair = message_->sender + " " + one;
    std::ranges::replace(pair, '.', ' ');
    const Manner verdict = remotes_.to_recipient(host, pair, now_);
    if (verdict.stage == Stage::unknown) {
      received(host, "250 2.1.5 ok");
      taken.push_back(one);
      continue;
    }
    received(host, verdict.reply);
    const int code = code_of(verdict.reply);
    tell(&host, one, Stage::rcpt_to, code, code / 100 == 5 ? Fate::bounced : Fate::deferred, now_);
  }
  if (taken.empty()) {
    quit(host);
    return end();
  }
  sent(host, "DATA");
  if (refused(Stage::data, host, manner, recipients)) return end();
  received(host, "354 go ahead");
  sent(host, "\r\n.");
  if (refused(Stage::end_of_data, host, manner, recipients)) return end();
  received(host, "250 2.0.0 Ok: queued as 4D2F1");
  for (const std::string& one : taken) {
    tell(&host, one, Stage::end_of_data, 250, Fate::delivered, now_);
  }
  quit(host);
  end();
}

}  // namespace curfew::test::hmail
