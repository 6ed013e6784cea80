#include <algorithm>

#include "hmailserver/server.h"

namespace curfew::hmailserver {
namespace {

std::size_t place_of(std::string_view name, std::size_t places) noexcept {
  std::size_t hash = 0;
  for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(c);
  return hash % places;
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
  if (delivery.session != 0) release(sessions_[delivery.session - 1]);
  session.delivery = static_cast<std::size_t>(&delivery - deliveries_.data()) + 1;
  delivery.session = static_cast<std::size_t>(&session - sessions_.data()) + 1;
  delivery.talked = true;
}

// Whether the delivery may wait for a session with this address. Where the log has the host's name
// (up to 5.4) its address may be known from before.
bool Server::awaits(const Delivery& delivery, std::string_view ip) const noexcept {
  if (!delivery.open || !delivery.connecting || delivery.talked || delivery.session != 0 ||
      delivery.announced_session != 0 || !delivery.connect_error.empty()) {
    return false;
  }
  const std::string_view known =
      delivery.target.ip.empty() ? address_of(delivery.target.host) : delivery.target.ip;
  return known.empty() || known == ip;
}

bool Server::is_awaited(const Session& session) const noexcept {
  return std::ranges::any_of(
      deliveries_, [&](const Delivery& delivery) { return awaits(delivery, session.ip); });
}

// By the session's number, which Debug tells on the delivery's thread.
void Server::link_by_number(Session& session) {
  for (Delivery& delivery : deliveries_) {
    if (!delivery.open || delivery.session != 0) continue;
    if (delivery.announced_session != session.id || session.id == 0) continue;
    link(session, delivery);
    return;
  }
}

// By recipient and sender. Of several that fit, sessions are numbered in the order in which
// connections were begun.
void Server::link_by_recipient(Session& session, std::string_view recipient, Events& events) {
  if (const Delivery* const linked = delivery_of(session)) {
    return learn(session.ip, *linked, domain_of(recipient));
  }
  const std::string_view sender = session.dialogue.sender();
  const auto fits = [&](Delivery& delivery) {
    const bool waits =
        awaits(delivery, session.ip) || (delivery.open && !seen_.network && delivery.session == 0);
    if (!waits || (!sender.empty() && !same_name(sender, delivery.sender))) return false;
    const Recipient* const found = delivery.find(recipient);
    return found != nullptr && found->standing != Standing::settled &&
           found->group == delivery.group;
  };
  const auto before = std::ranges::count_if(sessions_, [&](const Session& other) {
    return other.used && other.delivery == 0 && other.id < session.id && other.ip == session.ip &&
           (other.dialogue.sender().empty() || sender.empty() ||
            same_name(other.dialogue.sender(), sender));
  });
  Delivery* best = nullptr;
  for (std::ptrdiff_t i = 0; i <= before; ++i) {
    Delivery* next = nullptr;
    for (Delivery& delivery : deliveries_) {
      if (best != nullptr && delivery.waits_since() <= best->waits_since()) continue;
      if (next != nullptr && delivery.waits_since() >= next->waits_since()) continue;
      if (fits(delivery)) next = &delivery;
    }
    if (next == nullptr) break;
    best = next;
  }
  if (best == nullptr) return link_as_next(session, recipient, events);
  link(session, *best);
  learn(session.ip, *best, domain_of(recipient));
}

// The thread has one session at a time: the one it had said nothing since the next began, and broke
// off without a QUIT. Only where connections are logged is its end known otherwise.
bool Server::is_over(const Delivery& delivery, const Session& next) const noexcept {
  if (seen_.network || delivery.session == 0) return false;
  const Session& last = sessions_[delivery.session - 1];
  return &last != &next && last.last.line < next.first.line;
}

// Without a session, or with one that has told all it had to tell.
bool Server::is_free(const Delivery& delivery, const Session& next) const noexcept {
  return delivery.session == 0 ||
         (is_over(delivery, next) && sessions_[delivery.session - 1].decided);
}

// The next session of the one delivery that it can be of.
void Server::link_as_next(Session& session, std::string_view recipient, Events& events) {
  Delivery* only = nullptr;
  for (Delivery& delivery : deliveries_) {
    if (!delivery.open || delivery.concluded || !is_over(delivery, session)) continue;
    const std::string_view sender = session.dialogue.sender();
    if (!sender.empty() && !same_name(sender, delivery.sender)) continue;
    const Recipient* const found = delivery.find(recipient);
    if (found == nullptr || found->standing == Standing::settled) continue;
    if (only != nullptr) return;
    only = &delivery;
  }
  if (only == nullptr) return;
  lose(sessions_[only->session - 1], events);
  link(session, *only);
  learn(session.ip, *only, domain_of(recipient));
}

// The session a thread waited for, now that it has gone on: one that is over before one that may be
// another's, and in the order of the numbers where there are several.
Session* Server::claim(const Delivery& delivery, bool decided) {
  const auto fits = [&](const Session& session) {
    return session.used && session.delivery == 0 && session.unclaimed == decided &&
           session.decided == decided && !session.etrn && awaits(delivery, session.ip) &&
           session.first.line > delivery.connect.line &&
           (session.dialogue.sender().empty() ||
            same_name(session.dialogue.sender(), delivery.sender));
  };
  Session* best = nullptr;
  for (Session& session : sessions_) {
    if (!fits(session)) continue;
    if (best == nullptr || session.id < best->id) best = &session;
  }
  if (best == nullptr) return nullptr;
  const auto ahead = std::ranges::count_if(deliveries_, [&](const Delivery& other) {
    return awaits(other, best->ip) && other.target.ip == delivery.target.ip &&
           other.target.host == delivery.target.host && other.connect.line < delivery.connect.line;
  });
  for (std::ptrdiff_t i = 0; i < ahead; ++i) {
    Session* next = nullptr;
    for (Session& session : sessions_) {
      if (!fits(session) || session.id <= best->id || session.ip != best->ip) continue;
      if (next == nullptr || session.id < next->id) next = &session;
    }
    if (next == nullptr) break;
    best = next;
  }
  return best;
}

// Where no connection is logged: a session that broke off before it named a recipient, and whether
// there was one at all. Only one delivery may be without a session.
Session* Server::find_stray(const Delivery& delivery, bool& any) noexcept {
  const auto others = std::ranges::count_if(deliveries_, [](const Delivery& other) {
    return other.open && other.session == 0 && !other.concluded;
  });
  Session* found = nullptr;
  any = false;
  for (Session& session : sessions_) {
    if (!session.used || session.delivery != 0 || session.decided || session.etrn) continue;
    if (session.first.line < delivery.started.line || session.dialogue.recipients() != 0) continue;
    const std::string_view sender = session.dialogue.sender();
    if (!sender.empty() && !same_name(sender, delivery.sender)) continue;
    found = any || others > 1 ? nullptr : &session;
    any = true;
  }
  return found;
}

bool Server::serves(std::string_view ip, const Delivery& delivery) const noexcept {
  const std::string_view domain = domain_served(ip);
  return !domain.empty() && delivery.has_open_in(domain);
}

std::string_view Server::domain_served(std::string_view ip) const noexcept {
  if (domains_.empty()) return {};
  const Fact& fact = domains_[place_of(ip, most_facts)];
  return fact.of == ip ? std::string_view(fact.is) : std::string_view{};
}

std::string_view Server::address_of(std::string_view host) const noexcept {
  if (host.empty() || addresses_.empty()) return {};
  const Fact& fact = addresses_[place_of(host, most_facts)];
  return fact.of == host ? std::string_view(fact.is) : std::string_view{};
}

void Server::learn(std::string_view ip, const Delivery& delivery, std::string_view domain) {
  if (domains_.empty()) {
    domains_.resize(most_facts);
    addresses_.resize(most_facts);
  }
  domains_[place_of(ip, most_facts)].set(ip, domain);
  if (!delivery.target.ip.empty() || delivery.target.host.empty()) return;
  addresses_[place_of(delivery.target.host, most_facts)].set(delivery.target.host, ip);
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
    if (!delivery.open || !is_free(delivery, session) || delivery.concluded) continue;
    if (delivery.connecting && !awaits(delivery, session.ip)) continue;
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
