#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "catalogue/matcher.h"
#include "curfew/catalogue.h"
#include "lib/catalogue/labelled_replies.h"
#include "support/catch.h"

namespace curfew {
namespace {

using test::label_means;
using test::labelled_replies;
using test::LabelledReply;

bool by_text(Tier tier) {
  return tier <= Tier::wording;
}

struct Agreement {
  int agreed = 0;
  int of = 0;
};

}  // namespace

TEST_CASE("of other people's replies nearly all are known by their text") {
  const std::vector<LabelledReply> replies = labelled_replies();
  if (replies.empty()) return;
  Classifier classifier;
  std::array<int, 7> tiers{};
  int transient = 0;
  int transient_by_text = 0;
  for (const LabelledReply& one : replies) {
    const Reply reply = read_pasted_reply(one.text);
    const Classification found = classifier.classify({.reply = reply});
    ++tiers[static_cast<std::size_t>(found.tier)];
    if (reply.code / 100 != 4) continue;
    ++transient;
    transient_by_text += by_text(found.tier) ? 1 : 0;
    if (!by_text(found.tier)) UNSCOPED_INFO(one.text);
  }
  const int all = static_cast<int>(replies.size());
  const auto none = tiers[static_cast<std::size_t>(Tier::none)];
  const int text = tiers[0] + tiers[1] + tiers[2] + tiers[3];
  std::printf(
      "replies: %d; provider code %d, provider text %d, software %d, wording %d, numbers %d,"
      " nothing %d; transient %d, by text %d\n",
      all, tiers[0], tiers[1], tiers[2], tiers[3], tiers[4], none, transient, transient_by_text);
  CHECK(all >= 1054);
  CHECK(text * 100 >= all * 95);
  CHECK((all - none) * 100 >= all * 99);
  CHECK(transient >= 188);
  CHECK(transient_by_text == transient);
}

TEST_CASE("causes agree with what other classifications call the same replies") {
  const std::vector<LabelledReply> replies = labelled_replies();
  if (replies.empty()) return;
  Classifier classifier;
  std::map<std::string, Agreement> agreements;
  for (const LabelledReply& one : replies) {
    const Classification found = classifier.classify({.reply = read_pasted_reply(one.text)});
    bool known = false;
    const bool fits = label_means(one, name(found.cause), known);
    if (!known) continue;
    ++agreements[one.scheme].of;
    agreements[one.scheme].agreed += fits ? 1 : 0;
    if (!fits && std::getenv("CURFEW_SHOW_MISSES") != nullptr) {
      std::printf("%s %s: %s (%s) %s\n", one.scheme.c_str(), one.label.c_str(), name(found.cause),
                  found.entry == nullptr ? "" : std::string(found.entry->id).c_str(),
                  one.text.substr(0, 150).c_str());
    }
  }
  for (const auto& [scheme, count] : agreements) {
    std::printf("agreement with %s: %d of %d\n", scheme.c_str(), count.agreed, count.of);
  }
  CHECK(agreements["sisimai"].of == 563);
  CHECK(agreements["sisimai"].agreed >= 520);
  CHECK(agreements["zonemta"].of == 104);
  CHECK(agreements["zonemta"].agreed >= 103);
  CHECK(agreements["postalsys"].of == 30);
  CHECK(agreements["postalsys"].agreed >= 29);
  CHECK(agreements["mautic"].of == 20);
  CHECK(agreements["mautic"].agreed >= 20);
  CHECK(agreements["mysociety"].of == 15);
  CHECK(agreements["mysociety"].agreed >= 14);
}

TEST_CASE("without what is known of providers most replies are still known by their text") {
  const std::vector<LabelledReply> replies = labelled_replies();
  if (replies.empty()) return;
  std::vector<catalogue::Rule> general;
  for (const catalogue::Rule& rule : catalogue::built_in_rules.rules) {
    if (rule.rank != catalogue::Rank::provider) general.push_back(rule);
  }
  catalogue::Matcher matcher({general, catalogue::built_in_rules.codes});
  int known = 0;
  for (const LabelledReply& one : replies) {
    catalogue::Subject subject;
    subject.set(read_pasted_reply(one.text));
    known += matcher.first(subject, {}, catalogue::Rank::wording) != nullptr ? 1 : 0;
  }
  std::printf("without provider entries: %d of %zu by text\n", known, replies.size());
  CHECK(known * 100 >= static_cast<int>(replies.size()) * 90);
}

}  // namespace curfew
