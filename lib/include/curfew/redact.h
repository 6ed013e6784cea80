#pragma once

// Pseudonyms for people, hosts and domains, the same ones each time (docs/privacy.md). One thread
// at a time.
//
//     const auto key = curfew::RedactionKey::from_secret("at least sixteen bytes");
//     const curfew::Redactor redactor(curfew::Redaction::postmaster, key);
//     std::cout << redactor.address("jane.doe@example.org") << '\n';

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "curfew/event.h"
#include "curfew/export.h"

namespace curfew {

/// How much is hidden before something is shown to others (docs/privacy.md).
enum class Redaction : std::uint8_t {
  none,
  postmaster,  ///< people, message ids, our internal hosts; for the remote's postmaster
  publicly     ///< also our addresses and names and all domains but those of the remotes
};

/// "none", "postmaster", "public"; nothing for another word.
CURFEW_API std::optional<Redaction> redaction_named(std::string_view name) noexcept;
CURFEW_API const char* name(Redaction redaction) noexcept;

/// Whose a host is.
enum class HostRole : std::uint8_t {
  remote,  ///< we write to it
  client,  ///< it hands mail to us
  own      ///< it wrote the log
};

/// What pseudonyms are made with: 128 bits. Who has the key can find out who is behind a pseudonym
/// by trying names.
struct RedactionKey {
  std::array<std::uint8_t, 16> bytes{};

  /// From the content of a key file, which may be of any length from 16 bytes on; Error (bad_value)
  /// where there is less.
  static CURFEW_API RedactionKey from_secret(std::string_view secret);
  /// From a log's own bytes: the same log gives the same pseudonyms, and nobody who has not seen it
  /// can try names.
  static CURFEW_API RedactionKey from_log(std::string_view front) noexcept;
};

/// Puts stable pseudonyms in the place of what is not to be shown. The same key and the same word
/// give the same pseudonym; letters may be of either case. One thread at a time.
///
/// Some things can only be told from what was seen: show it each event by learn() before redacting
/// what came of it.
class CURFEW_API Redactor {
 public:
  /// Hides nothing.
  Redactor();
  Redactor(Redaction redaction, const RedactionKey& key);
  ~Redactor();
  Redactor(Redactor&&) noexcept;
  Redactor& operator=(Redactor&&) noexcept;

  Redaction redaction() const noexcept { return redaction_; }
  bool hides() const noexcept { return redaction_ != Redaction::none; }

  /// Notes which hosts are remotes, and which words of replies are somebody's name: the local part
  /// of an address of the event that stands in its reply without a domain. Bounded.
  void learn(const Event& event);

  /// "a@example.net" as "user-1c9f02ab44@example.net". "<>", postmaster, abuse and mailer-daemon
  /// are nobody in particular.
  std::string address(std::string_view address) const;
  std::string domain(std::string_view domain) const;
  /// A name or an address of a host.
  std::string host(std::string_view host, HostRole role) const;
  /// The text of a reply, or our server's own account.
  std::string reply(std::string_view text) const;
  /// Without its angle brackets.
  std::string message_id(std::string_view id) const;
  /// The name of a log: paths tell of the machine.
  std::string source(std::string_view name) const;
  /// The syslog name of our server's part.
  std::string instance(std::string_view name) const;
  /// The event with all its texts redacted, which are kept in `events`.
  Event event(const Event& event, Events& events) const;

 private:
  struct Seen;

  void learn_place(std::string_view host, std::string_view ip, bool is_remote);
  std::string pseudonym(const char* kind, std::string_view word) const;
  std::string mailbox(std::string_view local, std::string_view domain) const;
  std::string without_hosts(std::string_view text) const;
  std::string plain(std::string_view text) const;
  bool keeps(std::string_view domain) const;

  Redaction redaction_ = Redaction::none;
  RedactionKey key_;
  std::unique_ptr<Seen> seen_;
};

}  // namespace curfew
