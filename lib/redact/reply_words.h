#pragma once

#include <string_view>

namespace curfew::redact {

/// Whether replies are made of this word: it is one of smtp/vocabulary.h, or stands so in a reply
/// of the catalogue, as providers' names do.
bool is_reply_word(std::string_view word);

/// Whether it looks like a provider's code: of capitals and digits, with a number sign in it
/// ("AUP#CXCNCT") or of the form of one in the catalogue ("IB103").
bool is_code(std::string_view word);

}  // namespace curfew::redact
