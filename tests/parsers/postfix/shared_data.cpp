#include "parsers/postfix/shared_data.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include "support/catch.h"

namespace curfew::test {
namespace {

const std::string folder = CURFEW_SOURCE_DIR "/../shared/data/postfix";

bool is_log(const std::string& name) {
  const bool bodies_alone = name.find("bodies") != std::string::npos;
  return !bodies_alone && (name.ends_with(".log") || name.ends_with(".log.xz"));
}

std::string quoted(const std::string& path) {
  return '\'' + path + '\'';
}

}  // namespace

std::vector<std::string> shared_postfix_logs() {
  std::vector<std::string> names;
  if (!std::filesystem::exists(folder)) {
    WARN("skipped: there is no " << folder);
    return names;
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (is_log(name)) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

std::optional<std::string> shared_postfix_file(const std::string& name) {
  const std::string path = folder + '/' + name;
  if (!std::filesystem::exists(path)) {
    WARN("skipped: there is no " << path);
    return std::nullopt;
  }
  const std::string command = (path.ends_with(".xz") ? "xz -dc " : "cat ") + quoted(path);
  std::FILE* const pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 64 * 1024> block{};
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), pipe)) {
    text.append(block.data(), got);
  }
  REQUIRE(pclose(pipe) == 0);
  return text;
}

}  // namespace curfew::test
