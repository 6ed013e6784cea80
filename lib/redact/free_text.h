#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace curfew::redact {

/// What is written in the place of words that may be somebody's.
inline constexpr std::string_view hidden_words = "[text]";

/// A reply, its addresses and hosts already redacted, with no words but those replies are made of:
/// others, and numbers that may be a telephone's, become "[text]". Codes, short numbers, dates, IP
/// addresses, pseudonyms and the names of hosts for which `keeps` is true stay.
std::string without_free_text(std::string_view text,
                              const std::function<bool(std::string_view)>& keeps);

}  // namespace curfew::redact
