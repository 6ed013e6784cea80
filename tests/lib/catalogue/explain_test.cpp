#include <sstream>

#include "curfew/catalogue.h"
#include "support/catch.h"

namespace curfew {
namespace {

Explanation explained(std::string_view text) {
  static Classifier classifier;
  return explain(classifier, text);
}

std::string page(const Explanation& one, std::size_t width = 80) {
  std::ostringstream out;
  write_text(one, out, width);
  return out.str();
}

}  // namespace

TEST_CASE("a bare code is explained, with brackets or without") {
  for (const char* const code : {"AUP#CXCNCT", "cxcnct", " [AUP#CXCNCT] "}) {
    const Explanation one = explained(code);
    CHECK(one.known());
    CHECK(one.cause == Cause::concurrency);
    CHECK(one.provider_code == "AUP#CXCNCT");
    CHECK(page(one).find("at most 10 connections at the same time for each IP (documented by") !=
          std::string::npos);
  }
  CHECK(explained("S775").provider == "Microsoft");
  CHECK(explained("AUP#IPBL1000").entry->id == "cox.ipbl");
}

TEST_CASE("an unknown code has neighbors, and nothing else") {
  const Explanation one = explained("AUP#CXCNCX");
  CHECK(one.cause == Cause::unknown);
  CHECK(one.provider == "Cox");
  REQUIRE(!one.similar.empty());
  CHECK(one.similar.front()->code == "AUP#CXCNCT");
  CHECK(!explained("zxcvbnm,.").known());
}

TEST_CASE("numbers alone are explained as the weak evidence they are") {
  CHECK(explained("421").cause == Cause::busy);
  CHECK(explained("4.7.28").tier == Tier::status_code);
  CHECK(page(explained("452 4.2.2")).find("which is weak") != std::string::npos);
}

TEST_CASE("a bare number has an answer of its own, whatever cause it leaves open") {
  for (const char* const number :
       {"421", "422", "431", "432", "441", "442", "446", "447", "450", "451", "452", "454", "455",
        "471", "500", "501", "502", "503", "504", "521", "523", "530", "534", "535", "538", "541",
        "542", "550", "551", "552", "553", "554", "555", "556", "571", "591", "599"}) {
    INFO(number);
    const Explanation one = explained(number);
    CHECK(one.known());
    CHECK(one.number_words.starts_with(number[0] == '4' ? "For now: " : "For good: "));
    CHECK(one.similar.empty());
  }
  constexpr int details[] = {0, 10, 4, 6, 7, 6, 10, 30};
  for (int subject = 0; subject < 8; ++subject) {
    for (int detail = 0; detail <= details[subject]; ++detail) {
      for (const char* const status : {"4.", "5."}) {
        const std::string code = status + std::to_string(subject) + '.' + std::to_string(detail);
        INFO(code);
        const Explanation one = explained(code);
        const bool of_provider = one.entry != nullptr;  // 5.7.26: Google's
        CHECK((of_provider ||
               one.number_words.find("a number of the remote's") == std::string::npos));
        CHECK((of_provider || !one.number_words.empty()));
      }
    }
  }
  CHECK(page(explained("550")).find("550: any cause") == 0);
  CHECK(page(explained("550")).find("Read on in the reply") != std::string::npos);
  CHECK(explained("5.7.1").number_words != explained("5.7.2").number_words);
}

TEST_CASE("words that nobody knows are not explained by the number before them") {
  const Explanation one = explained("550 zork");
  CHECK(!one.known());
  CHECK(page(one).find("does not know it") != std::string::npos);
  CHECK(explained("550 5.5.0 zork").tier == Tier::status_code);
}

TEST_CASE("a page keeps to its width and shows nothing that a terminal acts on") {
  const Explanation one = explained("421 \x1b[2J\xe2\x80\xae slow down \x9b AUP#CX\x07");
  for (const std::size_t width : {20U, 40U, 100U}) {
    const std::string text = page(one, width);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\xe2\x80\xae") == std::string::npos);
  }
  std::istringstream lines(page(explained("AUP#CXCNCT"), 80));
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
  std::ostringstream json;
  write_json(one, json);
  CHECK(json.str().find("\\u001b") != std::string::npos);
  CHECK(json.str().find('\x1b') == std::string::npos);
  std::ostringstream line;
  write_line(one, line, 60);
  CHECK(line.str().find('\x1b') == std::string::npos);
}

TEST_CASE("a claim is said in words, with its figure, its basis and the other figure") {
  Claim claim;
  CHECK(describe(claim).empty());
  claim = {.kind = ClaimKind::rate,
           .unit = ClaimUnit::messages,
           .per = ClaimScope::sender,
           .basis = ClaimBasis::third_party,
           .limit = 100,
           .window = 3600};
  CHECK(describe(claim) == "at most 100 messages in an hour for each sender (reported by others)");
  claim.other_limit = 50;
  claim.other_basis = ClaimBasis::reply_text;
  claim.block_least = claim.block_most = 7200;
  CHECK(describe(claim) ==
        "at most 100 messages in an hour for each sender (reported by others); a refusal lasts 2 "
        "hours; sources disagree: 50 (said by the replies themselves)");
  const std::shared_ptr<const Catalogue> all = Catalogue::built_in();
  for (std::size_t i = 0; i < all->size(); ++i) {
    if (all->entry(i).claim) CHECK(!describe(all->entry(i).claim).empty());
  }
}

}  // namespace curfew
