#include "correlate/held_mail.h"

#include "correlate/remote_code.h"

namespace curfew::correlate {

void HeldMail::add(Name remote, Name code, const HeldDelivery& delivery) {
  if (size_ == most) return;
  std::vector<HeldDelivery>& list = held_[remote_code(remote, code)];
  if (list.size() == most_each) return;
  list.push_back(delivery);
  ++size_;
}

const std::vector<HeldDelivery>& HeldMail::of(Name remote, Name code) const noexcept {
  static const std::vector<HeldDelivery> none;
  const auto found = held_.find(remote_code(remote, code));
  return found == held_.end() ? none : found->second;
}

}  // namespace curfew::correlate
