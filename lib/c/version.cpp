#include "curfew/version.h"

#include "curfew/c.h"

int curfew_api_version() noexcept {
  return CURFEW_API_VERSION;
}

const char* curfew_version() noexcept {
  return CURFEW_VERSION;
}

const char* curfew_status_name(int status) noexcept {
  switch (status) {
    case CURFEW_OK:
      return "ok";
    case CURFEW_MISUSE:
      return "misuse";
    case CURFEW_NO_MEMORY:
      return "no_memory";
    case CURFEW_INTERNAL:
      return "internal";
    case CURFEW_UNREADABLE:
      return "unreadable";
    case CURFEW_COMPRESSED:
      return "compressed";
    case CURFEW_ARCHIVE:
      return "archive";
    case CURFEW_UNKNOWN_FORMAT:
      return "unknown_format";
    case CURFEW_UNKNOWN_ZONE:
      return "unknown_zone";
    case CURFEW_BAD_VALUE:
      return "bad_value";
    default:
      return "unknown";
  }
}
