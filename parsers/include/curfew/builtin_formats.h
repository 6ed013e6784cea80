#pragma once

// The formats that come with the library. What is given back is a value.
//
//     const curfew::Formats formats = curfew::builtin_formats();
//     for (const auto& format : formats.all()) std::cout << format->title() << '\n';

#include "curfew/export.h"
#include "curfew/parser.h"

namespace curfew {

/// The formats this library brings: Postfix, Exim and hMailServer, and the definitions of other
/// servers.
CURFEW_API Formats builtin_formats();

}  // namespace curfew
