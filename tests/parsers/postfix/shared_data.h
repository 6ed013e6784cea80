#pragma once

#include <optional>
#include <string>
#include <vector>

namespace curfew::test {

/// Logs of real servers that stand beside the project and are no part of it: not free to copy.
/// Tests that need them pass, with a warning, where they are absent.

/// The names of the logs, sorted; empty, and warned about, where the folder is absent.
std::vector<std::string> shared_postfix_logs();

/// One file's text, unpacked; nothing, and a warning, where it is absent.
std::optional<std::string> shared_postfix_file(const std::string& name);

}  // namespace curfew::test
