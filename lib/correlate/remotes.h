#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "curfew/attempt.h"
#include "curfew/correlator.h"
#include "curfew/event.h"
#include "curfew/names.h"

namespace curfew::correlate {

/// Which remote an event belongs to: host, address, the group it is counted under.
struct Party {
  Name domain = Name::none;  // the recipient's, or the route's
  Name host = Name::none;
  Name remote = Name::none;
};

/// Climbs the ladder remote_ip, remote_host, provider, recipient domain. Remembers the host that
/// last served a domain, for lines that name none ("retry time not reached"), and the code it last
/// gave.
class Remotes {
 public:
  Remotes(Names& names, Grouping grouping) : names_(names), grouping_(grouping) {}

  Party of(const Event& event);
  /// The domain delivered to, in lower case: the recipient's, where its own text is.
  std::string_view domain_of(const Event& event, const Party& party) const noexcept;
  /// A refusal was seen: lines of this domain that name no reason belong to it.
  void remember_code(const Party& party, Name code);
  Name last_code(const Party& party) const noexcept;

  RemoteFacts& facts(Name remote) { return facts_[static_cast<std::uint32_t>(remote)]; }
  const RemoteFacts* find(Name remote) const noexcept;

  /// Remotes told apart, and names of hosts and domains kept. What is met when there are so many
  /// is counted under one more remote, "other remotes": a stranger's names cannot fill the memory.
  static constexpr std::size_t most_remotes = 25'000;
  static constexpr std::size_t most_names = 250'000;
  bool too_many() const noexcept { return too_many_; }

 private:
  struct Route {
    std::string_view host_word;  // beside the name: comparing it is all most attempts need
    Name host = Name::none;
    Name remote = Name::none;
    Name code = Name::none;
  };

  Name name_of(std::string_view word);
  Name lower_case(std::string_view word);
  Name admit(const Party& party, bool is_named);
  Name group(Name host, const Event& event, Name domain);
  Route& route(Name domain);
  bool is_known_route(const Route& route, std::string_view host) const noexcept;
  void note_members(const Party& party);

  Names& names_;
  Grouping grouping_;
  bool too_many_ = false;
  std::string lower_;
  std::vector<Route> routes_;      // by domain
  std::vector<Name> providers_;    // by host
  std::vector<Name> noted_under_;  // by host or domain: the remote it was last noted under
  std::unordered_map<std::uint32_t, RemoteFacts> facts_;
};

}  // namespace curfew::correlate
