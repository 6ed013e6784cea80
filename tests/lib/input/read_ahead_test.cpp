#include "input/read_ahead.h"

#include <random>
#include <string>
#include <vector>

#include "curfew/error.h"
#include "lib/input/broken.h"
#include "lib/input/short_reads.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

std::string read_all(Source& source, std::size_t most) {
  std::string text;
  std::vector<char> room(most);
  while (const std::size_t got = source.read(room)) text.append(room.data(), got);
  return text;
}

std::string noise(std::size_t size) {
  std::mt19937 random(7);
  std::string text(size, '\0');
  for (char& byte : text) byte = static_cast<char>(random());
  return text;
}

}  // namespace

TEST_CASE("a source that is read ahead gives its bytes, whoever reads little or much") {
  const std::string text = noise(3'000'000);
  for (const std::size_t most : {std::size_t{999}, std::size_t{262'144}, std::size_t{5'000'000}}) {
    const auto source = input::read_ahead(std::make_unique<ShortReads>("noise", text, 77'777));
    CHECK(source->name() == "noise");
    CHECK(read_all(*source, most) == text);
    std::vector<char> room(10);
    CHECK(source->read(room) == 0);  // the end is the end
  }
}

TEST_CASE("an empty source that is read ahead is empty") {
  const auto source = input::read_ahead(text_source("empty", ""));
  CHECK(read_all(*source, 100).empty());
}

TEST_CASE("a source that fails gives what came before, then fails as it does itself") {
  const std::string text = noise(700'000);
  const auto source = input::read_ahead(std::make_unique<Broken>("broken.gz", text));
  std::string seen;
  std::vector<char> room(10'000);
  const auto read_on = [&] {
    for (;;) seen.append(room.data(), source->read(room));
  };
  CHECK_THROWS_WITH(read_on(), "broken.gz: input/output error");
  CHECK(seen == text);
  CHECK_THROWS_WITH(read_on(), "broken.gz: input/output error");
}

TEST_CASE("a source that is read ahead may be given up at any time") {
  const std::string text = noise(3'000'000);
  for (const std::size_t got : {0U, 1U, 300'000U}) {
    const auto source = input::read_ahead(text_source("noise", text));
    std::vector<char> room(got);
    source->read(room);
  }
}

}  // namespace curfew::test
