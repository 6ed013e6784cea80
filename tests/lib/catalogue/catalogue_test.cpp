#include "curfew/catalogue.h"

#include <algorithm>
#include <set>

#include "catalogue/matcher.h"
#include "catalogue/rule_store.h"
#include "curfew/error.h"
#include "lib/input/temporary_folder.h"
#include "support/catch.h"

namespace curfew {
namespace {

std::string first_fault(std::string_view toml) {
  catalogue::RuleStore store;
  try {
    store.add(toml, "own.toml");
    store.finish();
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::bad_catalogue);
    return error.what();
  }
  return {};
}

// A file with one entry; `more` comes behind it.
std::string file(const std::string& recognized, const std::string& sample,
                 const std::string& more = {}) {
  return "provider = \"Example\"\nkind = \"provider\"\n\n[[entry]]\nid = \"example.one\"\n" +
         recognized + "\ncause = \"rate\"\nmeaning = \"Too much.\"\nsample = \"" + sample +
         "\"\nsample_kind = \"composed\"\n" + more;
}

}  // namespace

TEST_CASE("each entry of the catalogue hits its own sample, and no earlier one takes it") {
  const std::shared_ptr<const Catalogue> all = Catalogue::built_in();
  catalogue::Matcher matcher(catalogue::built_in_rules);
  REQUIRE(all->size() == catalogue::built_in_rules.rules.size());
  CHECK(all->size() > 480);
  for (const catalogue::Rule& rule : catalogue::built_in_rules.rules) {
    INFO(rule.entry.id);
    catalogue::Subject subject;
    subject.set(read_pasted_reply(rule.entry.sample));
    const std::string_view host = rule.needs_mx ? rule.mx.front() : std::string_view{};
    CHECK(matcher.first(subject, host, catalogue::Rank::wording) == &rule);
    for (const catalogue::Wording& wording : rule.wordings) {
      CHECK_NOTHROW(text::Pattern(std::string(wording.pattern)));
    }
  }
}

TEST_CASE("each entry has an id of its own, a cause, a meaning, a remedy and a source") {
  const std::shared_ptr<const Catalogue> all = Catalogue::built_in();
  std::set<std::string_view> ids;
  std::set<Cause> causes;
  for (std::size_t i = 0; i < all->size(); ++i) {
    const CatalogueEntry& entry = all->entry(i);
    INFO(entry.id);
    CHECK(ids.insert(entry.id).second);
    CHECK(all->find(entry.id) == &entry);
    CHECK(entry.cause != Cause::unknown);
    CHECK(!entry.meaning.empty());
    CHECK(!entry.remedy.empty());
    CHECK(!entry.source.empty());
    causes.insert(entry.cause);
    if (entry.claim) CHECK(entry.claim.basis != ClaimBasis::none);
  }
  CHECK(causes.size() == 20);
  CHECK(all->find("nobody.nothing") == nullptr);
}

TEST_CASE("a literal to look for stands in every text its expression matches") {
  for (const catalogue::Rule& rule : catalogue::built_in_rules.rules) {
    INFO(rule.entry.id);
    catalogue::Subject subject;
    subject.set(read_pasted_reply(rule.entry.sample));
    const auto stands = [&](std::string_view needle) {
      const catalogue::Subject::Ends ends = catalogue::Subject::ends_of(needle);
      return subject.threes()[ends.first] && subject.threes()[ends.last] && subject.holds(needle);
    };
    for (const catalogue::Wording& wording : rule.wordings) {
      if (!text::Pattern(std::string(wording.pattern)).matches(subject.text())) continue;
      CHECK((wording.needles.empty() || std::ranges::any_of(wording.needles, stands)));
    }
  }
}

TEST_CASE("the digits of a code name the lists they stand for") {
  Classifier classifier;
  RefusedReply refused;
  refused.reply = {.code = 421, .enhanced = {}, .text = "cmsmtp blocked. AUP#IPBL0101"};
  const Classification found = classifier.classify(refused);
  REQUIRE(found.entry != nullptr);
  CHECK(found.cause == Cause::dnsbl);
  CHECK(found.provider_code == "AUP#IPBL0101");
  const std::string meaning = meaning_of(*found.entry, found.provider_code);
  CHECK(meaning.ends_with("Here: Invaluement ivmSIP, Spamhaus Zen."));
  refused.reply.text = "554 comcast found on one or more DNSBLs, see BL000111";
  const Classification three = classifier.classify(refused);
  REQUIRE(three.entry != nullptr);
  CHECK(meaning_of(*three.entry, three.provider_code)
            .ends_with("Here: Validity / SenderScore, Cloudmark CSI, Spamhaus Zen."));
}

TEST_CASE("where sources disagree a claim has both figures") {
  const CatalogueEntry* const cox = Catalogue::built_in()->with_code("AUP#CXCNCT");
  REQUIRE(cox != nullptr);
  CHECK(cox->claim.kind == ClaimKind::concurrency);
  CHECK(cox->claim.limit == 10);
  CHECK(cox->claim.unit == ClaimUnit::connections);
  CHECK(cox->claim.per == ClaimScope::ip);
  CHECK(cox->claim.basis == ClaimBasis::provider);
  CHECK(cox->claim.other_limit == 5);
}

TEST_CASE("a code is found whatever its case and brackets, and its neighbors are near") {
  const std::shared_ptr<const Catalogue> all = Catalogue::built_in();
  for (const char* const code : {"AUP#CXCNCT", "CXCNCT", "cxcnct", "[AUP#CXCNCT]"}) {
    INFO(code);
    REQUIRE(all->with_code(code) != nullptr);
    CHECK(all->with_code(code)->id == "cox.cxcnct");
  }
  CHECK(all->with_code("") == nullptr);
  CHECK(all->with_code("nothing") == nullptr);
  const auto similar = all->similar("[TSS44]", 3);
  REQUIRE(similar.size() == 3);
  CHECK(similar.front()->provider == "Yahoo");
  CHECK(all->similar(std::string(100000, 'x'), 3).empty());
}

TEST_CASE("a user's own entries are asked first") {
  const test::Folder folder;
  folder.write("own.toml", file("says = 'too many connections at once'",
                                "421 Too many connections at once, friend"));
  Classifier built_in;
  Classifier own(Catalogue::with(folder.path(".")));
  const RefusedReply refused{
      .reply = {.code = 421, .enhanced = {}, .text = "too many connections at once AUP#CXCNCT"}};
  CHECK(built_in.classify(refused).cause == Cause::concurrency);
  const Classification found = own.classify(refused);
  CHECK(found.cause == Cause::rate);
  CHECK(found.entry->id == "example.one");
  CHECK(found.entry->remedy == remedy_for(Cause::rate));
  const RefusedReply other{.reply = {.code = 421, .enhanced = {}, .text = "blocked AUP#CXCNCT"}};
  CHECK(own.classify(other).entry->id == "cox.cxcnct");
}

TEST_CASE("a catalogue that is no use says where and why") {
  CHECK(first_fault("provider = ").starts_with("own.toml:1: "));
  CHECK(first_fault("kind = \"other\"") == "own.toml:1: no such kind: other");
  CHECK(first_fault(file("says = 'slow down'", "421 slow down")).empty());
  CHECK(first_fault(file("says = 'slow down'", "421 faster")) ==
        "example.one: does not match its own sample, which is read as: 421 faster");
  CHECK(first_fault(file("says = '(unclosed'", "421 x")).find("missing )") != std::string::npos);
  CHECK(
      first_fault(file("says = 'slow'\nneeds_mx = true", "421 slow")).find("the file has no mx") !=
      std::string::npos);
  CHECK(first_fault(file("says = 'slow'\nwhatever = 1", "421 slow"))
            .starts_with("own.toml:7: no such key: whatever"));
  CHECK(first_fault(
            file("says = 'slow'", "421 slow", "claim = {kind = \"speed\", basis = \"provider\"}"))
            .find("no such kind: speed") != std::string::npos);
  const std::string second =
      "[[entry]]\nid = \"example.two\"\nsays = 'slow down please'\ncause = \"rate\"\n"
      "meaning = \"x\"\nsample = \"421 slow down please\"\nsample_kind = \"composed\"\n";
  CHECK(first_fault(file("says = 'slow down'", "421 slow down", second)) ==
        "example.two: its sample is taken by example.one");
}

TEST_CASE("names of causes and claims can be read back") {
  for (std::size_t i = 0; i < cause_count; ++i) {
    const auto cause = static_cast<Cause>(i);
    CHECK(cause_named(name(cause)) == cause);
    CHECK(!meaning_of(cause).empty());
    CHECK(!remedy_for(cause).empty());
  }
  CHECK(!cause_named("weather"));
  CHECK(claim_kind_named(name(ClaimKind::greylist_delay)) == ClaimKind::greylist_delay);
  CHECK(claim_unit_named(name(ClaimUnit::megabytes)) == ClaimUnit::megabytes);
  CHECK(claim_scope_named(name(ClaimScope::remote)) == ClaimScope::remote);
  CHECK(claim_basis_named(name(ClaimBasis::unverified)) == ClaimBasis::unverified);
}

}  // namespace curfew
