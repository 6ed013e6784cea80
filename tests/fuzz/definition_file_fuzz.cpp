// The text is a definition: it is read, or refused with one sentence.
#include <cstddef>
#include <cstdint>
#include <string>

#include "curfew/definition.h"
#include "curfew/error.h"
#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curfew;
  try {
    const auto made =
        Definition::read(std::string(reinterpret_cast<const char*>(bytes), size), "fuzz.toml");
    fuzz::require(!made->name().empty() && made->samples() != 0);
  } catch (const Error& error) {
    fuzz::require(error.code() == ErrorCode::bad_definition);
  }
  return 0;
}
