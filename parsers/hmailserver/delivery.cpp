#include "hmailserver/delivery.h"

#include <algorithm>

#include "hmailserver/step.h"
#include "text/cursor.h"

namespace curfew::hmailserver {

std::string_view domain_of(std::string_view address) noexcept {
  const std::size_t at = address.rfind('@');
  return at == address.npos ? std::string_view{} : address.substr(at + 1);
}

bool same_name(std::string_view a, std::string_view b) noexcept {
  // Names are mostly written the same way each time.
  return a.size() == b.size() &&
         (text::is_same(a, b) || std::ranges::equal(a, b, {}, text::to_lower, text::to_lower));
}

void Refusal::begin(const Moment& now) {
  at = now;
  stage = Stage::unknown;
  contacted = Contacted::yes;
  source = ErrorSource::none;
  error = ErrorClass::none;
  handshake = false;
  session = 0;
  reply.clear();
  target.host.clear();
  target.ip.clear();
  target.domain.clear();
  target.port = 0;
}

void Refusal::assign(const Refusal& other) {
  at = other.at;
  stage = other.stage;
  contacted = other.contacted;
  source = other.source;
  error = other.error;
  handshake = other.handshake;
  session = other.session;
  reply = other.reply;
  target = other.target;
}

// Kept by an earlier run: every place is one.
bool Delivery::is_sound() const noexcept {
  return recipients_.size() <= most_recipients &&
         std::ranges::all_of(recipients_, [this](const Recipient& recipient) {
           return recipient.begin <= addresses_.size() &&
                  recipient.length <= addresses_.size() - recipient.begin &&
                  (recipient.standing != Standing::refused || has_refusal(recipient.refusal));
         });
}

void Delivery::begin_connect(const Moment& at) {
  connecting = true;
  connected = talked = false;
  connect = at;
  connect_error.clear();
  connect_source = ErrorSource::network;
}

void Delivery::begin(std::uint64_t on_thread, std::string_view of_number, std::string_view from,
                     std::string_view to, const Moment& at) {
  open = true;
  thread = on_thread;
  retried = false;
  number.assign(of_number);
  sender.assign(from);
  started = at;
  group = groups_ = 0;
  for (Refusal& refusal : refusals_) refusal.holders = 0;
  target.host.clear();
  target.ip.clear();
  target.domain.clear();
  target.port = 0;
  lookup_error.clear();
  announced_session = 0;
  connecting = connected = talked = concluded = to_be_retried = false;
  session = 0;
  addresses_.assign(to);
  recipients_.clear();
  std::size_t begin = 0;
  while (begin < addresses_.size() && recipients_.size() < most_recipients) {
    const std::size_t end = std::min(addresses_.find(", ", begin), addresses_.size());
    recipients_.push_back({.begin = begin, .length = end - begin});
    begin = end + 2;
  }
}

Recipient* Delivery::find(std::string_view address_asked) noexcept {
  const auto found = std::ranges::find_if(recipients_, [&](const Recipient& recipient) {
    return same_name(address(recipient), address_asked);
  });
  return found == recipients_.end() ? nullptr : &*found;
}

bool Delivery::has_open_in(std::string_view domain) const noexcept {
  return std::ranges::any_of(recipients_, [&](const Recipient& recipient) {
    return recipient.standing != Standing::settled &&
           same_name(domain_of(address(recipient)), domain);
  });
}

bool Delivery::begin_domain(std::string_view domain) {
  // The name an alias leads to is looked up as well; nobody is addressed there.
  if (!has_open_in(domain)) return false;
  group = ++groups_;
  target.host.clear();
  target.domain.clear();
  lookup_error.clear();
  for (Recipient& recipient : recipients_) {
    if (same_name(domain_of(address(recipient)), domain)) recipient.group = group;
  }
  return true;
}

void Delivery::begin_relay(std::string_view host) {
  group = ++groups_;
  target.host.clear();
  target.domain.clear();
  lookup_error.clear();
  const std::size_t bar = host.find('|');
  std::string& name = bar == host.npos ? target.host : target.domain;
  name.assign(host.substr(0, bar));
  std::ranges::transform(name, name.begin(), text::to_lower);
  const auto goes = [this](const Recipient& one) { return one.group == 0 && !stays_here(one); };
  const bool any = std::ranges::any_of(recipients_, goes);
  for (Recipient& recipient : recipients_) {
    if (!any || goes(recipient)) recipient.group = group;
  }
}

bool Delivery::stays_here(const Recipient& recipient) const noexcept {
  return !retried && same_name(domain_of(address(recipient)), domain_of(sender));
}

std::uint32_t Delivery::add_refusal() {
  auto place = std::ranges::find(refusals_, 0U, &Refusal::holders);
  if (place == refusals_.end()) place = refusals_.emplace(place);
  Refusal& refusal = *place;
  refusal.begin({});
  refusal.target = target;
  return static_cast<std::uint32_t>(place - refusals_.begin());
}

void Delivery::hold(Recipient& recipient, std::uint32_t refusal) noexcept {
  recipient.standing = Standing::refused;
  recipient.refusal = refusal;
  ++refusals_[refusal].holders;
}

void Delivery::let_go(Recipient& recipient, Standing standing) noexcept {
  if (recipient.standing == Standing::refused) --refusals_[recipient.refusal].holders;
  recipient.standing = standing;
}

}  // namespace curfew::hmailserver
