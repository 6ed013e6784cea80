#include "correlate/held_mail.h"

namespace curfew::correlate {
namespace {

std::uint64_t pair_of(Name remote, Name code) noexcept {
  return (static_cast<std::uint64_t>(remote) << 32) | static_cast<std::uint32_t>(code);
}

}  // namespace

void HeldMail::add(Name remote, Name code, const HeldDelivery& delivery) {
  if (size_ == most) return;
  std::vector<HeldDelivery>& list = held_[pair_of(remote, code)];
  if (list.size() == most_each) return;
  list.push_back(delivery);
  ++size_;
}

const std::vector<HeldDelivery>& HeldMail::of(Name remote, Name code) const noexcept {
  static const std::vector<HeldDelivery> none;
  const auto found = held_.find(pair_of(remote, code));
  return found == held_.end() ? none : found->second;
}

}  // namespace curfew::correlate
