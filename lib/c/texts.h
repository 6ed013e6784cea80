#pragma once

#include <cstddef>
#include <string_view>

namespace curfew::c {

/// A copy that is the caller's, ended by a zero byte. `length` may be null.
char* give_text(std::string_view text, std::size_t* length);
/// False for what was not given out, or came back already.
bool take_back(const char* text) noexcept;

/// CURFEW_JSON or CURFEW_TEXT; throws Misuse for another number.
void need_form(int form);

}  // namespace curfew::c
