#include "curfew/redact.h"

namespace curfew {

std::optional<Redaction> redaction_named(std::string_view word) noexcept {
  for (const Redaction one : {Redaction::none, Redaction::postmaster, Redaction::publicly}) {
    if (word == name(one)) return one;
  }
  return std::nullopt;
}

const char* name(Redaction redaction) noexcept {
  switch (redaction) {
    case Redaction::none:
      return "none";
    case Redaction::postmaster:
      return "postmaster";
    case Redaction::publicly:
      return "public";
  }
  return "none";
}

}  // namespace curfew
