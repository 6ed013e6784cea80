#include "postfix/reason.h"

#include "postfix/failure_words.h"
#include "postfix/remote_words.h"
#include "text/cursor.h"

namespace curfew::postfix {
namespace {

using text::Cursor;

// "host mx[192.0.2.7] said: 450 ... (in reply to RCPT TO command)" and
// "host mx[192.0.2.7] refused to talk to me: 421 ...". smtp_proto.c, smtp_chat.c.
bool read_host(Cursor cursor, Reason& reason) noexcept {
  if (!read_peer(cursor, reason.peer)) return false;
  if (cursor.skip(" said: ")) {
    reason.reply = cursor.rest();
    reason.incomplete = !take_stage(reason.reply, reason.stage);
  } else if (cursor.skip(" refused to talk to me: ")) {
    reason.reply = cursor.rest();
    reason.stage = Stage::banner;
  } else {
    return false;
  }
  return true;
}

// "connect to mx[192.0.2.7]:25: Connection refused", smtp_connect.c
bool read_connect(Cursor cursor, Reason& reason) noexcept {
  if (!read_peer(cursor, reason.peer) || !cursor.skip(": ")) return false;
  const ConnectFailure& failure = connect_failure(cursor.rest());
  reason.stage = Stage::connect;
  reason.error_source = failure.error_source;
  reason.error_class = failure.error_class;
  reason.contacted = failure.contacted;
  return true;
}

// "lost connection with mx[192.0.2.7] while sending RCPT TO", smtp_trouble.c
bool read_lost(Cursor cursor, Reason& reason) noexcept {
  if (!read_peer(cursor, reason.peer) || !cursor.skip(" while ")) return false;
  reason.stage = stage_of_phase(cursor.rest());
  reason.error_source = ErrorSource::network;
  reason.error_class = ErrorClass::connection_lost;
  return true;
}

// "conversation with mx[192.0.2.7] timed out while sending RCPT TO", smtp_trouble.c
bool read_timeout(Cursor cursor, Reason& reason) noexcept {
  if (!read_peer(cursor, reason.peer) || !cursor.skip(" timed out while ")) return false;
  reason.stage = stage_of_phase(cursor.rest());
  reason.error_source = ErrorSource::network;
  reason.error_class = ErrorClass::timeout;
  return true;
}

// "... host mx[192.0.2.7] refused to start TLS: 454 4.7.0 ...", smtp_proto.c
bool read_no_tls(Cursor cursor, Reason& reason) noexcept {
  if (!read_peer(cursor, reason.peer) || !cursor.skip(" refused to start TLS: ")) return false;
  reason.stage = Stage::starttls;
  reason.reply = cursor.rest();
  reason.error_source = ErrorSource::tls;
  reason.error_class = ErrorClass::tls_failed;
  return true;
}

bool read_tls_not_offered(Cursor cursor, Reason& reason) noexcept {
  if (!read_peer(cursor, reason.peer)) return false;
  reason.stage = Stage::starttls;
  reason.error_source = ErrorSource::tls;
  reason.error_class = ErrorClass::tls_failed;
  return true;
}

// "... server mx[192.0.2.7] said: 535 5.7.8 ...", smtp_sasl_glue.c
bool read_auth(Cursor cursor, Reason& reason) noexcept {
  if (!read_peer(cursor, reason.peer)) return false;
  reason.stage = Stage::auth;
  reason.error_source = ErrorSource::local;
  reason.error_class = ErrorClass::auth_failed;
  if (cursor.skip(" said: ")) reason.reply = cursor.rest();
  return true;
}

bool read_own_trouble(Cursor cursor, Reason& reason) noexcept {
  if (!read_peer(cursor, reason.peer)) return false;
  reason.error_source = ErrorSource::local;
  reason.error_class = ErrorClass::local_error;
  return true;
}

void set_lookup(std::string_view why, Reason& reason) noexcept {
  reason.stage = Stage::dns;
  reason.contacted = Contacted::no;
  reason.error_source = ErrorSource::dns;
  reason.error_class = lookup_failure(why);
}

// "... name=nx.example type=MX: Host not found, try again", dns_lookup.c
bool read_lookup(Cursor cursor, Reason& reason) noexcept {
  if (!cursor.take_until(" type=", reason.lookup_name)) return false;
  reason.lookup_type = cursor.take_while(text::is_upper);
  if (!cursor.skip(": ")) return false;
  set_lookup(cursor.rest(), reason);
  return true;
}

// "... mx.example: Name or service not known", smtp_addr.c
bool read_native_lookup(Cursor cursor, Reason& reason) noexcept {
  if (!cursor.take_until(": ", reason.lookup_name)) return false;
  reason.lookup_type = "A";
  set_lookup(cursor.rest(), reason);
  return true;
}

bool read_null_mx(Cursor cursor, Reason& reason) noexcept {
  reason.lookup_name = cursor.take_word();
  reason.lookup_type = "MX";
  if (!cursor.skip(" does not accept mail (nullMX")) return false;
  set_lookup({}, reason);
  reason.error_class = ErrorClass::null_mx;
  return true;
}

bool read_loop(Cursor cursor, Reason& reason) noexcept {
  cursor.take_word();
  if (!cursor.skip(" loops back to myself")) return false;
  reason.contacted = Contacted::no;
  reason.error_source = ErrorSource::local;
  reason.error_class = ErrorClass::local_error;
  return true;
}

struct Sentence {
  std::string_view opening;
  bool (*read)(Cursor cursor, Reason& reason) noexcept;
};

// An opening that begins like another one stands before it.
constexpr Sentence sentences[] = {
    {"host ", read_host},
    {"connect to ", read_connect},
    {"lost connection with ", read_lost},
    {"conversation with ", read_timeout},
    {"Host or domain name not found. Name service error for name=", read_lookup},
    {"Name service error for name=", read_lookup},
    {"Name service error for ", read_native_lookup},
    {"unable to look up host ", read_native_lookup},
    {"Domain ", read_null_mx},
    {"mail for ", read_loop},
    {"Protocol error: host ", read_host},
    {"TLS is required, but host ", read_no_tls},
    {"TLS is required, but was not offered by host ", read_tls_not_offered},
    {"SASL authentication failed; server ", read_auth},
    {"SASL authentication failed; cannot authenticate to server ", read_auth},
    {"SASL authentication failed: server ", read_auth},
    {"local data error while talking to ", read_own_trouble},
    {"message requires SMTPUTF8, but no server was found that supports SMTPUTF8. The last "
     "attempted server was ",
     read_own_trouble},
};

bool read_sentence(Reason& reason) noexcept {
  for (const Sentence& sentence : sentences) {
    if (!text::starts_with_rare(reason.text, sentence.opening)) continue;
    if (sentence.read(Cursor(reason.text.substr(sentence.opening.size())), reason)) {
      if (reason.contacted == Contacted::unknown) reason.contacted = Contacted::yes;
      return true;
    }
    reason.peer = {};
    reason.lookup_name = {};
  }
  if (reason.text.ends_with(": host not found")) {
    set_lookup("Host not found", reason);
    return true;
  }
  const OwnWords* const words = own_words(reason.text);
  if (words == nullptr) return false;
  reason.stage = words->stage;
  reason.contacted = words->contacted;
  reason.error_source = words->error_source;
  reason.error_class = words->error_class;
  return true;
}

}  // namespace

Reason read_reason(std::string_view text) noexcept {
  Reason reason;
  constexpr std::string_view suspended = "delivery temporarily suspended: ";
  reason.suspended = text.starts_with(suspended);
  reason.text = reason.suspended ? text.substr(suspended.size()) : text;
  if (begins_with_reply(reason.text)) {
    reason.reply = reply_behind_filter(reason.text);
    return reason;
  }
  reason.known = read_sentence(reason);
  if (reason.suspended) reason.contacted = Contacted::no;
  return reason;
}

void set_reason(const Reason& reason, Event& event, Events& events) {
  event.stage = reason.stage;
  if (!reason.reply.empty()) {
    event.reply = read_remote_reply(reason.reply, events);
    event.error_source = ErrorSource::remote;
    if (event.reply.code == 0) event.error_class = ErrorClass::malformed_reply;
    return;
  }
  event.reply = {.code = 0, .enhanced = {}, .text = reason.text};
  event.error_source = reason.error_source;
  event.error_class = reason.error_class;
}

}  // namespace curfew::postfix
