#include "text/sealed.h"

#include <cstdint>
#include <cstring>

#include "text/hash.h"

namespace curfew::text {
namespace {

constexpr std::size_t hash_size = sizeof(std::uint64_t);

}  // namespace

std::string sealed(std::string_view title, std::string_view bytes) {
  const std::uint64_t hashed = hash(bytes, title.size());
  std::string all(title);
  all.resize(title.size() + hash_size);
  std::memcpy(all.data() + title.size(), &hashed, hash_size);
  all += bytes;
  return all;
}

std::optional<std::string_view> unsealed(std::string_view title, std::string_view bytes) noexcept {
  if (!bytes.starts_with(title) || bytes.size() < title.size() + hash_size) return std::nullopt;
  std::uint64_t hashed = 0;
  std::memcpy(&hashed, bytes.data() + title.size(), hash_size);
  bytes.remove_prefix(title.size() + hash_size);
  if (hashed != hash(bytes, title.size())) return std::nullopt;
  return bytes;
}

}  // namespace curfew::text
