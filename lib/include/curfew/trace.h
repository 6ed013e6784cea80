#pragma once

// The life of a message across queue ids, hosts and logs (docs/trace.md), put together in one pass
// and bounded memory from what a Consumer is given. One thread at a time.
//
//     curfew::Tracer tracer({.query = "bob@example.net"});
//     curfew::Events events;  // of a batch
//     tracer.add("ferry", "mail.log", events);
//     curfew::write_text(tracer.finish(curfew::Period{}), std::cout);

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/event.h"
#include "curfew/export.h"
#include "curfew/hints.h"
#include "curfew/redact.h"
#include "curfew/report.h"
#include "curfew/smtp.h"
#include "curfew/tally.h"
#include "curfew/time.h"

namespace curfew {

/// A place a message passed: a queue of a mail server of ours, under one queue id.
struct TraceHop {
  std::string format;
  std::string log_host;
  std::string instance;
  std::string queue_id;
  std::string message_id;
  std::string sender;
  std::string client_host;
  std::string client_ip;
  std::uint64_t size = 0;
  std::optional<Instant> arrived;
  std::optional<Instant> removed;
  std::vector<std::size_t> next;  ///< hops that took the message from here, by their replies
};

/// What happened to a message, without words. kind message: `state` says what.
struct TraceFacts {
  std::size_t hop = 0;
  Instant time{};
  Instant until{};          ///< of the last one that is folded into this
  std::uint64_t times = 1;  ///< deferrals in a row for which our server did not try stand as one
  EventKind kind = EventKind::attempt;
  MessageState state = MessageState::none;
  Outcome outcome = Outcome::unknown;
  Contacted contacted = Contacted::unknown;
  Stage stage = Stage::unknown;
  ErrorSource error_source = ErrorSource::none;
  ErrorClass error_class = ErrorClass::none;
  RemoteKind remote_kind = RemoteKind::unknown;
  std::uint16_t remote_port = 0;
  std::uint16_t reply_code = 0;
  EnhancedCode enhanced_code;
  InboundAction action = InboundAction::none;  ///< of a message that ends at our own filter
  bool reused = false;
  bool cut = false;
  Milliseconds wait{-1};  ///< since this recipient's last try, or the arrival; negative: unknown
  Milliseconds duration{-1};  ///< of the attempt; negative: not said
  std::uint64_t line = 0;
};

/// Something that happened to a message.
struct TraceStep : TraceFacts {
  std::string recipient;
  std::string original_recipient;
  std::string remote_host;
  std::string remote_ip;
  std::string provider_code;
  std::string reply_text;
  std::string source;
  std::string remote;  ///< of a refusal: as it is counted (Attempt); empty: not known
  std::string code;
};

/// What explains where a message is: a finding of a report. Texts of the remote's are from outside.
struct TraceWhy {
  std::string finding;  ///< its id; empty where none explains it
  std::string remote;
  Grouping grouping = Grouping::provider;  ///< what `remote` is a name of
  std::string code;
  std::string rule;  ///< "every day from 17:00 to 07:00", "after 100 messages in an hour"; or empty
  std::optional<Instant> opens;        ///< of a message that waits for the end of closed hours
  bool is_open = false;                ///< of one that waits though the closed hours are over
  std::optional<Milliseconds> theirs;  ///< of a wait that ended: while the remote was closed
};

/// The life of one message through all its hops, in the order of time.
struct CURFEW_API Trace {
  std::vector<TraceHop> hops;    ///< in the order of arrival
  std::vector<TraceStep> steps;  ///< at least one
  std::uint64_t steps_left_out = 0;
  TraceWhy why;  ///< see explain()

  Instant from() const noexcept { return steps.front().time; }
  /// Of the last thing that is known.
  Instant to() const noexcept;
};

struct Traces {
  std::string version;
  std::string query;
  TimeZone zone;                ///< times are drawn in it
  std::vector<Trace> messages;  ///< oldest first
  std::uint64_t left_out = 0;   ///< messages that match, beyond the limit
  std::uint64_t forgotten = 0;  ///< messages dropped from memory before all was read
  Hints hints;                  ///< for the page for people
};

struct TraceOptions {
  /// A queue id, an address, "@" and a domain, or a Message-Id with or without angle brackets.
  std::string query;
  std::size_t most = 100;  ///< messages told
  /// Bytes for messages of which it is not known yet whether they match, and as many for those
  /// that do.
  std::size_t memory = std::size_t{64} << 20;
};

/// Finds messages and puts together what happened to them, in one pass over events of any number
/// of logs. One thread at a time.
class CURFEW_API Tracer {
 public:
  explicit Tracer(TraceOptions options);
  ~Tracer();
  Tracer(Tracer&&) noexcept;
  Tracer& operator=(Tracer&&) noexcept;

  /// To be called before the events that the attempts are of, as a Consumer is called.
  void add(const Attempt& attempt);
  void add(std::string_view format, std::string_view source, const Events& events);
  /// The messages of which something happened in the period; whole, also what lies outside.
  Traces finish(const Period& period) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Says of each message which finding of the report explains where it is. The report must be of the
/// same logs, and neither may hide anything yet.
CURFEW_API void explain(Traces& traces, const Report& report);

struct TraceTextOptions {
  std::size_t width = 100;  ///< columns
  bool color = false;
};

/// For people; not stable.
CURFEW_API void write_text(const Traces& traces, std::ostream& out,
                           const TraceTextOptions& options = {});
/// "curfew-trace/1" (docs/trace.md).
CURFEW_API void write_json(const Traces& traces, std::ostream& out);
/// The same with pseudonyms. The redactor must have learned from the events.
CURFEW_API Traces redacted(const Traces& traces, const Redactor& redactor);

}  // namespace curfew
