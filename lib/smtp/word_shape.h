#pragma once

#include <string_view>

namespace curfew::smtp {

/// What a word of a reply looks like, so that what changes from message to message can be told from
/// what does not.
bool is_ipv4(std::string_view word) noexcept;
bool is_ipv6(std::string_view word) noexcept;
/// "20020a170902c1si1234567pll", "4jY9kY3KZ1z1gBtX": letters and digits mixed through a long word.
bool is_id(std::string_view word) noexcept;
/// "AUP#IPBL0001", "S3140", "BL000010", "OFR004_104": capitals, then digits: how providers' codes
/// look, and ids seldom.
bool is_code_shaped(std::string_view word) noexcept;
/// "17:30:00", "2026-01-15", "2026-01-15T17:30:00.000Z".
bool is_stamp(std::string_view word) noexcept;

}  // namespace curfew::smtp
