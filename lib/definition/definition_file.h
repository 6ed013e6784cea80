#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "definition/plan.h"

namespace curfew::definition {

/// What bounds a definition.
inline constexpr std::size_t longest_file = std::size_t{256} * 1024;
inline constexpr std::size_t longest_pattern = 4096;
inline constexpr std::size_t most_patterns = 200;
inline constexpr std::size_t most_rules = 200;
inline constexpr std::size_t most_tables = 8;
inline constexpr std::size_t most_samples = 200;
inline constexpr std::size_t most_entries = 65536;  ///< of a table
inline constexpr std::int64_t memory_of_pattern = std::int64_t{512} * 1024;

/// Reads and compiles a definition. Throws Error (bad_definition) with file, line and a sentence.
std::shared_ptr<const Plan> read_definition(std::string_view toml, const std::string& file);

/// What is thrown about a definition.
inline constexpr std::string_view definition_remedy =
    "docs/adding-a-format.md says how definitions are written.";

}  // namespace curfew::definition
