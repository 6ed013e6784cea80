#include "curfew/redact.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "curfew/error.h"
#include "redact/places.h"
#include "redact/seen.h"
#include "redact/siphash.h"
#include "smtp/domain.h"
#include "smtp/vocabulary.h"
#include "text/cursor.h"

namespace curfew {
namespace redact {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), text::to_lower);
  return lower;
}

bool is_word(char c) noexcept {
  return text::is_alphanumeric(c) || c == '.' || c == '_' || c == '-' || c == '+' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::size_t find_word(std::string_view text, std::string_view needle, std::size_t from) noexcept {
  const auto same = [](char a, char b) { return text::to_lower(a) == b; };
  while (from <= text.size() && text.size() - from >= needle.size()) {
    const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(),
                                   needle.begin(), needle.end(), same);
    if (found == text.end()) break;
    const auto at = static_cast<std::size_t>(found - text.begin());
    const std::size_t end = at + needle.size();
    const bool begins = at == 0 || !text::is_alphanumeric(text[at - 1]);
    const bool ends = end == text.size() || !text::is_alphanumeric(text[end]);
    if (begins && ends) return at;
    from = at + 1;
  }
  return std::string_view::npos;
}

bool is_role(std::string_view local) noexcept {
  return local == "postmaster" || local == "abuse" || local == "mailer-daemon";
}

}  // namespace redact

namespace {

std::string_view local_part(std::string_view address) noexcept {
  return address.substr(0, std::min(address.rfind('@'), address.size()));
}

RedactionKey folded(std::string_view text, std::uint8_t purpose) noexcept {
  RedactionKey key;
  for (std::uint8_t half = 0; half < 2; ++half) {
    const std::array<std::uint8_t, 16> role{'c', 'u', 'r', 'f', 'e', 'w', purpose, half};
    const std::uint64_t hash = redact::siphash(text, role);
    for (std::size_t i = 0; i < 8; ++i) {
      key.bytes[half * 8U + i] = static_cast<std::uint8_t>(hash >> (8 * i));
    }
  }
  return key;
}

}  // namespace

RedactionKey RedactionKey::from_secret(std::string_view secret) {
  if (secret.size() < 16) {
    throw Error(ErrorCode::bad_value, "a key is 16 bytes or more",
                "`openssl rand -hex 32 > key` makes one.");
  }
  return folded(secret, 1);
}

RedactionKey RedactionKey::from_log(std::string_view front) noexcept {
  return folded(front, 2);
}

Redactor::Redactor() : seen_(std::make_unique<Seen>()) {}
Redactor::Redactor(Redaction redaction, const RedactionKey& key)
    : redaction_(redaction), key_(key), seen_(std::make_unique<Seen>()) {}
Redactor::~Redactor() = default;
Redactor::Redactor(Redactor&&) noexcept = default;
Redactor& Redactor::operator=(Redactor&&) noexcept = default;

void Redactor::learn_place(std::string_view host, std::string_view ip, bool is_remote) {
  const std::string name = redact::lower_case(host.substr(0, Seen::longest));
  if (redact::is_private_address(ip)) {
    if (redact::is_full_name(name) && seen_->inside.size() < Seen::most) seen_->inside.insert(name);
  } else if (is_remote && seen_->remotes.size() < Seen::most) {
    if (!name.empty() && !redact::is_internal_name(name)) {
      seen_->remotes.emplace(smtp::registrable_domain(name));
    }
    if (!ip.empty()) seen_->remotes.emplace(ip.substr(0, Seen::longest));
  }
}

void Redactor::learn(const Event& event) {
  if (!hides()) return;
  learn_place(event.client_host, event.client_ip, false);
  learn_place(event.remote_host, event.remote_ip,
              event.contacted == Contacted::yes && !is_local(event));
  if (event.reply.text.empty() || seen_->people.size() >= Seen::most) return;
  for (const std::string_view address : {event.sender, event.recipient, event.original_recipient}) {
    std::string local = redact::lower_case(local_part(address).substr(0, Seen::longest));
    if (local.empty() || address == "<>" || redact::is_role(local)) continue;
    if (redact::find_word(event.reply.text, local, 0) == std::string_view::npos) continue;
    seen_->people.insert(local);
    // A name that is a part of a longer word, or no word at all, is looked for everywhere.
    if (seen_->odd_people.size() < Seen::most_odd &&
        redact::find_word(plain(event.reply.text), local, 0) != std::string_view::npos &&
        std::ranges::find(seen_->odd_people, local) == seen_->odd_people.end()) {
      seen_->odd_people.push_back(std::move(local));
    }
  }
}

// 40 bits: of 10,000 people two share a pseudonym in one of 20,000 logs.
std::string Redactor::pseudonym(const char* kind, std::string_view word) const {
  const std::string lower = std::string(kind) + ':' + redact::lower_case(word);
  const std::uint64_t hash = redact::siphash(lower, key_.bytes);
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "%010llx",
                static_cast<unsigned long long>(hash & 0xFFFFFFFFFFU));
  return std::string(kind) + '-' + digits.data();
}

bool Redactor::keeps(std::string_view domain) const {
  const std::string lower = redact::lower_case(domain);
  if (redact::is_internal_name(lower) || seen_->inside.contains(lower)) return false;
  if (redaction_ == Redaction::postmaster) return true;
  return seen_->remotes.contains(smtp::registrable_domain(lower));
}

std::string Redactor::domain(std::string_view domain) const {
  if (!hides() || domain.empty()) return std::string(domain);
  if (domain.starts_with('[') && domain.ends_with(']')) {  // user@[192.0.2.7]
    return '[' + host(domain.substr(1, domain.size() - 2), HostRole::remote) + ']';
  }
  if (redact::is_address(domain)) return host(domain, HostRole::remote);
  return keeps(domain) ? std::string(domain) : pseudonym("domain", domain) + ".invalid";
}

std::string Redactor::mailbox(std::string_view local, std::string_view at) const {
  if (redact::is_role(redact::lower_case(local))) {
    return std::string(local) + '@' + domain(at);
  }
  std::string whole(local);
  whole += '@';
  whole += at;
  return pseudonym("user", whole) + '@' + domain(at);
}

std::string Redactor::address(std::string_view address) const {
  if (!hides() || address.empty() || address == "<>") return std::string(address);
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) {
    return redact::is_role(redact::lower_case(address)) ? std::string(address)
                                                        : pseudonym("user", address);
  }
  return mailbox(address.substr(0, at), address.substr(at + 1));
}

std::string Redactor::host(std::string_view host, HostRole role) const {
  if (!hides() || host.empty()) return std::string(host);
  const bool numeric = redact::is_address(host);
  bool shown = role == HostRole::remote;
  if (shown && numeric) {
    shown = !redact::is_private_address(host) &&
            (redaction_ == Redaction::postmaster || seen_->remotes.contains(host));
  } else if (shown) {
    shown = keeps(host);
  }
  if (host == "localhost" || host.starts_with("127.") || host == "::1") shown = true;
  return shown ? std::string(host) : pseudonym(numeric ? "ip" : "host", host);
}

std::string Redactor::message_id(std::string_view id) const {
  return !hides() || id.empty() ? std::string(id) : pseudonym("id", id);
}

std::string Redactor::source(std::string_view name) const {
  const bool told = !hides() || name.empty() || name == "-" || name == "standard input";
  return told ? std::string(name) : pseudonym("log", name);
}

std::string Redactor::instance(std::string_view name) const {
  // A server's own name, or one for what it does, tells nothing of whose it is.
  const bool usual = name.empty() || smtp::is_common(name);
  return !hides() || usual ? std::string(name) : pseudonym("instance", name);
}

Event Redactor::event(const Event& event, Events& events) const {
  Event shown = event;
  if (!hides()) return shown;
  const auto hide = [&](std::string_view Event::*member, auto redact) {
    if (!(event.*member).empty()) shown.*member = events.keep(redact(event.*member));
  };
  const auto person = [this](std::string_view text) { return address(text); };
  hide(&Event::sender, person);
  hide(&Event::recipient, person);
  hide(&Event::original_recipient, person);
  hide(&Event::login, person);
  hide(&Event::message_id, [this](std::string_view text) { return message_id(text); });
  hide(&Event::client_host, [this](std::string_view text) { return host(text, HostRole::client); });
  hide(&Event::client_ip, [this](std::string_view text) { return host(text, HostRole::client); });
  hide(&Event::log_host, [this](std::string_view text) { return host(text, HostRole::own); });
  hide(&Event::instance, [this](std::string_view text) { return instance(text); });
  hide(&Event::local_ip, [this](std::string_view text) { return host(text, HostRole::own); });
  hide(&Event::remote_domain, [this](std::string_view text) { return domain(text); });
  // The name of a host at a private address is as private.
  const HostRole role =
      redact::is_private_address(event.remote_ip) ? HostRole::own : HostRole::remote;
  hide(&Event::remote_host, [&](std::string_view text) { return host(text, role); });
  hide(&Event::remote_ip, [&](std::string_view text) { return host(text, role); });
  if (!event.reply.text.empty()) shown.reply.text = events.keep(reply(event.reply.text));
  return shown;
}

}  // namespace curfew
