#include "support/logs.h"

#include <algorithm>
#include <memory>

#include "curfew/input.h"
#include "support/catch.h"

namespace curfew::test {

namespace fs = std::filesystem;

std::string unpacked_text(const fs::path& path, std::size_t most) {
  const std::unique_ptr<Source> source = unpacked(open_file(path.string()));
  std::string text;
  std::vector<char> room(64 * 1024);
  while (text.size() < most) {
    const std::size_t got = source->read(room);
    if (got == 0) break;
    text.append(room.data(), got);
  }
  return text;
}

std::vector<fs::path> logs_in(std::initializer_list<std::string_view> folders,
                              std::initializer_list<std::string_view> endings) {
  std::vector<fs::path> paths;
  for (const std::string_view folder : folders) {
    const fs::path root = CURFEW_SOURCE_DIR + std::string(folder);
    if (!fs::exists(root)) {
      WARN("skipped: there is no " << root);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      const std::string name = entry.path().filename().string();
      const bool is_log = name.find(".tar") == std::string::npos &&
                          std::ranges::any_of(endings, [&name](std::string_view end) {
                            return name.ends_with(end);
                          });
      if (entry.is_regular_file() && is_log) paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  return paths;
}

}  // namespace curfew::test
