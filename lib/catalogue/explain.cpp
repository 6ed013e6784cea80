#include <algorithm>

#include "catalogue/number_words.h"
#include "curfew/catalogue.h"
#include "text/cursor.h"
#include "text/trimmed.h"

namespace curfew {
namespace {

constexpr std::size_t most_similar = 5;
constexpr std::size_t longest_asked = 64 * 1024;

bool is_one_word(std::string_view text) noexcept {
  return !text.empty() &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

// "550", "5.7.1": a number without words, whose text may be the number itself.
bool is_bare(const Reply& reply) noexcept {
  return std::ranges::none_of(reply.text, [](char c) {
    return text::is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
  });
}

Explanation of(const Classification& found, const Reply& reply, std::string_view asked) {
  Explanation explanation;
  explanation.asked = std::string(asked.substr(0, longest_asked));
  explanation.reply_code = reply.code;
  explanation.enhanced_code = reply.enhanced;
  explanation.provider_code = std::string(found.provider_code);
  explanation.cause = found.cause;
  explanation.tier = found.tier;
  explanation.provider = found.provider;
  explanation.entry = found.entry;
  const bool by_numbers = found.tier == Tier::status_code || is_bare(reply);
  if (found.entry == nullptr && by_numbers) {
    explanation.number_words = catalogue::words_of_numbers(reply);
  }
  return explanation;
}

}  // namespace

Explanation explain(Classifier& classifier, std::string_view code_or_reply) {
  const std::string_view asked = text::trimmed(code_or_reply);
  const Catalogue& catalogue = classifier.catalogue();
  Explanation explanation;
  const CatalogueEntry* const entry = is_one_word(asked) ? catalogue.with_code(asked) : nullptr;
  if (entry != nullptr) {
    explanation.asked = std::string(asked);
    explanation.provider_code = std::string(entry->code);
    explanation.cause = entry->cause;
    explanation.tier = Tier::provider_code;
    explanation.provider = entry->provider;
    explanation.entry = entry;
  } else {
    const Reply reply = read_pasted_reply(asked);
    explanation = of(classifier.classify({.reply = reply}), reply, asked);
  }
  const bool has_code = !explanation.provider_code.empty();
  const bool is_odd_word = is_one_word(asked) && !explanation.known();
  if (has_code || is_odd_word) {
    explanation.similar =
        catalogue.similar(has_code ? explanation.provider_code : asked, most_similar);
  }
  return explanation;
}

Explanation explain(Classifier& classifier, const RefusedReply& refused) {
  Explanation explanation = of(classifier.classify(refused), refused.reply, refused.reply.text);
  if (!explanation.provider_code.empty()) {
    explanation.similar = classifier.catalogue().similar(explanation.provider_code, most_similar);
  }
  return explanation;
}

}  // namespace curfew
