#include <string>
#include <vector>

#include "support/catch.h"
#include "text/names.h"

namespace curfew::bench {
namespace {

std::vector<std::string> hosts(std::size_t count) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < count; ++i) {
    words.push_back("mx" + std::to_string(i) + ".mail.example.net");
  }
  return words;
}

}  // namespace

TEST_CASE("keep words", "[!benchmark]") {
  const std::vector<std::string> words = hosts(1000);
  BENCHMARK("1000 new words") {
    Names names;
    for (const std::string& word : words) names.of(word);
    return names.size();
  };
  Names names;
  for (const std::string& word : words) names.of(word);
  const std::size_t size = names.size();
  BENCHMARK("1000 known words") {
    Name last = Name::none;
    for (const std::string& word : words) last = names.of(word);
    return last;
  };
  CHECK(names.size() == size);
}

}  // namespace curfew::bench
