#pragma once

// What is known of a mail server beside the lines of its log: how it is told what helps, how it
// tries again, what it may not log. A Format gives it. Immutable: may be shared by threads; views
// live as long as the knowledge. Facts are those of the server's own documentation.
//
//     class Ferry final : public curfew::ServerKnowledge {
//      public:
//       std::string_view title() const override { return "Ferry"; }
//       std::optional<curfew::Advice> advise(const curfew::Remedy& remedy) const override {
//         if (remedy.kind != curfew::RemedyKind::fewer_connections) return std::nullopt;
//         return curfew::Advice{.text = remedy.text,
//                               .lines = {"connections " + std::to_string(remedy.limit)}};
//       }
//     };

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/export.h"
#include "curfew/hints.h"
#include "curfew/input.h"
#include "curfew/time.h"

namespace curfew {

class QueueForm;

/// What to do, in the words of the server's own configuration.
struct Advice {
  std::string key = {};  ///< "retry_after_opening", "fewer_connections" ...; stable, for machines
  std::string server = {};              ///< format name; empty: for any
  std::string text = {};                ///< why, and what it changes
  std::vector<std::string> lines = {};  ///< to be put into the configuration, or to be run
  Hint hint = Hint::none;               ///< what helps to do it
  std::string hint_data = {};

  /// With the program's words.
  std::string text_with(const Hints& hints) const { return hints.after(text, hint, hint_data); }
};

/// What helps against a finding.
enum class RemedyKind : std::uint8_t {
  retry_after_opening,           ///< try again when their hours are over
  retry_in_time,                 ///< a first retry soon after a greylist lets mail in
  fewer_connections,             ///< at once
  fewer_messages_in_connection,  ///< then a new connection
  fewer_recipients,              ///< of a message at once
  slower,                        ///< one message every so many seconds
  prefer_ipv4,                   ///< until our IPv6 address has its name
  hold_outside_hours,            ///< keep mail until they open
  greet_with_name                ///< a full name of ours that leads to our address
};
inline constexpr std::size_t remedy_kinds = 9;

/// "retry_after_opening"; stable, for machines: the key of its advice.
CURFEW_API const char* name(RemedyKind kind) noexcept;
CURFEW_API std::optional<RemedyKind> remedy_named(std::string_view name) noexcept;

/// The end of hours in which a remote takes no mail.
struct Opening {
  TimeZone zone;
  bool weekly = false;  ///< else daily
  /// On that zone's clock since midnight, or since the begin of Monday.
  std::chrono::minutes at{};
  std::chrono::minutes latest{};  ///< likewise: no later than this; not before `at`
  std::chrono::minutes shut{};    ///< how long the hours last
};

/// What helps, worked out by the library; a server says how it is told so. Untrusted text is in
/// `domains`, `hosts` and `remote` alone, and only where it may stand in a configuration: letters
/// a-z, digits, dots and hyphens.
struct Remedy {
  RemedyKind kind = RemedyKind::retry_after_opening;
  std::string why;  ///< "They refuse when more than 10 of our sessions are open"; no full stop
  /// The same with what the remedy changes, in whole sentences.
  std::string text;
  std::string otherwise;  ///< of slower: what helps where a server cannot be told so; no full stop

  /// Whose mail it is about: at most three, never empty. Where none may stand in a configuration,
  /// "their.domain.example", for the reader to put in.
  std::vector<std::string> domains;
  bool more_domains = false;       ///< than these
  std::vector<std::string> hosts;  ///< of the remote, at most five; empty: not known, or more
  std::string remote;              ///< the remote's name; may be empty

  std::int64_t limit = 0;  ///< of the fewer_...: as many are still taken; at least 1
  std::chrono::seconds
      delay{};  ///< of slower, between two messages; zero: that would take too long
  std::chrono::seconds greylisted{};    ///< of retry_in_time: after this wait mail is taken
  std::chrono::minutes interval{};      ///< of retry_after_opening: between two tries
  std::vector<Opening> openings;        ///< of retry_after_opening; never empty there
  std::chrono::minutes longest_shut{};  ///< of the openings
  bool outlasts_retries = false;        ///< the hours are as long as the server tries, by default
  std::optional<Milliseconds> median_wait;  ///< of retry_after_opening, where it is known
  Milliseconds our_wait{};                  ///< what our own schedule adds to theirs; median

  /// A sentence for other tries than `text` is about: what trying so does, and, where waits are
  /// known, what they are and what ours becomes ("a few minutes").
  CURFEW_API std::string with_waits(std::string_view does, std::string_view becomes) const;
};

/// How a server tries again, as it is installed.
struct RetryFacts {
  std::optional<std::chrono::seconds> first;           ///< from the first try to the second
  std::optional<std::chrono::minutes> gives_up_after;  ///< then mail goes back to its sender
};

/// A part of an event that a server may have been told not to log.
enum class LoggedPart : std::uint8_t { remote_port, duration, delay, sender, reply, enhanced_code };

/// Told when none of the lines that could have the part has it. Views live as long as the
/// knowledge.
struct OptionalField {
  LoggedPart part = LoggedPart::delay;
  bool of_deliveries = false;  ///< lines of other contacts never have it
  std::string_view key;        ///< stable, for machines: "FORMAT_delay"
  std::string_view text;       ///< goes behind the format's name: "lines have no ...: so that ..."
};

/// What is known of a mail server beside its log: comes with the format that reads it
/// (Format::server). Everything has a default, "nothing is known". Const functions may be called
/// from several threads.
class CURFEW_API ServerKnowledge {
 public:
  virtual ~ServerKnowledge() = default;

  /// For people: the server alone, without which of its logs. Lives as long as this.
  virtual std::string_view title() const = 0;
  virtual RetryFacts retries() const { return {}; }
  /// How this server is told so; nothing where it cannot be, or where it does so by default.
  /// Harmful advice is worse than none. `key` and `server` are filled in by the caller.
  virtual std::optional<Advice> advise(const Remedy& /*remedy*/) const { return std::nullopt; }
  /// The same in so few words that they can stand in parentheses behind the server's title: the
  /// name of an option. For hold_outside_hours and greet_with_name, which are told so alone.
  virtual std::string_view words_for(RemedyKind /*kind*/) const { return {}; }
  /// What it may have been told not to log.
  virtual std::vector<OptionalField> optional_fields() const { return {}; }
  /// Programs whose records of a journal are the server's, whatever facility they have.
  virtual std::vector<std::string> journal_programs() const { return {}; }
  /// How tags of syslog begin behind which it writes a stamp of its own once more.
  virtual std::vector<std::string> stamped_tags() const { return {}; }
  /// Log files that hold lines of other ones again.
  virtual std::vector<RepeatingLogs> repeating_logs() const { return {}; }
  /// Listings of its queue; they live as long as this.
  virtual std::vector<const QueueForm*> queue_forms() const { return {}; }
};

/// Mail servers known by a line of theirs, whether or not a format reads them: a report that passes
/// over half of a machine's mail must not look whole. Const functions may be called from several
/// threads, and do not throw.
class CURFEW_API KnownServers {
 public:
  struct Server {
    std::string_view title;
    std::string_view format;  ///< that reads its logs; empty: none
  };
  static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

  virtual ~KnownServers() = default;
  /// In the order in which they are told; the same ones always. Views live as long as this.
  virtual std::span<const Server> servers() const noexcept = 0;
  /// Whose a line of a mixed log is, by its tag of syslog, and where others share the tag by what
  /// stands behind it: a place among servers(), or `nobody`. Asked for every line that a parser
  /// passes over.
  virtual std::size_t find_tag(std::string_view tag, std::string_view body) const noexcept = 0;
  /// Whose a line is, by its tag or its shape, with a head of syslog or without. Slow.
  virtual std::size_t find_line(std::string_view line) const noexcept = 0;
};

}  // namespace curfew
