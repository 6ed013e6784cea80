#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "correlate/attempt.h"
#include "correlate/correlator.h"
#include "curfew/event.h"
#include "text/hash.h"
#include "text/names.h"
#include "text/zeroed_table.h"

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
  Remotes(Names& names, Grouping grouping);
  /// What `other` knows, for a copy of its names.
  Remotes(const Remotes& other, Names& names);

  /// What stands for the domain and the host of the event where its party is looked for; all zero
  /// where it is not looked for by these two.
  text::HashPair key_of(const Event& event) const noexcept;
  /// Needs: `key` is the event's.
  Party of(const Event& event, const text::HashPair& key);
  Party of(const Event& event) { return of(event, key_of(event)); }
  /// The domain delivered to, in lower case: the recipient's, where its own text is.
  std::string_view domain_of(const Event& event, const Party& party) const noexcept;
  /// A refusal was seen: lines of this domain that name no reason belong to it.
  void remember_code(const Party& party, Name code);
  Name last_code(const Party& party) const noexcept;

  /// What another server's remotes are made of: of more members than are kept, those whose words
  /// have the least hashes are, whatever was added first.
  void add(const Remotes& other);

  /// As text/state.h says. The words are those of the names. Where remotes were met last:
  template <class Archive>
  void each_live(Archive& archive) {
    archive(routes_, providers_, noted_under_);
  }
  /// What they are made of.
  template <class Archive>
  void each_fact(Archive& archive) {
    archive(too_many_, facts_at_, facts_);
  }
  bool restored() const noexcept;

  RemoteFacts& facts(Name remote);
  const RemoteFacts* find(Name remote) const noexcept;

  /// Remotes told apart, and names of hosts and domains kept. What is met when there are so many
  /// is counted under one more remote, "other remotes": untrusted names cannot fill the memory.
  static constexpr std::size_t most_remotes = 25'000;
  static constexpr std::size_t most_names = 250'000;
  bool too_many() const noexcept { return too_many_; }
  Grouping grouping() const noexcept { return grouping_; }
  /// Gives up what is only quicker with it; wake() before events come again.
  void rest() noexcept { recent_ = {}; }
  void wake() { recent_ = text::ZeroedTable<Recent>(recent_count); }

 private:
  // Whose the remote is: the named host's, or, where there was a bare address, the domain's.
  enum class Kind : std::uint8_t { none, named, bare };

  struct Route {
    Name host = Name::none;
    Name remote = Name::none;
    Name code = Name::none;
    Kind kind = Kind::none;

    template <class Archive>
    void each_field(Archive& archive) {
      archive(host, remote, code, kind);
    }
  };

  /// A domain and a host met lately, known by two hashes of both: one look instead of four.
  struct alignas(32) Recent {
    text::HashPair key;
    Party party;
    Kind kind = Kind::none;  // none: no host was told, nor is one known here
  };
  static constexpr std::size_t recent_count = 16384;  // a power of two

  Name name_of(std::string_view word);
  Name lower_case(std::string_view word);
  Name admit(Name remote, bool is_named);
  Name group(Name host, const Event& event, Name domain);
  Route& route(Name domain);
  bool is_known_route(const Route& route, std::string_view host) const noexcept;
  Recent& recent(const text::HashPair& key) noexcept { return recent_[key.key % recent_count]; }
  static Kind kind_of(const Event& event) noexcept;
  Party search(const Event& event, const text::HashPair& key);
  Party with_host(const Event& event, Name domain, const text::HashPair& key);
  Party without_host(const Event& event, Name domain, const text::HashPair& key);
  text::HashPair key_of(std::string_view domain, std::string_view host, Kind kind) const noexcept;
  void remember(const Event& event, const Party& party, Kind kind, const text::HashPair& key);
  void forget(const Party& party, Kind kind) noexcept;
  void note_members(const Party& party);

  Names& names_;
  Grouping grouping_;
  bool too_many_ = false;
  std::string lower_;
  std::uint64_t seed_;
  text::ZeroedTable<Recent> recent_;
  std::vector<Route> routes_;            // by domain
  std::vector<Name> providers_;          // by host
  std::vector<Name> noted_under_;        // by host or domain: the remote it was last noted under
  std::vector<std::uint32_t> facts_at_;  // by remote: the place of its facts, and 1; 0: none
  std::deque<RemoteFacts> facts_;        // references stay valid
};

}  // namespace curfew::correlate
