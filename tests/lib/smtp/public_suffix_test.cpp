#include "smtp/public_suffix.h"

#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <libpsl.h>

#include "smtp/domain.h"

#include "support/catch.h"

namespace curfew::smtp {
namespace {

constexpr const char* list_path = CURFEW_PUBLIC_SUFFIX_LIST;

using List = std::unique_ptr<psl_ctx_t, decltype(&psl_free)>;

std::string by_libpsl(const psl_ctx_t* list, const std::string& host) {
  const char* const found = psl_registrable_domain(list, host.c_str());
  return found == nullptr ? "" : found;
}

// Names of the list, without what makes rules of them.
std::vector<std::string> names() {
  std::vector<std::string> all;
  std::ifstream file(list_path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with("//")) continue;
    all.push_back(line.substr(line.find_first_not_of("!*.")));
  }
  return all;
}

}  // namespace

TEST_CASE("the table says of every name of the list what libpsl says") {
  const List list(psl_load_file(list_path), psl_free);
  REQUIRE(list != nullptr);
  const std::vector<std::string> all = names();
  CHECK(all.size() > 9000);
  std::size_t wrong = 0;
  for (const std::string& name : all) {
    for (const char* const front : {"", "a.", "b.a.", "mx1.b.a.", "www.", "city."}) {
      const std::string host = front + name;
      if (registrable_part(host) == by_libpsl(list.get(), host)) continue;
      ++wrong;
      UNSCOPED_INFO(host << ": " << registrable_part(host) << ", not "
                         << by_libpsl(list.get(), host));
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("the table says of names made up what libpsl says") {
  const List list(psl_load_file(list_path), psl_free);
  REQUIRE(list != nullptr);
  const std::vector<std::string> all = names();
  std::mt19937 random(20260209);  // the same names in every run
  const auto below = [&random](std::size_t most) { return random() % most; };
  const auto label = [&](std::string& name) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    for (std::size_t i = below(12); i != 0; --i) name += letters[below(letters.size())];
  };
  std::size_t wrong = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string host;
    for (std::size_t labels = below(5); labels != 0; --labels) {
      if (below(4) == 0) {
        host += all[below(all.size())];
      } else {
        label(host);
      }
      host += '.';
    }
    if (below(2) == 0) {
      host += all[below(all.size())];
    } else {
      label(host);
    }
    if (host.empty() || registrable_part(host) == by_libpsl(list.get(), host)) continue;
    if (++wrong < 20) {
      UNSCOPED_INFO('"' << host << "\": " << registrable_part(host) << ", not "
                        << by_libpsl(list.get(), host));
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("an international name is known in both its forms") {
  CHECK(registrable_domain("mx.example.xn--55qx5d.cn") == "example.xn--55qx5d.cn");
  CHECK(registrable_domain("mx.example.\xE5\x85\xAC\xE5\x8F\xB8.cn") ==
        "example.\xE5\x85\xAC\xE5\x8F\xB8.cn");
}

}  // namespace curfew::smtp
