#pragma once

#include <cstdint>
#include <string>

namespace curfew::text {

/// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number);

/// "3,537 contacts", "1 contact".
std::string counted(std::uint64_t number, const char* one, const char* many);

}  // namespace curfew::text
