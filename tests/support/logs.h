#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::test {

/// What a file holds, unpacked; of a longer one, its first `most` bytes and some more.
std::string unpacked_text(const std::filesystem::path& path, std::size_t most = SIZE_MAX);

/// The files in these folders of the project, and in those below them, that end like this; no
/// archives. In order. A folder that is not there is told as skipped.
std::vector<std::filesystem::path> logs_in(std::initializer_list<std::string_view> folders,
                                           std::initializer_list<std::string_view> endings);

}  // namespace curfew::test
