#pragma once

#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "trace/life.h"
#include "trace/query.h"

namespace curfew::trace {

/// The lives of messages that were seen lately, and of all that match. Those that do not, and may
/// yet, go when there is no more room: ended ones first, then those not heard of for longest.
class History {
 public:
  History(std::string_view query, std::size_t memory) : query_(query), memory_(memory) {}

  void add(std::string_view format, std::string_view source, const Event& event,
           const Counted& counted);

  /// In the order in which they were first seen.
  std::vector<const Life*> lives() const;
  const std::string& source(std::uint32_t number) const { return sources_[number]; }
  std::uint64_t forgotten() const noexcept { return forgotten_; }
  /// Lives that match, and of which there was no room for more than that.
  std::uint64_t left_out() const noexcept { return left_out_ + counted_.size(); }

 private:
  using Lives = std::list<Life>;

  Lives::iterator find(std::string_view format, const Event& event);
  Lives::iterator begin_life(std::string_view format, const Event& event, std::string key);
  std::uint32_t number_of(std::string_view source);
  Lives& list_of(const Life& life) noexcept;
  void make_room();
  void erase(Lives& list, Lives::iterator life);

  Query query_;
  std::size_t memory_;
  std::size_t used_ = 0;          // by lives that do not match
  std::size_t matched_used_ = 0;  // by those that do; without the counted ones
  Lives open_;                    // least lately heard of first, as the next two
  Lives ended_;
  Lives matched_;
  Lives counted_;
  std::unordered_map<std::string, Lives::iterator> by_key_;
  std::vector<std::string> sources_;
  std::string key_;
  std::uint64_t next_number_ = 0;
  std::uint64_t forgotten_ = 0;
  std::uint64_t left_out_ = 0;
};

}  // namespace curfew::trace
