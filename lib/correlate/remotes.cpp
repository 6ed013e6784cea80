#include "correlate/remotes.h"

#include <algorithm>

#include "smtp/domain.h"
#include "text/cursor.h"

namespace curfew::correlate {
namespace {

template <typename Value>
Value& at(std::vector<Value>& by_name, Name name) {
  const auto index = static_cast<std::size_t>(name);
  if (index >= by_name.size()) by_name.resize(std::max(index + 1, by_name.size() * 2));
  return by_name[index];
}

void add_once(std::vector<Name>& names, Name name) {
  if (name == Name::none || names.size() >= RemoteFacts::most_members) return;
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

}  // namespace

// None for a new word when there are too many.
Name Remotes::name_of(std::string_view word) {
  return names_.size() < most_names ? names_.of(word) : names_.find(word);
}

Name Remotes::lower_case(std::string_view word) {
  if (!text::has_upper(word)) return name_of(word);
  lower_.assign(word);
  std::ranges::transform(lower_, lower_.begin(), text::to_lower);
  return name_of(lower_);
}

Name Remotes::group(Name host, const Event& event, Name domain) {
  switch (grouping_) {
    case Grouping::domain:
      return domain != Name::none ? domain : host;
    case Grouping::host:
      return host != Name::none ? host : domain;
    case Grouping::ip:
      if (!event.remote_ip.empty()) return name_of(event.remote_ip);
      return host != Name::none ? host : domain;
    case Grouping::provider:
      break;
  }
  // A bare address says nothing about who runs it; the domain it serves does.
  const bool named = !event.remote_host.empty() || domain == Name::none;
  const Name from = named && host != Name::none ? host : domain;
  if (from == Name::none) return Name::none;
  Name& provider = at(providers_, from);
  if (provider == Name::none) {
    const Name found = name_of(smtp::registrable_domain(std::string(names_.word(from))));
    at(providers_, from) = found;
    return found;
  }
  return provider;
}

// The party's remote, or the one that stands for all that are too many.
Name Remotes::admit(const Party& party, bool is_named) {
  const bool is_full = facts_.size() >= most_remotes && find(party.remote) == nullptr;
  const bool is_lost = party.remote == Name::none && names_.size() >= most_names;
  if (!is_named || (!is_full && !is_lost)) return party.remote;
  too_many_ = true;
  return names_.of("other remotes");
}

Remotes::Route& Remotes::route(Name domain) {
  return at(routes_, domain);
}

// Most mail to a domain goes to the host it went to before; then there is nothing to look up.
bool Remotes::is_known_route(const Route& route, std::string_view host) const noexcept {
  return grouping_ != Grouping::ip && route.remote != Name::none &&
         text::is_same(route.host_word, host);
}

// Nearly every attempt meets members that are known: one look tells.
void Remotes::note_members(const Party& party) {
  const Name of_host = at(noted_under_, party.host);
  const Name of_domain = at(noted_under_, party.domain);
  if (of_host == party.remote && of_domain == party.remote) return;
  RemoteFacts& remote = facts(party.remote);
  if (party.host != Name::none) add_once(remote.hosts, party.host);
  if (party.domain != Name::none) add_once(remote.domains, party.domain);
  at(noted_under_, party.host) = party.remote;
  at(noted_under_, party.domain) = party.remote;
}

Party Remotes::of(const Event& event) {
  Party party;
  party.domain = lower_case(!event.remote_domain.empty() ? event.remote_domain
                                                         : smtp::domain_of(event.recipient));
  const std::string_view host = !event.remote_host.empty() ? event.remote_host : event.remote_ip;
  if (!host.empty()) {
    if (party.domain != Name::none && is_known_route(route(party.domain), host)) {
      party.host = route(party.domain).host;
      party.remote = route(party.domain).remote;
      return party;
    }
    party.host = lower_case(host);
    party.remote = group(party.host, event, party.domain);
    party.remote = admit(party, true);
    if (party.domain != Name::none) {
      Route& known = route(party.domain);
      known.host = party.host;
      known.host_word = names_.word(party.host);
      known.remote = party.remote;
    }
  } else if (party.domain != Name::none && route(party.domain).remote != Name::none) {
    party.host = route(party.domain).host;
    party.remote = route(party.domain).remote;
  } else {
    party.remote = group(Name::none, event, party.domain);
    party.remote = admit(party, !event.remote_domain.empty() || !event.recipient.empty());
  }
  if (party.remote != Name::none) note_members(party);
  return party;
}

std::string_view Remotes::domain_of(const Event& event, const Party& party) const noexcept {
  const std::string_view domain = smtp::domain_of(event.recipient);
  const bool as_it_is = !domain.empty() && !text::has_upper(domain);
  return as_it_is ? domain : names_.word(party.domain);
}

void Remotes::remember_code(const Party& party, Name code) {
  if (party.domain != Name::none) route(party.domain).code = code;
}

Name Remotes::last_code(const Party& party) const noexcept {
  const auto index = static_cast<std::size_t>(party.domain);
  return index < routes_.size() ? routes_[index].code : Name::none;
}

const RemoteFacts* Remotes::find(Name remote) const noexcept {
  const auto found = facts_.find(static_cast<std::uint32_t>(remote));
  return found == facts_.end() ? nullptr : &found->second;
}

}  // namespace curfew::correlate
