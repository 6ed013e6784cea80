#include "follow/listing.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

namespace curfew::follow {
namespace {

constexpr int most_tries = 5;

std::string folder_of(const std::string& path) {
  const std::size_t end = path.rfind('/');
  if (end == std::string::npos) return {};
  return path.substr(0, end + 1);
}

std::string name_of(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string target_of(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> target(::realpath(path.c_str(), nullptr),
                                                           &std::free);
  return target == nullptr ? std::string() : std::string(target.get());
}

struct CloseFolder {
  void operator()(::DIR* folder) const noexcept { ::closedir(folder); }
};

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  const std::unique_ptr<::DIR, CloseFolder> opened(
      ::opendir(folder.empty() ? "." : folder.c_str()));
  if (opened == nullptr) return names;  // the file that was named may be read all the same
  while (const ::dirent* const entry = ::readdir(opened.get())) names.emplace_back(entry->d_name);
  std::ranges::sort(names);
  return names;
}

auto written_at(const FoundFile& file) {
  return std::pair(file.status().st_mtim.tv_sec, file.status().st_mtim.tv_nsec);
}

bool same_file(const FoundFile& one, const FoundFile& other) {
  return one.is(other.status().st_dev, other.status().st_ino);
}

bool same_files(const std::vector<FoundFile>& one, const std::vector<FoundFile>& other) {
  return std::ranges::equal(one, other, [](const FoundFile& a, const FoundFile& b) {
    return a.path() == b.path() && same_file(a, b);
  });
}

std::vector<FoundFile> in_order(std::vector<FoundFile> files) {
  std::map<std::string, std::vector<FoundFile*>> series;
  for (FoundFile& file : files) series[log_series(file.path())].push_back(&file);
  std::vector<FoundFile> ordered;
  ordered.reserve(files.size());
  for (auto& [name, parts] : series) {
    put_in_order(parts);
    for (FoundFile* const part : parts) ordered.push_back(std::move(*part));
  }
  return ordered;
}

}  // namespace

void put_in_order(std::vector<FoundFile*>& parts) {
  bool numbered = true;
  bool dated = true;
  for (const FoundFile* const file : parts) {
    if (!file->part().is_rotated()) continue;
    if (file->part().date.empty()) dated = false;
    if (!file->part().date.empty()) numbered = false;
  }
  // Dates of several lengths and numbers beside dates say nothing about each other.
  const auto older = [&](const FoundFile* one, const FoundFile* other) {
    const PartName& a = one->part();
    const PartName& b = other->part();
    if (a.is_rotated() != b.is_rotated()) return a.is_rotated();
    if (numbered && a.number != b.number) return a.number > b.number;
    if (dated && a.date != b.date) return a.date < b.date;
    if (dated && a.number != b.number) return a.number > b.number;
    return std::tuple(written_at(*one), one->path()) <
           std::tuple(written_at(*other), other->path());
  };
  std::ranges::sort(parts, older);
}

Listing::Listing(std::vector<std::string> paths, FollowOptions options)
    : paths_(std::move(paths)), options_(std::move(options)), missing_(paths_) {
  for (const std::string& path : paths_) {
    struct ::stat status {};
    if (::stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)) {
      continue;
    }
    throw Error(ErrorCode::bad_value, path + ": is no regular file, and cannot be followed",
                "A pipe is read to its end by the other commands; name log files or their folder.");
  }
}

void Listing::fail(const std::string& path, Error error) {
  if (failed_.insert(path).second) failures_.push_back(std::move(error));
}

void Listing::add(const std::string& path, bool is_named, std::vector<FoundFile>& files) {
  struct ::stat status {};
  const bool found =
      is_named ? ::stat(path.c_str(), &status) == 0 : ::lstat(path.c_str(), &status) == 0;
  if (!found || !S_ISREG(status.st_mode)) return;
  const bool known = std::ranges::any_of(files, [&](const FoundFile& file) {
    return file.path() == path || file.is(status.st_dev, status.st_ino);
  });
  if (!known) files.emplace_back(path, is_named, status);
}

void Listing::add_parts(const std::string& path, std::vector<FoundFile>& files) {
  if (part_name(name_of(path)).is_rotated()) return;
  const std::string folder = folder_of(path);
  const std::string series = log_series(path);
  for (const std::string& name : names_in(folder)) {
    if (log_series(folder + name) == series) add(folder + name, false, files);
  }
}

void Listing::add_folder(const std::string& path, std::vector<FoundFile>& files) {
  try {
    for (const Input& input : inputs_at(path, options_.below, std::nullopt, options_.repeating)) {
      add(input.name, false, files);
    }
    forgive(path);
  } catch (const Error& error) {
    fail(path, error);
  }
}

void Listing::list_path(const std::string& path, std::vector<FoundFile>& files) {
  struct ::stat status {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) return add_folder(path, files);
  if (!exists && path.find_first_of("*?[") != std::string::npos) {
    const std::size_t before = files.size();
    add_folder(path, files);
    if (files.size() == before) missing_.push_back(path);
    return;
  }
  add(path, true, files);
  if (!exists) missing_.push_back(path);
  add_parts(path, files);
  if (::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode)) {
    if (const std::string target = target_of(path); !target.empty()) add_parts(target, files);
  }
}

void Listing::list(std::vector<FoundFile>& files) {
  missing_.clear();
  for (const std::string& path : paths_) list_path(path, files);
}

std::vector<FoundFile> Listing::files() {
  std::vector<FoundFile> files;
  for (int tries = 0; tries < most_tries; ++tries) {
    std::vector<FoundFile> before;
    list(before);
    before = in_order(std::move(before));
    files.clear();
    bool moved = false;
    for (auto file = before.rbegin(); file != before.rend(); ++file) {
      const std::size_t count = files.size();
      add(file->path(), file->is_link_followed(), files);
      moved = moved || files.size() == count || !same_file(files.back(), *file);
    }
    std::ranges::reverse(files);
    std::vector<FoundFile> after;
    list(after);
    if (!moved && same_files(files, in_order(std::move(after)))) break;
  }
  return files;
}

}  // namespace curfew::follow
