#pragma once

#include <exception>

#include "curfew/c.h"

namespace curfew::c {

/// The program is wrong. Texts that live forever, so that throwing it takes no memory of ours.
struct Misuse {
  const char* message;
  const char* remedy;
};

/// Throws Misuse for a null argument.
inline void need(const void* argument, const char* message) {
  if (argument == nullptr) throw Misuse{message, "Pass what the header asks for."};
}

/// Whether what was caught may have left an analyzer half changed.
bool is_breakage(curfew_status status) noexcept;

curfew_status succeed(curfew_error* error) noexcept;
/// Says what is being handled, in a catch block.
curfew_status fail(curfew_error* error) noexcept;

/// Does the work of a function of the interface; nothing that it throws goes further.
template <typename Work>
curfew_status guarded(curfew_error* error, Work&& work) noexcept {
  try {
    work();
  } catch (...) {
    return fail(error);
  }
  return succeed(error);
}

}  // namespace curfew::c
