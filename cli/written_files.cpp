#include "written_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <system_error>

#include "links.h"
#include "options.h"
#include "standard_descriptors.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

// Which file it is, whatever it is called; one that is not there yet by its folder and its name.
struct Place {
  ::dev_t device = 0;
  ::ino_t inode = 0;
  std::string name;
  bool is_empty = false;

  bool is_same(const Place& other) const noexcept {
    return device == other.device && inode == other.inode && name == other.name;
  }
};

struct WrittenFile {
  std::string option;  // "--output report.txt"; empty: standard output
  Place place;
};

// Terminals and their kin may be read and written at once.
bool can_be_lost(const struct ::stat& status) noexcept {
  return S_ISREG(status.st_mode) || S_ISFIFO(status.st_mode) || S_ISBLK(status.st_mode);
}

std::optional<Place> place_of(const struct ::stat& status) {
  if (!can_be_lost(status)) return std::nullopt;
  return Place{.device = status.st_dev,
               .inode = status.st_ino,
               .name = {},
               .is_empty = S_ISREG(status.st_mode) && status.st_size == 0};
}

std::optional<Place> place_of(const std::string& path) {
  struct ::stat status {};
  if (::stat(path.c_str(), &status) == 0) return place_of(status);
  try {
    const std::string end = destination_of(path).path;
    if (::stat(folder_of(end).c_str(), &status) != 0) return std::nullopt;
    return Place{.device = status.st_dev, .inode = status.st_ino, .name = name_in_folder(end)};
  } catch (const std::system_error&) {
    return std::nullopt;  // it will not be opened either, and then it is said why
  }
}

std::optional<Place> place_of(int descriptor) {
  struct ::stat status {};
  if (::fstat(descriptor, &status) != 0) return std::nullopt;
  return place_of(status);
}

// Where a standard stream goes.
std::optional<Place> place_of_stream(int descriptor) {
  struct ::stat status {};
  // Both ends of a service's socket, or of a pipe, may be one.
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return place_of(status);
}

bool is_path(const std::string& value) noexcept {
  return !value.empty() && value != "-";
}

std::vector<WrittenFile> written_files(const CommandLine& line) {
  std::vector<WrittenFile> files;
  for (const Option& option : options()) {
    const std::string value = line.value(option.name);
    if (option.value.file != FileUse::written || !is_path(value)) continue;
    if (std::optional<Place> place = place_of(value)) {
      files.push_back({"--" + std::string(option.name) + ' ' + value, std::move(*place)});
    }
  }
  if (!is_path(line.value("output"))) {
    if (std::optional<Place> place = place_of_stream(STDOUT_FILENO))
      files.push_back({{}, std::move(*place)});
  }
  return files;
}

[[noreturn]] void refuse(const WrittenFile& written, const ReadFile& read) {
  if (written.option.empty()) {
    throw UsageError("standard output: goes to " + read.name + ", which is read",
                     "Send it to another file, or name one with -o.");
  }
  throw UsageError(written.option + ": would overwrite " + read.name + ", which is read",
                   "Name another file; nothing was written.");
}

// Complaints would be put into a log, the one about it too: that goes to standard output, where
// nothing will be written any more.
[[noreturn]] void refuse_complaints_in(const ReadFile& read, const Place& place) {
  const std::optional<Place> output = place_of_stream(STDOUT_FILENO);
  if (output && output->is_same(place)) {
    ::close(STDERR_FILENO);
    hold_standard_descriptors();
  } else {
    ::dup2(STDOUT_FILENO, STDERR_FILENO);
  }
  throw UsageError("standard error: goes to " + read.name + ", which is read",
                   "Send it to another file; nothing was written.");
}

[[noreturn]] void refuse(const WrittenFile& one, const WrittenFile& other) {
  const WrittenFile& named = one.option.empty() ? other : one;
  const WrittenFile& rest = one.option.empty() ? one : other;
  throw UsageError(named.option + ": is the same file as " +
                       (rest.option.empty() ? "standard output" : "that of " + rest.option),
                   "Name two files; nothing was written.");
}

}  // namespace

void keep_apart(const CommandLine& line, const std::vector<ReadFile>& read) {
  const std::vector<WrittenFile> files = written_files(line);
  for (std::size_t i = 0; i < files.size(); ++i) {
    for (std::size_t k = i + 1; k < files.size(); ++k) {
      if (files[i].place.is_same(files[k].place)) refuse(files[i], files[k]);
    }
  }
  const std::optional<Place> complaints = place_of_stream(STDERR_FILENO);
  if (files.empty() && !complaints) return;
  for (const ReadFile& one : read) {
    const std::optional<Place> place =
        one.path.empty() ? place_of(STDIN_FILENO) : place_of(one.path);
    if (!place) continue;
    const bool may_be_new = one.found && place->is_empty;
    if (complaints && complaints->is_same(*place) && !may_be_new) refuse_complaints_in(one, *place);
    for (const WrittenFile& written : files) {
      // `cd logs; curfew . > report`: the shell has just made it, and there is nothing to lose.
      if (written.option.empty() && may_be_new) continue;
      if (written.place.is_same(*place)) refuse(written, one);
    }
  }
}

std::vector<ReadFile> files_read_by_options(const CommandLine& line) {
  std::vector<ReadFile> files;
  for (const Option& option : options()) {
    const std::string value = line.value(option.name);
    if (value.empty()) continue;
    if (option.value.file == FileUse::read) files.push_back({.path = value, .name = value});
    if (option.value.file != FileUse::folder_read) continue;
    std::error_code failed;
    for (std::filesystem::directory_iterator at(value, failed), end; !failed && at != end;
         at.increment(failed)) {
      files.push_back({.path = at->path().string(), .name = at->path().string()});
    }
  }
  return files;
}

}  // namespace curfew::cli
