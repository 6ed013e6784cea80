#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/cause.h"
#include "curfew/claim.h"
#include "curfew/export.h"
#include "curfew/smtp.h"

namespace curfew {

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
  /// The same for replies that differ only in what changes from message to message; of one
  /// classifier.
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

}  // namespace curfew
