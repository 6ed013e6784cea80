#include "permissions.h"

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string_view>
#include <system_error>

namespace curfew::cli {
namespace {

constexpr const char* access_list = "system.posix_acl_access";

// They are about what a file holds, and another file holds something else.
constexpr std::array<std::string_view, 3> of_contents = {"security.capability", "security.ima",
                                                         "security.evm"};

std::optional<std::string> attribute(const std::string& path, const char* name) {
  const ::ssize_t size = ::lgetxattr(path.c_str(), name, nullptr, 0);
  if (size < 0) return std::nullopt;
  std::string value(static_cast<std::size_t>(size), '\0');
  const ::ssize_t got = ::lgetxattr(path.c_str(), name, value.data(), value.size());
  if (got < 0) return std::nullopt;
  value.resize(static_cast<std::size_t>(got));
  return value;
}

void take_attribute(const std::string& path, const char* name, int descriptor) {
  if (const std::optional<std::string> value = attribute(path, name)) {
    ::fsetxattr(descriptor, name, value->data(), value->size(), 0);
  }
}

void take_security_labels(const std::string& path, int descriptor) {
  const ::ssize_t size = ::llistxattr(path.c_str(), nullptr, 0);
  if (size <= 0) return;
  std::string names(static_cast<std::size_t>(size), '\0');
  const ::ssize_t got = ::llistxattr(path.c_str(), names.data(), names.size());
  if (got <= 0) return;
  names.resize(static_cast<std::size_t>(got));
  for (std::size_t begin = 0; begin < names.size();) {
    const std::string name = names.substr(begin, names.find('\0', begin) - begin);
    begin += name.size() + 1;
    if (name.starts_with("security.") &&
        std::ranges::find(of_contents, name) == of_contents.end()) {
      take_attribute(path, name.c_str(), descriptor);
    }
  }
}

// Whether the group is the same then.
bool take_owner(const struct ::stat& before, int descriptor) {
  struct ::stat ours {};
  if (::fstat(descriptor, &ours) != 0) return false;
  if (ours.st_uid == before.st_uid && ours.st_gid == before.st_gid) return true;
  if (::fchown(descriptor, before.st_uid, before.st_gid) == 0) return true;
  return ours.st_gid == before.st_gid ||
         ::fchown(descriptor, static_cast<::uid_t>(-1), before.st_gid) == 0;
}

}  // namespace

bool take_permissions_of(const std::string& path, int descriptor) {
  struct ::stat before {};
  if (::lstat(path.c_str(), &before) != 0 || !S_ISREG(before.st_mode)) return false;
  constexpr ::mode_t owners = S_IRWXU;
  constexpr ::mode_t others = S_IRWXO;
  ::mode_t mode = before.st_mode & (owners | S_IRWXG | others);
  const bool same_group = take_owner(before, descriptor);
  if (!same_group) mode &= owners | others | ((mode & others) << 3U);
  take_security_labels(path, descriptor);
  // A list that the folder hands down is not that of the file before.
  ::fremovexattr(descriptor, access_list);
  ::fchmod(descriptor, mode);
  if (same_group) take_attribute(path, access_list, descriptor);
  return true;
}

void let_everybody_read(int descriptor, bool is_new) {
  constexpr ::mode_t readable = S_IRUSR | S_IRGRP | S_IROTH;
  struct ::stat status {};
  if (::fstat(descriptor, &status) != 0 ||
      ::fchmod(descriptor, is_new ? readable | S_IWUSR : (status.st_mode & 0777U) | readable) !=
          0) {
    throw std::system_error(errno, std::generic_category());
  }
}

}  // namespace curfew::cli
