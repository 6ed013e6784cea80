// The first byte says whether there was a reply at all; the rest is the reply as somebody pastes
// it.
#include <cstdint>
#include <sstream>
#include <string>

#include "curfew/catalogue.h"
#include "fuzz/require.h"
#include "smtp/steady_text.h"

namespace curfew::fuzz {
namespace {

bool same(const Classification& a, const Classification& b) {
  return a.cause == b.cause && a.tier == b.tier && a.entry == b.entry &&
         a.provider_code == b.provider_code;
}

bool stands_in(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check(std::string_view text, bool replied) {
  static Classifier classifier;
  RefusedReply refused;
  refused.reply = read_pasted_reply(text);
  require(stands_in(refused.reply.text, text));
  if (!replied) refused.error_class = ErrorClass::connection_lost;
  const Classification found = classifier.classify(refused);
  require(same(found, classifier.classify(refused)));
  require(stands_in(found.provider_code, refused.reply.text));
  require((found.tier == Tier::none) == (found.cause == Cause::unknown));
  if (!replied && refused.reply.code == 0) require(found.tier == Tier::origin);
  std::string steady;
  smtp::append_steady(steady, text);
  require(steady.size() <= 4 * text.size() + 4);
  const Explanation explanation = explain(classifier, text);
  std::ostringstream out;
  write_text(explanation, out, 80);
  write_line(explanation, out, 80);
  write_json(explanation, out);
  for (const char c : out.str()) {
    require(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != '\x7f'));
  }
}

}  // namespace
}  // namespace curfew::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
  if (size == 0) return 0;
  curfew::fuzz::check(curfew::fuzz::text_of(input + 1, size - 1), input[0] != '\\');
  return 0;
}
