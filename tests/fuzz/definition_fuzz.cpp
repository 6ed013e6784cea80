// The log is read by each of the definitions that are shipped.
#include <cstddef>
#include <cstdint>

#include "curfew/builtin_formats.h"
#include "curfew/definition.h"
#include "fuzz/parser_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curfew;
  static const Formats formats = builtin_formats();
  for (const std::shared_ptr<const Format>& format : formats.all()) {
    if (dynamic_cast<const Definition*>(format.get()) == nullptr) continue;
    fuzz::check_parser(*format, fuzz::EventsOfLine::any, fuzz::text_of(bytes, size));
  }
  return 0;
}
