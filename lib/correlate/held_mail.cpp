#include "correlate/held_mail.h"

namespace curfew::correlate {

const HeldMail::Kept& HeldMail::at(std::uint32_t place) const noexcept {
  return (*blocks_[(place - 1) / block_size])[(place - 1) % block_size];
}

void HeldMail::add(Name remote, Name code, const HeldDelivery& delivery) {
  if (size_ == most) return;
  List& list = lists_.of(remote, code);
  if (list.size == most_each) return;
  if (size_ % block_size == 0) blocks_.push_back(std::make_unique<Block>());
  (*blocks_.back())[size_ % block_size] = {.delivery = delivery, .before = list.last};
  ++size_;
  list.last = static_cast<std::uint32_t>(size_);
  ++list.size;
}

std::vector<HeldDelivery> HeldMail::of(Name remote, Name code) const {
  const List* const list = lists_.find(remote, code);
  if (list == nullptr) return {};
  std::vector<HeldDelivery> held(list->size);
  std::uint32_t place = list->last;
  for (std::size_t i = list->size; i-- > 0; place = at(place).before) held[i] = at(place).delivery;
  return held;
}

}  // namespace curfew::correlate
