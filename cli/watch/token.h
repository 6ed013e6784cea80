#pragma once

#include <string>

namespace curfew::cli {

/// The token in a file: one line of 16 characters or more, without blanks. Throws UsageError where
/// the file cannot be read, others may read it, or it holds no token.
std::string token_in(const std::string& path);

}  // namespace curfew::cli
