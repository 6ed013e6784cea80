#pragma once

// What refusals mean: the catalogue of replies, the classifier that looks them up, the limits that
// providers claim. Views in what is given back live as long as the catalogue. A Catalogue may be
// shared by threads; each needs a Classifier of its own.
//
//     curfew::Classifier classifier;
//     const curfew::Explanation known = curfew::explain(classifier, "421 4.2.0 AUP#CXCNCT");
//     curfew::write_text(known, std::cout, 80);

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/export.h"
#include "curfew/smtp.h"

namespace curfew {

/// What a remote states as its reason, as far as it can be put to a test.
enum class ClaimKind : std::uint8_t {
  none,
  concurrency,  ///< at most `limit` connections open at the same time
  rate,         ///< at most `limit` in each `window`
  messages_per_connection,
  recipients_per_message,
  recipients_per_connection,
  domains_per_message,
  invalid_recipients,  ///< too many addresses that do not exist
  session_errors,      ///< too many mistakes in one connection
  greylist_delay,      ///< a retry after `limit` passes, before `window` is over
  retry_after,         ///< a retry after `limit` is welcome
  block_duration,      ///< the refusals last at most `limit`
  top_of_hour,         ///< busy in the first minutes of each hour
  size,
  mailbox,         ///< one mailbox: others of the host take mail at the same time
  retry_rule,      ///< our own: the next retry was not due
  dead_site,       ///< our own: the host is left alone for `limit`
  queue_lifetime,  ///< our own: given up on after `limit`
  dnsbl,
  reputation,
  content,
  ptr,
  helo,
  spf,
  dkim,
  dmarc,
  auth,
  tls,
  ipv6,
  dns,
  hops,
  callback
};

/// What a limit counts.
enum class ClaimUnit : std::uint8_t {
  none,
  connections,
  messages,
  recipients,
  domains,
  errors,
  hops,
  seconds,
  megabytes
};

/// What a limit is kept for: each IP of ours, each sender ...
enum class ClaimScope : std::uint8_t {
  none,
  ip,
  ip6,
  netblock,
  domain,
  sender,
  account,
  recipient,
  session,
  message,
  url,
  triplet,  ///< IP or network, sender, recipient
  remote
};

/// Where a claim is known from.
enum class ClaimBasis : std::uint8_t {
  none,
  provider,    ///< the provider's own pages
  software,    ///< a default of the mail software
  reply_text,  ///< the replies themselves
  third_party,
  unverified
};

/// A stated reason with its figures. Negative: no figure is known.
struct Claim {
  ClaimKind kind = ClaimKind::none;
  ClaimUnit unit = ClaimUnit::none;
  ClaimScope per = ClaimScope::none;
  ClaimBasis basis = ClaimBasis::none;
  std::int64_t limit = -1;        ///< in `unit`
  std::int64_t window = -1;       ///< seconds
  std::int64_t block_least = -1;  ///< how long a refusal lasts, seconds
  std::int64_t block_most = -1;
  std::int64_t other_limit = -1;  ///< where sources disagree, the other figure
  ClaimBasis other_basis = ClaimBasis::none;

  explicit operator bool() const noexcept { return kind != ClaimKind::none; }
  friend bool operator==(const Claim&, const Claim&) = default;
};

/// As they stand in JSON and in catalogues.
CURFEW_API const char* name(ClaimKind kind) noexcept;
CURFEW_API const char* name(ClaimUnit unit) noexcept;
CURFEW_API const char* name(ClaimScope per) noexcept;
CURFEW_API const char* name(ClaimBasis basis) noexcept;
/// For people: "documented by the provider".
CURFEW_API const char* describe(ClaimBasis basis) noexcept;

CURFEW_API std::optional<ClaimKind> claim_kind_named(std::string_view word) noexcept;
CURFEW_API std::optional<ClaimUnit> claim_unit_named(std::string_view word) noexcept;
CURFEW_API std::optional<ClaimScope> claim_scope_named(std::string_view word) noexcept;
CURFEW_API std::optional<ClaimBasis> claim_basis_named(std::string_view word) noexcept;

namespace catalogue {
struct Rule;
struct Holding;
}  // namespace catalogue

/// How sure a classification is, the surest first. provider_code: a code of the provider's own
/// stands in the reply. provider_text: words only this provider uses. software_text: words of a
/// mail software. wording: words many use. status_code: the numbers alone. origin: there was no
/// reply; what failed on our side says it. none: nothing says it.
enum class Tier : std::uint8_t {
  provider_code,
  provider_text,
  software_text,
  wording,
  status_code,
  origin,
  none
};

CURFEW_API const char* name(Tier tier) noexcept;

/// What is known about one reply, or one family of replies. Views live as long as the Catalogue.
struct CatalogueEntry {
  std::string_view id;        ///< "cox.cxcnct"
  std::string_view provider;  ///< "Cox"; empty: anybody may say this
  Cause cause = Cause::unknown;
  std::string_view meaning;
  std::string_view remedy;
  std::string_view url;  ///< of the provider's documentation; may be empty
  Claim claim;
  std::string_view code;  ///< the provider code in the sample; may be empty
  std::string_view sample;
  std::string_view sample_kind;  ///< "real", "doc" or "composed"
  std::string_view source;
  /// What the binary digits of the code name, from the left: block lists.
  std::span<const std::string_view> bits;
};

/// The meaning, with what the digits of this very code name.
CURFEW_API std::string meaning_of(const CatalogueEntry& entry, std::string_view provider_code);
/// What a cause means, and what to do where there is no entry.
CURFEW_API std::string_view meaning_of(Cause cause) noexcept;
CURFEW_API std::string_view remedy_for(Cause cause) noexcept;

/// All that is known about replies. Does not change once it is made; may be shared by threads.
class CURFEW_API Catalogue {
 public:
  /// What curfew ships. Costs nothing to make.
  static std::shared_ptr<const Catalogue> built_in();
  /// The same behind a user's own entries: the *.toml files of a folder, in the order of their
  /// names. Throws Error (bad_catalogue) and names file and line; an entry that does
  /// not match its own sample is a fault.
  static std::shared_ptr<const Catalogue> with(const std::string& folder);

  ~Catalogue();
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  std::size_t size() const noexcept;
  const CatalogueEntry& entry(std::size_t i) const noexcept;
  /// Null when there is none.
  const CatalogueEntry* find(std::string_view id) const noexcept;
  /// The provider's name as the catalogue holds it; empty when it names none so.
  std::string_view provider(std::string_view name) const noexcept;
  /// The entry whose code is this, whatever the case, with or without brackets and "AUP#".
  const CatalogueEntry* with_code(std::string_view code) const;
  /// Entries whose codes look most like this one, at most `most`, the most alike first.
  std::vector<const CatalogueEntry*> similar(std::string_view code, std::size_t most) const;

 private:
  friend class Classifier;
  friend struct catalogue::Holding;
  Catalogue();
  std::unique_ptr<catalogue::Holding> holding_;
};

/// A refusal to be classified. Everything but the reply may be left out.
struct RefusedReply {
  Reply reply = {};
  std::string_view remote_host = {};
  Stage stage = Stage::unknown;
  ErrorSource error_source = ErrorSource::none;
  ErrorClass error_class = ErrorClass::none;
};

/// What a refusal comes down to.
struct Classification {
  Cause cause = Cause::unknown;
  Tier tier = Tier::none;
  std::string_view provider;       ///< lives as long as the catalogue; may be empty
  std::string_view provider_code;  ///< a view into the reply's text; may be empty
  const CatalogueEntry* entry = nullptr;
  /// The same for replies that differ only in what changes from message to message.
  std::uint64_t wording = 0;
};

/// Says what refusals mean. Remembers what it was asked lately, by masked text: a million deferrals
/// cost a few hundred searches. Every reply gets an answer, the same one each time, in time linear
/// in its text. One thread at a time.
class CURFEW_API Classifier {
 public:
  explicit Classifier(std::shared_ptr<const Catalogue> catalogue = Catalogue::built_in());
  ~Classifier();
  Classifier(Classifier&&) noexcept;
  Classifier& operator=(Classifier&&) noexcept;
  /// Gives the same answers, wordings too, and remembers nothing yet.
  Classifier(const Classifier& other);
  Classifier& operator=(const Classifier&) = delete;

  Classification classify(const RefusedReply& refused);
  /// Searches that were not answered from memory.
  std::uint64_t searches() const noexcept;
  const Catalogue& catalogue() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Reads a reply as somebody pastes it: "421 4.7.0 text", "host x said: 450 ...", the lines of a
/// longer reply joined by blanks. Views point into `text`. Without a code anywhere near its front
/// the reply is the text alone.
CURFEW_API Reply read_pasted_reply(std::string_view text) noexcept;

/// What is known about one code or one reply, owning its text but for the catalogue's. The texts in
/// it are untrusted; the writers below clean them.
struct Explanation {
  std::string asked;  ///< the code or the reply
  std::uint16_t reply_code = 0;
  EnhancedCode enhanced_code;
  std::string provider_code;
  Cause cause = Cause::unknown;
  Tier tier = Tier::none;
  std::string_view provider;
  const CatalogueEntry* entry = nullptr;       ///< null: the cause alone is known, or nothing
  std::vector<const CatalogueEntry*> similar;  ///< entries with codes that look alike

  /// What the numbers mean, where no entry explains the words; empty where there are words that
  /// nobody knows.
  std::string number_words;

  /// Something is known, if only who speaks so.
  bool known() const noexcept {
    return tier != Tier::none || !provider.empty() || !number_words.empty();
  }
};

/// Explains a code of a provider ("AUP#CXCNCT", "S3140"), a reply code, an enhanced code, or a
/// whole reply. The classifier's catalogue must outlive the answer.
CURFEW_API Explanation explain(Classifier& classifier, std::string_view code_or_reply);
/// Explains what a log said.
CURFEW_API Explanation explain(Classifier& classifier, const RefusedReply& refused);

/// "at most 10 connections at the same time for each IP (documented by the provider)"; empty where
/// there is no claim.
CURFEW_API std::string describe(const Claim& claim);

/// A page for people, `width` columns wide. Not stable.
CURFEW_API void write_text(const Explanation& explanation, std::ostream& out, std::size_t width);
/// One line for people: cause, provider and code, and what was asked.
CURFEW_API void write_line(const Explanation& explanation, std::ostream& out, std::size_t width);
/// One JSON object and a line end, "curfew-explain/1" (docs/json.md).
CURFEW_API void write_json(const Explanation& explanation, std::ostream& out);

}  // namespace curfew
