#include "loggen/replies.h"

#include <array>

namespace curfew::loggen {
namespace {

using enum Trouble;

constexpr std::array taken_texts = {
    ReplyText{none, "250 2.0.0 Ok: queued as {word}"},
    ReplyText{none, "250 2.0.0 OK  {number} {word}si{number}ab.{number} - bsmtp"},
    ReplyText{none,
              "250 2.6.0 <{word}@{domain}> [InternalId={number}, Hostname={word}.office.example] "
              "{number} bytes in 0.1, 98.2 KB/sec Queued mail for delivery"},
    ReplyText{none, "250 ok {number} qp {number}"},
    ReplyText{none, "250 2.0.0 {word} Message accepted for delivery"},
};

constexpr std::array greylisted_texts = {
    ReplyText{rcpt_to,
              "450 4.2.0 <{to}>: Recipient address rejected: Greylisted, come back in 300 "
              "seconds, see http://grey.example/{domain}.html"},
    ReplyText{rcpt_to, "451 4.7.1 Greylisting is at work here, please try again later"},
    ReplyText{rcpt_to,
              "450 4.7.1 <{to}>: Recipient address rejected: first contact from {ip}, "
              "please try later"},
    ReplyText{rcpt_to, "451 Temporary failure - please try again later"},
};

constexpr std::array rate_limited_texts = {
    ReplyText{greeting, "421 4.7.0 {mx} too many sessions from {ip}, closing"},
    ReplyText{end_of_data,
              "421-4.7.28 Bigmail sees an unusual amount of mail from your address\n"
              "421-4.7.28 {ip}. To protect our users, mail from it is slowed down for now.\n"
              "421-4.7.28 Guidelines for senders stand at\n"
              "421 4.7.28 https://bigmail.example/senders?p=rate {word}si{number}ab.{number} - "
              "bsmtp"},
    ReplyText{mail_from,
              "451 4.7.650 The mail server [{ip}] is temporarily limited because of its "
              "reputation. See https://office.example/postmaster (S775) "
              "[{word}.bigoffice.example {number}]"},
    ReplyText{greeting,
              "421 4.7.0 [TSS04] Mail from {ip} is temporarily deferred because of its "
              "volume or complaints - 4.16.55.1; see https://yonder.example/errors"},
    ReplyText{greeting,
              "421-webpost.example (mxwp{number}) ESMTP service not available\n"
              "421-Refused by policy.\n"
              "421 An explanation is at https://webpost.example/help?ip={ip}&c=rlim"},
};

constexpr std::array overloaded_texts = {
    ReplyText{greeting, "421 4.3.2 {mx} service is being restarted ({word})"},
    ReplyText{rcpt_to, "450 4.7.0 Too much mail from {ip} ({mx})"},
    ReplyText{rcpt_to, "451 4.3.0 <{to}>: Temporary lookup failure"},
    ReplyText{rcpt_to, "450 4.7.1 Client host rejected: no reverse name found for [{ip}]"},
    ReplyText{end_of_data, "452 4.3.1 Insufficient system storage [{word}]"},
};

constexpr std::array closed_hours_texts = {
    ReplyText{greeting,
              "421 {mx} ESMTP server {ip} is blocked. Look up the error code on our "
              "postmaster page. AUP#CXCNCT"},
};

constexpr std::array no_such_user_texts = {
    ReplyText{rcpt_to, "550 5.1.1 <{to}>: Recipient address rejected: no such mailbox here"},
    ReplyText{rcpt_to,
              "550-5.1.1 The account you wrote to does not exist. Check the address\n"
              "550 5.1.1 for typing errors. {word}si{number}ab.{number} - bsmtp"},
    ReplyText{rcpt_to,
              "550 5.4.1 Recipient address rejected: Access denied. "
              "[{word}.bigoffice.example {number}]"},
};

constexpr std::array mailbox_full_texts = {
    ReplyText{rcpt_to, "452 4.2.2 <{to}>: Mailbox full"},
    ReplyText{rcpt_to,
              "452-4.2.2 The recipient's inbox is out of storage space.\n"
              "452 4.2.2  https://bigmail.example/help?p=OverQuota {word}si{number}ab"},
};

constexpr std::array blocked_texts = {
    ReplyText{rcpt_to,
              "554 5.7.1 Service unavailable; Client host [{ip}] blocked using "
              "zen.dnsbl.example; https://dnsbl.example/query/{ip}"},
    ReplyText{end_of_data, "550 5.7.1 Message looks like spam, rejected ({word})"},
};

}  // namespace

std::span<const ReplyText> taken() {
  return taken_texts;
}
std::span<const ReplyText> greylisted() {
  return greylisted_texts;
}
std::span<const ReplyText> rate_limited() {
  return rate_limited_texts;
}
std::span<const ReplyText> overloaded() {
  return overloaded_texts;
}
std::span<const ReplyText> closed_hours() {
  return closed_hours_texts;
}
std::span<const ReplyText> no_such_user() {
  return no_such_user_texts;
}
std::span<const ReplyText> mailbox_full() {
  return mailbox_full_texts;
}
std::span<const ReplyText> blocked() {
  return blocked_texts;
}

}  // namespace curfew::loggen
