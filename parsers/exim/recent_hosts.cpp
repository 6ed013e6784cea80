#include "exim/recent_hosts.h"

#include <algorithm>

#include "text/hash.h"

namespace curfew::exim {
namespace {

constexpr std::uint64_t first_hash = 0xcbf29ce484222325;

// FNV-1a.
std::uint64_t hash(std::string_view text) noexcept {
  std::uint64_t value = first_hash;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return value;
}

// What makes two accounts of one contact equal. Without a reply the stage and the kind of failure
// do: the host line and the address line word a timeout differently.
std::uint64_t words_of(const Event& event) noexcept {
  const char kind[] = {static_cast<char>(event.stage), static_cast<char>(event.error_class)};
  const std::uint64_t value = hash({kind, sizeof kind});
  return event.reply.code == 0 ? value : text::hash(event.reply.text, value ^ event.reply.code);
}

// Longer than any step of a delivery (a timeout of 5 or 10 minutes), shorter than a retry.
constexpr auto same_delivery = std::chrono::minutes(15);

bool within(Instant one, Instant other) noexcept {
  return one - other <= same_delivery && other - one <= same_delivery;
}

}  // namespace

RecentHosts::RecentHosts() : messages_(message_count) {}

RecentHosts::Message& RecentHosts::place(std::string_view id) noexcept {
  const std::uint64_t value = hash(id);
  return messages_[(value ^ value >> 32) % message_count];
}

void RecentHosts::add(const Event& event, bool draft) {
  const std::string_view id = event.queue_id;
  Message& message = place(id);
  if (id.size() > message.id.size() || event.remote_ip.size() > 48) return;
  if (std::string_view(message.id.data(), message.id_length) != id) {
    std::ranges::copy(id, message.id.begin());
    message.id_length = static_cast<std::uint8_t>(id.size());
    message.count = 0;
  }
  Contact& contact = message.contacts[message.count % hosts_per_message];
  const std::size_t next = message.count + 1U;
  message.count =
      static_cast<std::uint8_t>(next < 2 * hosts_per_message ? next : hosts_per_message);
  const std::string_view name =
      event.remote_host.size() <= contact.name.size() ? event.remote_host : std::string_view{};
  contact.time = event.time;
  contact.line = event.line;
  contact.words = words_of(event);
  contact.port = event.remote_port;
  contact.claimed = false;
  contact.draft = draft;
  contact.name_length = static_cast<std::uint8_t>(name.size());
  contact.ip_length = static_cast<std::uint8_t>(event.remote_ip.size());
  std::ranges::copy(name, contact.name.begin());
  std::ranges::copy(event.remote_ip, contact.ip.begin());
}

// The youngest contact of the message with the same words, and the same address if one is known; a
// draft where there is no other, or drafts only.
RecentHosts::Contact* RecentHosts::find(const Event& event, Drafts drafts) noexcept {
  Message& message = place(event.queue_id);
  if (std::string_view(message.id.data(), message.id_length) != event.queue_id) return nullptr;
  const std::uint64_t words = words_of(event);
  Contact* draft = nullptr;
  const std::size_t held = std::min<std::size_t>(message.count, hosts_per_message);
  for (std::size_t back = 1; back <= held; ++back) {
    Contact& contact = message.contacts[(message.count - back) % hosts_per_message];
    const bool same_ip = event.remote_ip.empty() || event.remote_ip == contact.ip_view();
    if (!same_ip || contact.words != words || !within(event.time, contact.time)) continue;
    if (!contact.draft && drafts == Drafts::last) return &contact;
    if (contact.draft && draft == nullptr) draft = &contact;
  }
  return draft;
}

void RecentHosts::settle(Event& event, std::string_view transport, Events& events) {
  if (event.remote_kind == RemoteKind::local) return;
  settle_host(event, events);
  smarthost_.settle(transport, event, events);
}

void RecentHosts::settle_host(Event& event, Events& events) {
  // "Network is unreachable": nobody was asked, and yet a host was meant.
  if (event.contacted != Contacted::yes && event.stage != Stage::connect) return;
  Contact* const contact = find(event, Drafts::last);
  if (contact == nullptr) {
    // An error of this machine that no host line tells never came near a remote.
    const bool ours = event.remote_ip.empty() && event.error_class == ErrorClass::local_error;
    if (ours) {
      event.contacted = Contacted::no;
      event.stage = Stage::unknown;
      event.error_source = ErrorSource::local;
    }
    return;
  }
  if (event.remote_ip.empty()) {
    event.remote_ip = events.keep(contact->ip_view());
    event.remote_host = events.keep(contact->name_view());
    event.remote_port = contact->port;
  }
  if (contact->claimed) return;
  event.repeats = contact->line;
  contact->claimed = true;
}

bool RecentHosts::settle_draft(Event& event) {
  Contact* const contact = find(event, Drafts::only);
  if (contact == nullptr || contact->claimed) return false;
  event.repeats = contact->line;
  contact->draft = false;
  return true;
}

}  // namespace curfew::exim
