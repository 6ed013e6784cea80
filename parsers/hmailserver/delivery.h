#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/event.h"
#include "text/state.h"

namespace curfew::hmailserver {

/// Where the record stands that is being read.
struct Moment {
  Instant time{};
  std::uint64_t line = 0;

  /// What is kept: text/state.h, as in all that follows.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(time, line);
  }
};

/// The party a contact is made with.
struct Target {
  std::string host;
  std::string ip;
  std::string domain;  ///< only where it is not the recipient's: a list of relays
  std::uint16_t port = 0;

  template <class Archive>
  void each_field(Archive& archive) {
    archive(host, ip, domain, port);
  }
};

/// Longer replies are cut where they are kept.
inline constexpr std::size_t longest_reply = 2048;

/// A contact that failed, kept until it is known whether another host is tried.
struct Refusal {
  /// Blank, but for the time.
  void begin(const Moment& now);
  /// All but the holders.
  void assign(const Refusal& other);

  Moment at;
  Stage stage = Stage::unknown;
  Contacted contacted = Contacted::yes;
  ErrorSource source = ErrorSource::none;
  ErrorClass error = ErrorClass::none;
  bool handshake = false;  ///< of TLS: passed over where the mail then goes without
  std::uint64_t session = 0;
  std::string reply;  ///< of the remote, as received, else our server's own words
  Target target;
  std::uint32_t holders = 0;

  template <class Archive>
  void each_field(Archive& archive) {
    archive(at, handshake, session, reply, target, holders);
    text::one_of(archive, stage, Stage::quit);
    text::one_of(archive, contacted, Contacted::no);
    text::one_of(archive, source, ErrorSource::tls);
    text::one_of(archive, error, ErrorClass::not_due);
  }
};

/// A recipient of a delivery. told: an event has said how this attempt went.
enum class Standing : std::uint8_t { open, refused, settled, told };

struct Recipient {
  std::size_t begin = 0;
  std::size_t length = 0;
  std::uint32_t group = 0;    ///< those that are delivered together; 0: in none yet
  std::uint32_t refusal = 0;  ///< where the standing is refused
  Standing standing = Standing::open;

  template <class Archive>
  void each_field(Archive& archive) {
    archive(begin, length, group, refusal);
    text::one_of(archive, standing, Standing::told);
  }
};

/// One attempt at one message: a thread of the server is at it from "Delivering message" to
/// "Message delivery thread completed". Memory is kept from one to the next.
class Delivery {
 public:
  static constexpr std::size_t most_recipients = 2048;

  void begin(std::uint64_t thread, std::string_view number, std::string_view sender,
             std::string_view recipients, const Moment& at);

  void begin_connect(const Moment& at);

  std::string_view address(const Recipient& recipient) const noexcept {
    return std::string_view(addresses_).substr(recipient.begin, recipient.length);
  }
  std::vector<Recipient>& recipients() noexcept { return recipients_; }
  const std::vector<Recipient>& recipients() const noexcept { return recipients_; }
  Recipient* find(std::string_view address) noexcept;
  bool has_open_in(std::string_view domain) const noexcept;

  /// The recipients of that domain are the next to be delivered; false when there is none.
  bool begin_domain(std::string_view domain);
  /// Those that no domain has claimed go to a relay; but at the first attempt mail for the sender's
  /// own domain is mail between users of this server, which the log does not tell.
  void begin_relay(std::string_view host);
  /// Of the group that is being delivered, and not done with.
  bool is_due(const Recipient& recipient) const noexcept {
    return recipient.group == group &&
           (recipient.standing == Standing::open || recipient.standing == Standing::refused);
  }

  /// A place for a refusal, which is free again when no recipient holds it any more.
  std::uint32_t add_refusal();
  Refusal& refusal(std::uint32_t i) noexcept { return refusals_[i]; }
  void hold(Recipient& recipient, std::uint32_t refusal) noexcept;
  void let_go(Recipient& recipient, Standing standing) noexcept;

  bool open = false;
  std::uint64_t thread = 0;
  std::string number;
  std::string sender;
  bool retried = false;  ///< who is left was not reached before
  Moment started;

  std::uint32_t group = 0;  ///< that is being delivered; 0: not told
  Target target;            ///< host of the relay, or of the mail exchanger where that is told
  std::string lookup_error;
  std::uint64_t announced_session = 0;

  bool connecting = false;  ///< since "Connecting to", until the thread goes on
  bool connected = false;   ///< the connection was seen to be made
  bool talked = false;      ///< a session over it was seen
  Moment connect;
  std::string connect_error;
  ErrorSource connect_source = ErrorSource::network;
  std::size_t session = 0;  ///< place in the table of sessions, from 1; 0: none

  bool concluded = false;  ///< the outcome was told
  bool to_be_retried = false;

  /// The line of the record that began what it waits for.
  std::uint64_t waits_since() const noexcept { return connecting ? connect.line : started.line; }
  bool stays_here(const Recipient& recipient) const noexcept;
  bool has_refusal(std::uint32_t i) const noexcept { return i < refusals_.size(); }

  template <class Archive>
  void each_field(Archive& archive) {
    archive(open, thread, number, sender, retried, started, group, target, lookup_error,
            announced_session, connecting, connected, talked, connect, connect_error, session,
            concluded, to_be_retried, addresses_, recipients_, refusals_, groups_);
    text::one_of(archive, connect_source, ErrorSource::tls);
    if constexpr (Archive::is_reading) {
      if (!is_sound()) archive.damage();
    }
  }

 private:
  bool is_sound() const noexcept;

  std::string addresses_;
  std::vector<Recipient> recipients_;
  std::vector<Refusal> refusals_;
  std::uint32_t groups_ = 0;
};

/// What follows the last '@'; letters may be of either case.
std::string_view domain_of(std::string_view address) noexcept;
bool same_name(std::string_view a, std::string_view b) noexcept;

}  // namespace curfew::hmailserver
