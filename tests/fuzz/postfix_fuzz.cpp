#include <cstddef>
#include <cstdint>

#include "fuzz/parser_check.h"
#include "postfix/postfix.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curfew;
  fuzz::check_parser(*postfix::format(), fuzz::EventsOfLine::any, fuzz::text_of(bytes, size));
  return 0;
}
