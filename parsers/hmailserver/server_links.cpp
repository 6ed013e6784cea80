#include <algorithm>

#include "hmailserver/server.h"

namespace curfew::hmailserver {
namespace {

constexpr std::size_t most_served = 256;

std::size_t place_of(std::string_view ip) noexcept {
  std::size_t hash = 0;
  for (const char c : ip) hash = hash * 31 + static_cast<unsigned char>(c);
  return hash % most_served;
}

}  // namespace

Delivery* Server::delivery_on(std::uint64_t thread) noexcept {
  const auto found = std::ranges::find_if(deliveries_, [thread](const Delivery& delivery) {
    return delivery.open && delivery.thread == thread;
  });
  return found == deliveries_.end() ? nullptr : &*found;
}

Delivery* Server::delivery_of(const Session& session) noexcept {
  return session.delivery == 0 ? nullptr : &deliveries_[session.delivery - 1];
}

void Server::link(Session& session, Delivery& delivery) noexcept {
  session.delivery = static_cast<std::size_t>(&delivery - deliveries_.data()) + 1;
  delivery.session = static_cast<std::size_t>(&session - sessions_.data()) + 1;
  delivery.talked = true;
}

// By the session's number, where Debug tells it; else the delivery that has waited longest for a
// connection to this address: sessions are numbered as connections are made.
void Server::link_by_connection(Session& session) {
  Delivery* oldest = nullptr;
  for (Delivery& delivery : deliveries_) {
    if (!delivery.open || delivery.session != 0) continue;
    if (delivery.announced_session == session.id && session.id != 0) {
      link(session, delivery);
      return;
    }
    if (!delivery.connecting || delivery.talked || delivery.announced_session != 0) continue;
    const bool same = delivery.target.ip.empty() || delivery.target.ip == session.ip;
    if (same && (oldest == nullptr || delivery.connect.line < oldest->connect.line)) {
      oldest = &delivery;
    }
  }
  if (oldest != nullptr) link(session, *oldest);
}

// The recipient proves which delivery it is, or that a guess was wrong; two that were taken for
// each other change places.
void Server::link_by_recipient(Session& session, std::string_view recipient) {
  Delivery* const linked = delivery_of(session);
  if (linked != nullptr && linked->find(recipient) != nullptr) return;
  if (linked != nullptr && linked->announced_session == session.id) return;
  const std::string_view sender = session.dialogue.sender();
  Delivery* best = nullptr;
  for (Delivery& delivery : deliveries_) {
    if (!delivery.open || &delivery == linked) continue;
    if (!sender.empty() && !same_name(sender, delivery.sender)) continue;
    const bool elsewhere =
        delivery.connecting && !delivery.target.ip.empty() && delivery.target.ip != session.ip;
    const bool waits = delivery.session == 0
                           ? delivery.connecting || !seen_.network
                           : sessions_[delivery.session - 1].dialogue.recipients() == 0;
    if (elsewhere || !waits) continue;
    const Recipient* const found = delivery.find(recipient);
    if (found == nullptr || found->standing == Standing::settled) continue;
    if (best == nullptr || delivery.started.line < best->started.line) best = &delivery;
  }
  if (best == nullptr) {
    if (linked != nullptr) {
      linked->session = 0;
      linked->talked = false;
      session.delivery = 0;
    }
    return;
  }
  const std::size_t other = best->session;
  if (linked != nullptr) linked->session = 0;
  link(session, *best);
  if (other == 0) {
    if (linked != nullptr) linked->talked = false;
    return;
  }
  sessions_[other - 1].delivery = 0;
  if (linked != nullptr) link(sessions_[other - 1], *linked);
}

bool Server::serves(std::string_view ip, const Delivery& delivery) const noexcept {
  if (served_.empty()) return false;
  const Served& served = served_[place_of(ip)];
  return served.ip == ip && delivery.has_open_in(served.domain);
}

void Server::learn(std::string_view ip, std::string_view domain) {
  if (served_.empty()) served_.resize(most_served);
  Served& served = served_[place_of(ip)];
  if (served.ip == ip && served.domain == domain) return;
  served.ip.assign(ip);
  served.domain.assign(domain.substr(0, 255));
}

// A session that was refused before it named a recipient, where no connection is logged: the one
// delivery it can be of.
void Server::link_by_exclusion(Session& session) {
  Delivery* only = nullptr;
  Delivery* known = nullptr;
  std::size_t count = 0;
  std::size_t known_count = 0;
  const std::string_view sender = session.dialogue.sender();
  for (Delivery& delivery : deliveries_) {
    if (!delivery.open || delivery.session != 0 || delivery.concluded) continue;
    if (delivery.connecting && delivery.target.ip != session.ip) continue;
    if (!sender.empty() && !same_name(sender, delivery.sender)) continue;
    only = &delivery;
    ++count;
    if (!serves(session.ip, delivery)) continue;
    known = &delivery;
    ++known_count;
  }
  if (known_count == 1) return link(session, *known);
  if (count == 1) link(session, *only);
}

}  // namespace curfew::hmailserver
