#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "text/hash.h"

namespace curfew::smtp {

/// The public suffix list (publicsuffix.org, "Format") as a table of hashes: what the list says of
/// a name is found without a look at other names. 64 bits stand for a name: two of the names there
/// are share them by chance once in 2^50, and whoever makes one up gains a group of its own.
struct PublicSuffixes {
  static constexpr std::uint64_t is_suffix = 1;     ///< the name itself
  static constexpr std::uint64_t is_above_all = 2;  ///< each name one label longer
  static constexpr std::uint64_t is_exception = 4;  ///< the name is none, although one above is
  static constexpr std::uint64_t kinds = 7;
  static constexpr std::uint64_t seed = 0x9E6C63D0876A9A47;

  std::span<const std::uint64_t> places;  ///< a power of two; a hash and its kinds; 0: free
  std::size_t most_labels = 0;            ///< in any name of the list

  static std::uint64_t hash_of(std::string_view name) noexcept {
    return text::hash(name, seed) | kinds;
  }
  /// What the list says of the name itself; 0: nothing.
  std::uint64_t kinds_of(std::string_view name) const noexcept;
};

/// Written from the list by the compiler beside it.
extern const PublicSuffixes public_suffixes;

/// The suffix under which names are registered, and the label in front of it; empty where the host
/// is such a suffix itself or has no dot. Lower case; either form of an international name.
std::string_view registrable_part(std::string_view host) noexcept;

}  // namespace curfew::smtp
