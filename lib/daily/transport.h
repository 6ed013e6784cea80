#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "curfew/daily.h"
#include "daily/ranking.h"
#include "daily/spread.h"

namespace curfew::daily {

/// What is counted of connections: who connected, TLS, what was found out before the dialogue
/// began, and how long each phase of a delivery took. In bounded memory.
class Transport {
 public:
  explicit Transport(std::size_t most_kept) : clients_(most_kept) {}

  void add(const Event& event);
  /// What another one counted of other events.
  void add(const Transport& other);
  void put(DailyReport& report, std::size_t top, const DailyNames& names) const;

  /// What is kept: text/state.h. Read into one with the same bound.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(clients_, connections_, shares_, tls_in_, tls_out_, screened_, phases_);
  }

 private:
  struct Share {
    std::uint64_t connections = 0;
    std::uint64_t encrypted = 0;
    std::uint64_t screened = 0;
    std::uint64_t rejected = 0;
    template <class Archive>
    void each_field(Archive& archive) {
      archive(connections, encrypted, screened, rejected);
    }
  };
  using Counts = std::map<std::string, std::uint64_t, std::less<>>;

  Share& share_of(std::string_view program);
  void screen(std::string_view word, std::uint64_t count);
  std::uint64_t without_tls() const;
  void connection(const Event& event);
  void delays(const Event& event);

  Ranking clients_;
  std::uint64_t connections_ = 0;
  std::map<std::string, Share, std::less<>> shares_;  // by the program that the clients met
  Counts tls_in_;
  Counts tls_out_;
  Counts screened_;
  std::array<Spread, daily_phase_count> phases_;
};

}  // namespace curfew::daily
