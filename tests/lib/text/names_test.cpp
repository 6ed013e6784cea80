#include "text/names.h"

#include <set>
#include <string>
#include <vector>

#include "support/catch.h"

using curfew::Name;
using curfew::Names;

TEST_CASE("equal words have equal names, other words others") {
  Names names;
  const Name one = names.of("mx.example.net");
  const std::string copy("mx.example.net");
  CHECK(one != Name::none);
  CHECK(names.of(copy) == one);
  CHECK(names.of("mx.example.ne") != one);
  CHECK(names.of("mx.example.net.") != one);
  CHECK(names.of("MX.example.net") != one);
  CHECK(names.word(one) == "mx.example.net");
  CHECK(names.size() == 4);
}

TEST_CASE("the empty word is no name and is not counted") {
  Names names;
  CHECK(names.of("") == Name::none);
  CHECK(names.find("") == Name::none);
  CHECK(names.word(Name::none).empty());
  CHECK(names.size() == 0);
}

TEST_CASE("finding does not name") {
  Names names;
  CHECK(names.find("unknown") == Name::none);
  CHECK(names.size() == 0);
  const Name name = names.of("unknown");
  CHECK(names.find("unknown") == name);
}

TEST_CASE("names and views stay valid while the table grows") {
  Names names;
  const std::string_view first = names.word(names.of("first"));
  std::vector<Name> given;
  std::vector<std::string_view> views;
  for (int i = 0; i < 100'000; ++i) {
    given.push_back(names.of("host-" + std::to_string(i) + ".example.net"));
    views.push_back(names.word(given.back()));
  }
  CHECK(names.size() == 100'001);
  CHECK(std::set<Name>(given.begin(), given.end()).size() == given.size());
  CHECK(first == "first");
  CHECK(names.word(names.of("first")).data() == first.data());
  bool same = true;
  for (int i = 0; i < 100'000; ++i) {
    const std::string word = "host-" + std::to_string(i) + ".example.net";
    const auto at = static_cast<std::size_t>(i);
    same = same && views[at] == word && names.find(word) == given[at] &&
           names.word(given[at]).data() == views[at].data();
  }
  CHECK(same);
}

TEST_CASE("words of every length are kept whole beside one another") {
  Names names;
  std::vector<std::pair<Name, std::string>> kept;
  for (const std::size_t length : {1U, 2U, 7U, 8U, 9U, 16U, 1000U, 16383U, 16384U, 16385U, 65535U,
                                   65536U, 65537U, 300000U, 3U}) {
    std::string word(length, static_cast<char>('a' + length % 26));
    kept.emplace_back(names.of(word), word);
  }
  for (const auto& [name, word] : kept) CHECK(names.word(name) == word);
}

TEST_CASE("a long word as the first does not disturb the short ones behind it") {
  Names names;
  const std::string longest(100'000, 'x');
  const Name first = names.of(longest);
  const Name second = names.of("a");
  const Name third = names.of("b");
  CHECK(names.word(first) == longest);
  CHECK(names.word(second) == "a");
  CHECK(names.word(third) == "b");
}

TEST_CASE("words that differ in one byte, NUL included, are different words") {
  Names names;
  std::set<Name> seen;
  for (int c = 0; c < 256; ++c) {
    std::string word = "prefix-? of more than eight bytes";
    word[7] = static_cast<char>(c);
    seen.insert(names.of(word));
    seen.insert(names.of(std::string(1, static_cast<char>(c))));
  }
  seen.insert(names.of(std::string(2, '\0')));
  CHECK(seen.size() == 513);
}

TEST_CASE("a table that was moved keeps its words and their views") {
  Names names;
  const Name name = names.of("kept");
  const std::string_view view = names.word(name);
  Names other = std::move(names);
  CHECK(other.word(name).data() == view.data());
  CHECK(other.of("kept") == name);
}
