#include <cstddef>
#include <cstdint>

#include "exim/exim.h"
#include "fuzz/parser_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curfew;
  fuzz::check_parser(*exim::format(), fuzz::EventsOfLine::one, fuzz::text_of(bytes, size));
  return 0;
}
