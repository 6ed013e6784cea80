#include "smtp/public_suffix.h"

namespace curfew::smtp {
namespace {

std::string_view behind_first_dot(std::string_view name) noexcept {
  const std::size_t dot = name.find('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

}  // namespace

std::uint64_t PublicSuffixes::kinds_of(std::string_view name) const noexcept {
  const std::uint64_t hash = hash_of(name);
  const std::size_t mask = places.size() - 1;
  for (std::size_t at = (hash >> 3) & mask; places[at] != 0; at = (at + 1) & mask) {
    if ((places[at] | kinds) == hash) return places[at] & kinds;
  }
  return 0;
}

namespace {

// A name without a dot always is one: that is the rule where the list has none.
bool is_public_suffix(std::string_view name) noexcept {
  if (name.starts_with('.')) name.remove_prefix(1);  // of "a..b"
  const std::string_view above = behind_first_dot(name);
  if (above.data() == nullptr) return true;
  const std::uint64_t kinds = public_suffixes.kinds_of(name);
  if ((kinds & PublicSuffixes::is_exception) != 0) return false;
  return kinds != 0 || (public_suffixes.kinds_of(above) & PublicSuffixes::is_above_all) != 0;
}

// Where the last labels begin, of which there are at most so many.
std::size_t begin_of_labels(std::string_view host, std::size_t most) noexcept {
  std::size_t labels = 0;
  for (std::size_t at = host.size(); at-- > 0;) {
    if (host[at] == '.' && ++labels == most) return at + 1;
  }
  return 0;
}

}  // namespace

// The longest suffix counts, so they are tried from the longest that the list may have.
std::string_view registrable_part(std::string_view host) noexcept {
  if (host.starts_with('.')) return {};
  const std::size_t begin = begin_of_labels(host, public_suffixes.most_labels + 2);
  std::string_view name = host.substr(begin);
  std::string_view found;
  while (!is_public_suffix(name)) {
    found = name;
    name = behind_first_dot(name);
  }
  return found;
}

}  // namespace curfew::smtp
