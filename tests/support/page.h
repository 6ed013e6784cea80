#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace curfew::test {

/// Where a page first differs from the one that is kept in a file under tests/; nothing where it
/// does not. CURFEW_BLESS=1 in the environment rewrites the file instead.
inline std::string difference(const std::string& page, const std::string& file) {
  const std::string path = CURFEW_TESTS_DIR "/" + file;
  if (std::getenv("CURFEW_BLESS") != nullptr) {
    std::ofstream(path, std::ios::binary) << page;
    return "";
  }
  std::ifstream kept(path, std::ios::binary);
  if (!kept) return "there is no " + file;
  std::istringstream written(page);
  std::string wanted;
  std::string line;
  for (int number = 1;; ++number) {
    const bool more_wanted = static_cast<bool>(std::getline(kept, wanted));
    const bool more = static_cast<bool>(std::getline(written, line));
    if (!more && !more_wanted) return "";
    if (more && more_wanted && line == wanted) continue;
    return file + ", line " + std::to_string(number) + ": \"" + (more ? line : "(end)") +
           "\" instead of \"" + (more_wanted ? wanted : "(end)") + '"';
  }
}

}  // namespace curfew::test
