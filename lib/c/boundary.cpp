#include "c/boundary.h"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <new>
#include <string_view>

#include "curfew/error.h"

namespace curfew::c {
namespace {

bool continues_character(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Names of files stand in messages, and may hold what a terminal obeys. This takes no memory.
template <std::size_t size>
void copy(std::string_view text, char (&room)[size]) noexcept {
  std::size_t length = std::min(text.size(), size - 1);
  if (length < text.size()) {
    while (length > 0 && continues_character(text[length])) --length;
  }
  std::transform(
      text.begin(), text.begin() + static_cast<std::ptrdiff_t>(length), room,
      [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F ? '?' : c; });
  room[length] = '\0';
}

curfew_status say(curfew_error* error, curfew_status status, std::string_view message,
                  std::string_view remedy) noexcept {
  if (error == nullptr) return status;
  error->status = status;
  copy(message, error->message);
  copy(remedy, error->remedy);
  return status;
}

curfew_status status_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::unreadable:
      return CURFEW_UNREADABLE;
    case ErrorCode::compressed:
      return CURFEW_COMPRESSED;
    case ErrorCode::archive:
      return CURFEW_ARCHIVE;
    case ErrorCode::unknown_format:
      return CURFEW_UNKNOWN_FORMAT;
    case ErrorCode::unknown_zone:
      return CURFEW_UNKNOWN_ZONE;
    case ErrorCode::bad_value:
      return CURFEW_BAD_VALUE;
    case ErrorCode::bad_pattern:
    case ErrorCode::bad_catalogue:
    case ErrorCode::bad_definition:
      break;  // what ships has none
  }
  return CURFEW_INTERNAL;
}

}  // namespace

bool is_breakage(curfew_status status) noexcept {
  return status == CURFEW_NO_MEMORY || status == CURFEW_INTERNAL;
}

curfew_status succeed(curfew_error* error) noexcept {
  return say(error, CURFEW_OK, {}, {});
}

curfew_status fail(curfew_error* error) noexcept {
  try {
    throw;
  } catch (const Misuse& misuse) {
    return say(error, CURFEW_MISUSE, misuse.message, misuse.remedy);
  } catch (const Error& wrong) {
    return say(error, status_of(wrong.code()), wrong.what(), wrong.remedy());
  } catch (const std::bad_alloc&) {
    return say(error, CURFEW_NO_MEMORY, "memory ran out",
               "Free the analyzer; its figures are not whole.");
  } catch (const std::exception& fault) {
    return say(error, CURFEW_INTERNAL, fault.what(),
               "This is a fault of curfew: please report it.");
  } catch (...) {
    return say(error, CURFEW_INTERNAL, "an unknown fault",
               "This is a fault of curfew: please report it.");
  }
}

}  // namespace curfew::c
