#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/catalogue.h"
#include "curfew/export.h"

namespace curfew {

/// What is known about one code or one reply, owning its text but for the catalogue's. The texts in
/// it are strangers'; the writers below clean them.
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
