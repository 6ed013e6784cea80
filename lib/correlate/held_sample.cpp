#include "correlate/held_sample.h"

#include <algorithm>

#include "text/hash.h"

namespace curfew::correlate {
namespace {

std::uint64_t hash_of(const HeldDelivery& one) noexcept {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  const auto number = [](Instant at) {
    return static_cast<std::uint64_t>(at.time_since_epoch().count());
  };
  const std::uint64_t hash = text::mix(number(one.delivered) ^ odd, odd);
  return text::mix(text::mix(hash ^ number(one.first_attempt), odd) ^ number(one.last_deferral),
                   odd);
}

bool is_less(const HeldDelivery& a, const HeldDelivery& b) noexcept {
  const std::uint64_t of_a = hash_of(a);
  const std::uint64_t of_b = hash_of(b);
  return of_a != of_b ? of_a < of_b : a < b;
}

}  // namespace

void HeldSample::add(const HeldDelivery& delivery, HeldBudget& budget) {
  if (hash_of(delivery) > budget.limit) return;
  if (all_.size() == most) {
    if (!is_less(delivery, all_.front())) return;
    std::ranges::pop_heap(all_, is_less);
    all_.back() = delivery;
  } else {
    all_.push_back(delivery);
    ++budget.kept;
  }
  std::ranges::push_heap(all_, is_less);
}

// Those with the greatest hashes in front: a heap, too.
void HeldSample::put_in_order() {
  std::ranges::sort(all_,
                    [](const HeldDelivery& a, const HeldDelivery& b) { return is_less(b, a); });
}

void HeldSample::keep(HeldBudget& budget) {
  budget.kept -=
      std::erase_if(all_, [&](const HeldDelivery& one) { return hash_of(one) > budget.limit; });
  std::ranges::make_heap(all_, is_less);
}

}  // namespace curfew::correlate
