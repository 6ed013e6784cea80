#pragma once

#include <string>
#include <string_view>

namespace curfew::smtp {

/// "12", "0.35", "1,234"
bool is_number(std::string_view word) noexcept;
/// "4.7.650"
bool is_enhanced_code(std::string_view word) noexcept;
/// "mx1.example.net": a name with a dot that ends like a domain, in one case of letters.
bool is_host(std::string_view word) noexcept;
/// An id of any kind: a queue id, hexadecimal digits, a scramble of base64, letters and digits
/// mixed. Never what looks like a provider's code.
bool is_variable(std::string_view word) noexcept;
/// What is an id where a word in front says so: "session DEADBEEF", "ref 12ab".
bool is_id_behind_name(std::string_view word) noexcept;
/// Writes the word with its numbers replaced by "#", except the short ones of a name: "mx1".
void append_without_numbers(std::string& out, std::string_view word);

}  // namespace curfew::smtp
