#include "correlate/held_mail.h"

namespace curfew::correlate {

void HeldMail::add(Name remote, Name code, const HeldDelivery& delivery) {
  if (size_ == most) return;
  std::vector<HeldDelivery>& list = held_.of(remote, code);
  if (list.size() == most_each) return;
  list.push_back(delivery);
  ++size_;
}

const std::vector<HeldDelivery>& HeldMail::of(Name remote, Name code) const noexcept {
  static const std::vector<HeldDelivery> none;
  const std::vector<HeldDelivery>* const found = held_.find(remote, code);
  return found == nullptr ? none : *found;
}

}  // namespace curfew::correlate
