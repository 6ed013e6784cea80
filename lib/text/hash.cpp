#include "text/hash.h"

#include <random>

namespace curfew::text {

std::uint64_t random_seed() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32) | device();
}

}  // namespace curfew::text
