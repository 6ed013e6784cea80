#pragma once

// What the lines of any mail server's log say, in one flat form. An Event is made of views: into
// the lines it was read from or into the Events it stands in; it dies with them. Times are UTC, in
// milliseconds; a negative duration was not said.
//
//     curfew::Events events;
//     curfew::Event& event = events.add();
//     event.outcome = curfew::Outcome::deferred;
//     event.reply = {.code = 421, .enhanced = {}, .text = events.keep("try again later")};
//     std::string line;
//     curfew::append_ndjson(line, event, "ferry", "mail.log");

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/export.h"
#include "curfew/smtp.h"
#include "curfew/time.h"

namespace curfew {

/// attempt: one recipient, one try, as the mail server concluded it. session: a contact that failed
/// before a recipient's outcome was written (an earlier MX host, a refused connection). message: a
/// step in a message's life, see MessageState. retry: a schedule line. destination: the server
/// stopped or resumed asking a host. rejection: our server turned a client or its mail away.
/// notice: the server speaks of its own trouble, or, with the reject reason and the stage `auth`,
/// of a client that failed to log in. connection: a client connected to our server, was let through
/// or found out before it could say anything (`reply.text` says which), or either side agreed on
/// TLS. The last three only where they were asked for (Parser::reads_inbound); they are in no count
/// of outgoing mail.
enum class EventKind : std::uint8_t {
  attempt,
  session,
  message,
  retry,
  destination,
  rejection,
  notice,
  connection
};

/// RFC 3464 Action in the trade's words.
enum class Outcome : std::uint8_t {
  unknown,
  delivered,
  deferred,
  bounced,
  expired,
  held,
  discarded,
  interrupted
};

/// Whether the remote took part. `no`: our own server did not ask ("delivery temporarily
/// suspended", "retry time not reached"), or the delivery never left the machine.
enum class Contacted : std::uint8_t { unknown, yes, no };

/// What kind of party the mail was handed to.
enum class RemoteKind : std::uint8_t { unknown, smtp, lmtp, local };

/// The step of an event of kind message.
enum class MessageState : std::uint8_t {
  none,
  received,
  queued,
  sender_known,
  removed,
  frozen,
  thawed,
  expired
};

/// What our server did with a client or its mail: of rejections, and of the message event that ends
/// a message for it. warned: by a rule that is only being tried.
enum class InboundAction : std::uint8_t { none, rejected, warned, held, discarded };

/// Why: known by the words of the server's own texts and of widely used rules. `policy`: by a rule
/// whose words say nothing known.
enum class RejectReason : std::uint8_t {
  none,
  dnsbl,
  greylisted,
  unknown_user,
  relay_denied,
  rate,
  helo,
  client,
  sender,
  recipient,
  sender_policy,
  size,
  content,
  tls,
  auth,
  protocol,
  server,
  policy
};

/// How the server rates its own notice.
enum class Severity : std::uint8_t { none, warning, error, fatal, panic };

/// What a log line says, in words every mail server shares: the one type all parsers give.
///
/// A row of plain values. Every view points into the batch of lines (or into the Events it stands
/// in) and dies with it. Empty and zero mean "the line does not say". The text is written by
/// others: clean it before it is shown.
struct Event {
  EventKind kind = EventKind::attempt;
  Outcome outcome = Outcome::unknown;
  MessageState state = MessageState::none;
  Stage stage = Stage::unknown;
  Contacted contacted = Contacted::unknown;
  ErrorSource error_source = ErrorSource::none;
  ErrorClass error_class = ErrorClass::none;
  RemoteKind remote_kind = RemoteKind::unknown;
  Cause cause = Cause::unknown;  ///< of a refusal; filled when events are joined, not by parsers
  bool probe = false;            ///< an address check, not mail: kept out of all counts of mail
  bool reused = false;  ///< over a connection that had already delivered: no independent contact
  bool cut = false;     ///< the line was cut by the logger; the end of the reply is missing
  InboundAction action = InboundAction::none;
  RejectReason reject_reason = RejectReason::none;
  Severity severity = Severity::none;
  /// The next five, and `earlier_deferral`, are filled when events are joined: what this event adds
  /// to the totals.
  bool counts_message = false;  ///< a message was received
  bool counts_size = false;     ///< the size of a received message became known
  bool counts_sender =
      false;  ///< the first event of a received message that tells its sender for sure
  bool first_deferral = false;  ///< of its message
  std::uint32_t expires = 0;    ///< recipients given up on by a message event
  std::uint16_t remote_port = 0;
  std::uint32_t recipients = 0;      ///< of a queued message; 0: not said
  std::uint16_t connection_use = 0;  ///< its number in its connection, from 1; 0: not said

  Instant time{};
  /// Of a deferral: when its message was deferred last before; Instant::min(): never, or its
  /// message is not known.
  Instant earlier_deferral = Instant::min();
  std::uint64_t line = 0;
  /// The line of the event that already stands for this contact: the same refusal logged twice.
  std::uint64_t repeats = 0;

  std::string_view log_host;    ///< who wrote the log
  std::string_view instance;    ///< which mail server on that host ("mta", "mta-out")
  std::string_view session_id;  ///< process or session number
  std::string_view queue_id;
  std::string_view sender;  ///< "<>" is the null sender
  std::string_view recipient;
  std::string_view original_recipient;
  std::string_view message_id;   ///< without its angle brackets; where a message is received
  std::string_view client_host;  ///< who handed it to us, as the log names it
  std::string_view client_ip;
  std::string_view remote_domain;
  std::string_view remote_host;  ///< lower case, no dot at the end
  std::string_view remote_ip;
  std::string_view local_ip;  ///< the address of ours that spoke to the remote
  std::string_view program;   ///< of the server, that wrote it: of rejections and notices
  /// The next three only where they were asked for (Parser::reads_inbound).
  std::string_view login;  ///< the name with which the client of a received message logged in
  /// The protocol's version, as the log spells it: "TLSv1.3", "TLS1.3"; "none": not encrypted.
  std::string_view tls;
  std::string_view delays;  ///< of a delivery, seconds: "before the queue/in it/connecting/sending"

  Reply reply;
  std::string_view provider_code;  ///< "AUP#CXCNCT"; filled when events are joined, not by parsers
  std::string_view provider;       ///< who speaks so, "Cox"; filled likewise
  EnhancedCode enhanced_code;      ///< the server's verdict; may differ from the reply's own
  Milliseconds delay{-1};          ///< since the message arrived; negative: not said
  Milliseconds duration{-1};       ///< of this attempt's session; negative: not said
  std::uint64_t size = 0;          ///< of the message, in bytes
};

/// Handed to a mailbox, a program or a service of this machine: no remote takes part.
inline bool is_local(const Event& event) noexcept {
  return event.remote_kind == RemoteKind::local ||
         (event.remote_kind == RemoteKind::lmtp && event.remote_ip.empty());
}

/// The events of a batch, in the order of its lines, with room for text that does not stand in the
/// lines as it is (unfolded replies, lower-cased hosts). clear() keeps the memory for the next
/// batch.
class CURFEW_API Events {
 public:
  using const_iterator = std::vector<Event>::const_iterator;

  /// A new event at the end, all its members at their defaults; the reference lives until the next.
  Event& add();
  /// Takes back the newest event. Needs: there is one.
  void drop_last() noexcept { events_.pop_back(); }
  /// Text that lives as long as the events of this batch.
  std::string_view keep(std::string_view text);
  /// Room for up to `size` characters; what was not used is given back by keep_written. Needs:
  /// nothing else is kept in between.
  char* room(std::size_t size);
  std::string_view keep_written(const char* begin, std::size_t used);

  void clear() noexcept;
  std::size_t size() const noexcept { return events_.size(); }
  bool empty() const noexcept { return events_.empty(); }
  Event& operator[](std::size_t i) noexcept { return events_[i]; }
  const Event& operator[](std::size_t i) const noexcept { return events_[i]; }
  std::vector<Event>::iterator begin() noexcept { return events_.begin(); }
  std::vector<Event>::iterator end() noexcept { return events_.end(); }
  const_iterator begin() const noexcept { return events_.begin(); }
  const_iterator end() const noexcept { return events_.end(); }

 private:
  struct Block {
    std::unique_ptr<char[]> text;
    std::size_t size = 0;
    std::size_t used = 0;
  };
  std::vector<Event> events_;
  std::vector<Block> blocks_;
  std::size_t block_ = 0;
};

/// Names as they stand in JSON: "attempt", "deferred", "yes" ...
CURFEW_API const char* name(EventKind kind) noexcept;
CURFEW_API const char* name(Outcome outcome) noexcept;
CURFEW_API const char* name(Contacted contacted) noexcept;
CURFEW_API const char* name(RemoteKind kind) noexcept;
CURFEW_API const char* name(MessageState state) noexcept;
CURFEW_API const char* name(InboundAction action) noexcept;
CURFEW_API const char* name(RejectReason reason) noexcept;
CURFEW_API const char* name(Severity severity) noexcept;

/// One try to hand one message to one remote, as it is counted: what an analysis takes. A message's
/// recipients are tries of their own. Views die with the call that gave it, as the event's do.
struct Attempt {
  const Event& event;
  std::string_view remote;   ///< the group it is counted under (see Grouping)
  std::string_view code;     ///< the group key of the reply; empty for a delivery
  bool counts = false;       ///< a contact: the remote took part, and no other line stands for it
  bool first = false;        ///< surely the message's first attempt at this recipient
  bool new_message = false;  ///< the message had no attempt with this remote and code before
  Milliseconds wait{-1};     ///< a delivery after deferrals: since the first attempt; else negative
};

/// Appends the event as one line of JSON, schema "curfew-event/1" (docs/events.md). What the event
/// does not say is absent. Valid UTF-8 whatever the log holds. `source` is the log's name, `zone`
/// the one in which its hours are drawn: who reads the events back draws them alike.
CURFEW_API void append_ndjson(std::string& out, const Event& event, std::string_view format,
                              std::string_view source, const TimeZone& zone = {});

}  // namespace curfew
