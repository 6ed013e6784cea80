#include "links.h"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <system_error>

namespace curfew::cli {
namespace {

[[noreturn]] void refuse(int error) {
  throw std::system_error(error, std::generic_category());
}

std::string text_of_link(const std::string& path) {
  std::string text(PATH_MAX, '\0');
  const ::ssize_t size = ::readlink(path.c_str(), text.data(), text.size());
  if (size < 0) refuse(errno);
  text.resize(static_cast<std::size_t>(size));
  return text;
}

bool is_of_procfs(const std::string& folder) noexcept {
  struct ::statfs system {};
  return ::statfs(folder.c_str(), &system) == 0 && system.f_type == PROC_SUPER_MAGIC;
}

// The kernel's own rule (fs.protected_symlinks), which reading a link goes around.
bool is_somebody_elses(const struct ::stat& link, const std::string& folder) noexcept {
  struct ::stat around {};
  if (::stat(folder.c_str(), &around) != 0) return false;
  const bool is_open_to_all = (around.st_mode & (S_ISVTX | S_IWOTH)) == (S_ISVTX | S_IWOTH);
  return is_open_to_all && link.st_uid != ::geteuid() && link.st_uid != around.st_uid;
}

}  // namespace

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string name_in_folder(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

Destination destination_of(std::string path) {
  constexpr int most_links = 40;  // as the kernel has it
  for (int links = 0; links <= most_links; ++links) {
    struct ::stat status {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISLNK(status.st_mode)) return {path};
    const std::string folder = folder_of(path);
    if (is_of_procfs(folder)) return {.path = path, .is_open_file = true};
    if (is_somebody_elses(status, folder)) refuse(EACCES);
    const std::string next = text_of_link(path);
    path = next.starts_with('/') ? next : folder + '/' + next;
  }
  refuse(ELOOP);
}

}  // namespace curfew::cli
