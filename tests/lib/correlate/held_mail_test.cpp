#include "correlate/held_mail.h"

#include <cstdint>
#include <vector>

#include "support/catch.h"

using curfew::HeldDelivery;
using curfew::Instant;
using curfew::Milliseconds;
using curfew::Name;
using curfew::correlate::HeldMail;

namespace {

HeldDelivery delivered(std::int64_t at) {
  return {.first_attempt = Instant(Milliseconds(at)),
          .last_deferral = Instant(Milliseconds(at + 1)),
          .delivered = Instant(Milliseconds(at + 2))};
}

bool in_order(const std::vector<HeldDelivery>& held, std::int64_t first, std::int64_t step) {
  for (const HeldDelivery& one : held) {
    if (one.first_attempt != Instant(Milliseconds(first))) return false;
    if (one.delivered != one.first_attempt + Milliseconds(2)) return false;
    first += step;
  }
  return true;
}

}  // namespace

TEST_CASE("held mail is told by remote and code, in the order it was delivered") {
  HeldMail held;
  CHECK(held.of(Name{1}, Name{2}).empty());
  for (std::int64_t i = 0; i < 3000; i += 2) {
    held.add(Name{1}, Name{2}, delivered(i));
    held.add(Name{2}, Name{1}, delivered(i + 1));
  }
  CHECK(held.of(Name{1}, Name{2}).size() == 1500);
  CHECK(in_order(held.of(Name{1}, Name{2}), 0, 2));
  CHECK(held.of(Name{2}, Name{1}).size() == 1500);
  CHECK(in_order(held.of(Name{2}, Name{1}), 1, 2));
  CHECK(held.of(Name{1}, Name{1}).empty());
}

TEST_CASE("of each only the first are kept, and of all together") {
  HeldMail held;
  for (std::uint32_t i = 0; i < HeldMail::most_each + 10; ++i) {
    held.add(Name{1}, Name{1}, delivered(i));
  }
  CHECK(held.of(Name{1}, Name{1}).size() == HeldMail::most_each);
  CHECK(in_order(held.of(Name{1}, Name{1}), 0, 1));
  for (std::uint32_t i = HeldMail::most_each; i < HeldMail::most; ++i) {
    held.add(Name{2 + i / 1000}, Name{1}, delivered(i));
  }
  held.add(Name{1}, Name{2}, delivered(0));
  CHECK(held.of(Name{1}, Name{2}).empty());
}
