#include "correlate/remotes.h"

#include <algorithm>

#include "correlate/by_name.h"
#include "correlate/frequent.h"
#include "smtp/domain.h"
#include "text/cursor.h"

namespace curfew::correlate {
namespace {

void add_once(std::vector<Name>& names, Name name) {
  if (name == Name::none || names.size() >= RemoteFacts::most_members) return;
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

std::string_view domain_text(const Event& event) noexcept {
  return !event.remote_domain.empty() ? event.remote_domain : smtp::domain_of(event.recipient);
}

std::string_view host_text(const Event& event) noexcept {
  return !event.remote_host.empty() ? event.remote_host : event.remote_ip;
}

bool is_none(const text::HashPair& key) noexcept {
  return key.key == 0 && key.check == 0;
}

}  // namespace

Remotes::Remotes(Names& names, Grouping grouping)
    : names_(names), grouping_(grouping), seed_(text::random_seed()) {}

Remotes::Remotes(const Remotes& other, Names& names)
    : names_(names),
      grouping_(other.grouping_),
      too_many_(other.too_many_),
      seed_(other.seed_),
      routes_(other.routes_),
      providers_(other.providers_),
      noted_under_(other.noted_under_),
      facts_at_(other.facts_at_),
      facts_(other.facts_) {}

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
    const Name found = name_of(smtp::registrable_domain(names_.word(from)));
    return at(providers_, from) = found;
  }
  return provider;
}

// The remote, or the one that stands for all that are too many.
Name Remotes::admit(Name remote, bool is_named) {
  const bool is_full = facts_.size() >= most_remotes && find(remote) == nullptr;
  const bool is_lost = remote == Name::none && names_.size() >= most_names;
  if (!is_named || (!is_full && !is_lost)) return remote;
  too_many_ = true;
  return names_.of("other remotes");
}

Remotes::Route& Remotes::route(Name domain) {
  return at(routes_, domain);
}

Remotes::Kind Remotes::kind_of(const Event& event) noexcept {
  if (!event.remote_host.empty()) return Kind::named;
  return event.remote_ip.empty() ? Kind::none : Kind::bare;
}

// Most mail to a domain goes to the host it went to before; then there is nothing to look up.
bool Remotes::is_known_route(const Route& route, std::string_view host) const noexcept {
  return grouping_ != Grouping::ip && route.remote != Name::none &&
         text::is_same(names_.word(route.host), host);
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

text::HashPair Remotes::key_of(std::string_view domain, std::string_view host,
                               Kind kind) const noexcept {
  if (grouping_ == Grouping::ip || (domain.empty() && host.empty())) return {};
  return text::hash_pair(domain, text::hash(host, seed_ + static_cast<std::uint64_t>(kind)));
}

text::HashPair Remotes::key_of(const Event& event) const noexcept {
  return key_of(domain_text(event), host_text(event), kind_of(event));
}

Party Remotes::of(const Event& event, const text::HashPair& key) {
  const Recent& known = recent(key);
  if (is_none(key) || known.key != key) return search(event, key);
  if (known.party.domain == Name::none) return known.party;
  Route& last = route(known.party.domain);
  if (known.kind != Kind::none) {
    last.host = known.party.host;
    last.remote = known.party.remote;
    last.kind = known.kind;
  } else if (last.remote == Name::none) {
    return search(event, key);
  }
  return {.domain = known.party.domain, .host = last.host, .remote = last.remote};
}

// Kept is what would be found again: a named host alone says which remote it is, else the domain
// does, and a remote that was admitted stays so. Words are kept as they stand in the table, so that
// they can be forgotten.
void Remotes::remember(const Event& event, const Party& party, Kind kind,
                       const text::HashPair& key) {
  if (is_none(key)) return;
  if (text::has_upper(domain_text(event)) || text::has_upper(host_text(event))) return;
  recent(key) = {.key = key, .party = party, .kind = kind};
}

void Remotes::forget(const Party& party, Kind kind) noexcept {
  const text::HashPair key = key_of(names_.word(party.domain), names_.word(party.host), kind);
  if (!is_none(key) && recent(key).key == key) recent(key) = {};
}

Party Remotes::with_host(const Event& event, Name domain, const text::HashPair& key) {
  const std::string_view host = host_text(event);
  if (domain != Name::none && is_known_route(route(domain), host)) {
    const Route& known = route(domain);
    const Party party{.domain = domain, .host = known.host, .remote = known.remote};
    if (known.kind == kind_of(event)) remember(event, party, known.kind, key);
    return party;
  }
  Party party{.domain = domain, .host = lower_case(host)};
  const Name own = group(party.host, event, domain);
  party.remote = admit(own, true);
  // One host with and without its name: what was said last of the domain's route holds for both.
  const Kind kind = kind_of(event);
  const bool stays = own == party.remote && own != Name::none && party.host != Name::none;
  forget(party, kind == Kind::named ? Kind::bare : Kind::named);
  if (stays) {
    remember(event, party, kind, key);
  } else {
    forget(party, kind);
  }
  if (domain != Name::none) {
    Route& known = route(domain);
    known.host = party.host;
    known.remote = party.remote;
    known.kind = stays ? kind : Kind::none;
  }
  if (party.remote != Name::none) note_members(party);
  return party;
}

Party Remotes::without_host(const Event& event, Name domain, const text::HashPair& key) {
  if (domain == Name::none || route(domain).remote == Name::none) {
    Party party{.domain = domain};
    party.remote = admit(group(Name::none, event, domain),
                         !event.remote_domain.empty() || !event.recipient.empty());
    if (party.remote != Name::none) note_members(party);
    return party;
  }
  remember(event, {.domain = domain}, Kind::none, key);
  return {.domain = domain, .host = route(domain).host, .remote = route(domain).remote};
}

Party Remotes::search(const Event& event, const text::HashPair& key) {
  const Name domain = lower_case(domain_text(event));
  return host_text(event).empty() ? without_host(event, domain, key)
                                  : with_host(event, domain, key);
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

RemoteFacts& Remotes::facts(Name remote) {
  std::uint32_t& place = at(facts_at_, remote);
  if (place == 0) {
    facts_.emplace_back();
    place = static_cast<std::uint32_t>(facts_.size());
  }
  return facts_[place - 1];
}

void Remotes::add(const Remotes& other) {
  const auto add_members = [&](const std::vector<Name>& theirs, std::vector<Name>& mine) {
    for (const Name name : theirs) {
      const Name same = names_.of(other.names_.word(name));
      if (std::ranges::find(mine, same) == mine.end()) mine.push_back(same);
    }
    if (mine.size() <= RemoteFacts::most_members) return;
    std::ranges::sort(mine, {}, [this](Name name) { return word_hash(names_.word(name)); });
    mine.resize(RemoteFacts::most_members);
  };
  for (std::size_t name = 1; name < other.facts_at_.size(); ++name) {
    if (other.facts_at_[name] == 0) continue;
    const RemoteFacts& theirs = other.facts_[other.facts_at_[name] - 1];
    RemoteFacts& mine = facts(names_.of(other.names_.word(static_cast<Name>(name))));
    add_members(theirs.hosts, mine.hosts);
    add_members(theirs.domains, mine.domains);
  }
  too_many_ = too_many_ || other.too_many_;
}

bool Remotes::restored() const noexcept {
  const auto is_word = [this](Name name) {
    return static_cast<std::size_t>(name) <= names_.size();
  };
  return std::ranges::all_of(providers_, is_word) && std::ranges::all_of(noted_under_, is_word) &&
         std::ranges::all_of(routes_,
                             [&](const Route& route) {
                               return is_word(route.host) && is_word(route.remote) &&
                                      is_word(route.code);
                             }) &&
         std::ranges::all_of(facts_at_, [this](std::uint32_t at) { return at <= facts_.size(); }) &&
         std::ranges::all_of(facts_, [&](const RemoteFacts& facts) {
           return std::ranges::all_of(facts.hosts, is_word) &&
                  std::ranges::all_of(facts.domains, is_word);
         });
}

const RemoteFacts* Remotes::find(Name remote) const noexcept {
  const auto name = static_cast<std::size_t>(remote);
  if (name >= facts_at_.size() || facts_at_[name] == 0) return nullptr;
  return &facts_[facts_at_[name] - 1];
}

}  // namespace curfew::correlate
