#pragma once

#include <memory>

#include "curfew/input.h"

namespace curfew::input {

/// The same text as UTF-8: UTF-16 of either byte order is known by its mark, or by the zeros that
/// every other byte of plain text is; anything else stays as it is. Windows PowerShell's `>` writes
/// such files, and so does hMailServer with a mark before each record; the marks are left out. What
/// is no character becomes U+FFFD.
std::unique_ptr<Source> as_utf8(std::unique_ptr<Source> source);

}  // namespace curfew::input
