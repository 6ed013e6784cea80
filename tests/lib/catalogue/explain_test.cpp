#include <sstream>

#include "curfew/explanation.h"
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
