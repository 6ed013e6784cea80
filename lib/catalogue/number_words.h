#pragma once

#include <string>

#include "curfew/smtp.h"

namespace curfew::catalogue {

/// What a reply's enhanced code means, else its reply code: "For good: no such mailbox at this
/// host." Of the class alone where the number is known to nobody; empty where there is none.
std::string words_of_numbers(const Reply& reply);

}  // namespace curfew::catalogue
