#include <dirent.h>
#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <new>
#include <utility>

#include "curfew/error.h"
#include "curfew/input.h"
#include "input/compression.h"
#include "input/files.h"
#include "input/journal.h"

namespace curfew {
namespace {

using input::Identity;

// Nobody's logs lie deeper; what does was made to.
constexpr int deepest = 32;

struct Entry {
  std::string name;
  struct ::stat status {};
};

struct CloseFolder {
  void operator()(::DIR* folder) const noexcept { ::closedir(folder); }
};

struct Entries {
  std::vector<Entry> found;
  int error = 0;  // there may be more
};

// What lies in an open folder, by name. Closes the descriptor.
Entries entries_of(int descriptor) {
  Entries entries;
  const std::unique_ptr<::DIR, CloseFolder> opened(::fdopendir(descriptor));
  ::DIR* const folder = opened.get();
  if (folder == nullptr) {
    entries.error = errno;
    ::close(descriptor);
    return entries;
  }
  for (;;) {
    errno = 0;
    const ::dirent* const found = ::readdir(folder);
    if (found == nullptr) {
      entries.error = errno;
      break;
    }
    Entry entry{.name = found->d_name};
    if (entry.name.starts_with('.')) continue;
    if (::fstatat(::dirfd(folder), found->d_name, &entry.status, AT_SYMLINK_NOFOLLOW) != 0)
      continue;
    entries.found.push_back(std::move(entry));
  }
  std::ranges::sort(entries.found, {}, &Entry::name);
  return entries;
}

bool begins_with_any(const std::string& name, const std::vector<std::string>& words) {
  return std::ranges::any_of(words,
                             [&name](const std::string& word) { return name.starts_with(word); });
}

// Names of logs that only repeat what stands in others of these entries.
std::vector<std::string> repeats_in(const std::vector<Entry>& entries,
                                    const std::vector<RepeatingLogs>& repeating) {
  std::vector<std::string> names;
  for (const RepeatingLogs& logs : repeating) {
    const bool is_there = std::ranges::any_of(
        entries, [&logs](const Entry& entry) { return begins_with_any(entry.name, logs.whole); });
    if (is_there) names.insert(names.end(), logs.repeats.begin(), logs.repeats.end());
  }
  return names;
}

std::string joined(const std::string& folder, const std::string& name) {
  return folder.ends_with('/') ? folder + name : folder + '/' + name;
}

class Walk {
 public:
  Walk(bool below, std::optional<Instant> since, const std::vector<RepeatingLogs>& repeating)
      : below_(below), since_(since), repeating_(repeating) {}

  // Takes what lies in the folder that is open as `descriptor`, which it closes.
  void take(int descriptor, const std::string& path, int depth) {
    const int parent = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    const Entries entries = entries_of(descriptor);
    if (entries.error != 0) fail_later(path, entries.error);
    const std::vector<std::string> repeats = repeats_in(entries.found, repeating_);
    for (const Entry& entry : entries.found) {
      const std::string whole = joined(path, entry.name);
      if (S_ISREG(entry.status.st_mode)) {
        if (!begins_with_any(entry.name, repeats)) add(whole, entry.status, depth);
      } else if (S_ISDIR(entry.status.st_mode) && below_ && depth < deepest) {
        if (depth == 0) folder_ = entry.name;
        enter(parent, entry.name, whole, depth + 1);
      }
    }
    if (parent >= 0) ::close(parent);
  }

  std::vector<Input> inputs;

 private:
  void enter(int parent, const std::string& name, const std::string& path, int depth) {
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    const int descriptor = ::openat(parent, name.c_str(), flags);
    if (descriptor >= 0) {
      take(descriptor, path, depth);
      return;
    }
    fail_later(path, errno);
  }

  // When its turn comes, so that the rest is read.
  void fail_later(const std::string& path, int error) {
    inputs.push_back(
        {.name = path,
         .open = [path, error]() -> std::unique_ptr<Source> { input::fail(path, error, {}); },
         .found = true});
  }

  void add(const std::string& path, const struct ::stat& status, int depth) {
    const Identity seen{status.st_dev, status.st_ino};
    inputs.push_back(
        {.name = path,
         .open = [path, seen, since = since_] { return input::open_found(path, seen, since); },
         .size = static_cast<std::uint64_t>(status.st_size),
         .found = true,
         .folder = depth == 0 ? std::string() : folder_});
  }

  bool below_;
  std::optional<Instant> since_;
  const std::vector<RepeatingLogs>& repeating_;
  std::string folder_;  // the first below the one that was named
};

}  // namespace

namespace {

// What a pattern stands for that no shell has opened, because it was quoted; by name.
std::vector<std::string> paths_like(const std::string& pattern) {
  std::vector<std::string> paths;
  ::glob_t found{};
  const int result = ::glob(pattern.c_str(), 0, nullptr, &found);
  if (result == 0) paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  if (result == GLOB_NOSPACE) throw std::bad_alloc();
  return paths;
}

}  // namespace

std::vector<Input> inputs_at(const std::string& path, bool below, std::optional<Instant> since,
                             const std::vector<RepeatingLogs>& repeating) {
  std::vector<Input> inputs;
  if (path == "-") {
    inputs.push_back({.name = std::string(input::standard_input_name),
                      .open = [] { return standard_input(); },
                      .once = true});
    return inputs;
  }
  struct ::stat status {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (!exists && path.find_first_of("*?[") != std::string::npos) {
    for (const std::string& one : paths_like(path)) {
      if (::stat(one.c_str(), &status) != 0) continue;  // a link to nowhere, whatever its name
      std::ranges::move(inputs_at(one, below, since, repeating), std::back_inserter(inputs));
    }
    if (!inputs.empty()) return inputs;
  }
  if (!exists || !S_ISDIR(status.st_mode)) {
    const bool regular = exists && S_ISREG(status.st_mode);
    inputs.push_back({.name = path,
                      .open = [path, since] { return open_file(path, since); },
                      .size = regular ? static_cast<std::uint64_t>(status.st_size) : 0,
                      .once = exists && !regular});
    return inputs;
  }
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) {
    input::fail(path, errno,
                {.text = "Mail logs usually belong to group adm: run as root or as a member of "
                         "that group."});
  }
  Walk walk(below, since, repeating);
  walk.take(descriptor, path, 0);
  return std::move(walk.inputs);
}

Input system_journal(std::optional<Instant> since, std::vector<std::string> programs) {
  return {.name = std::string(input::journal_name),
          .open = [since, programs = std::move(programs)] {
            return input::journal_of_this_machine(since, programs);
          }};
}

}  // namespace curfew
