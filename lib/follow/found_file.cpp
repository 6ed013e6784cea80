#include "follow/found_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>
#include <vector>

#include "curfew/error.h"
#include "follow/fingerprint.h"
#include "input/compression.h"
#include "input/files.h"
#include "input/journal.h"
#include "input/unpacked.h"

namespace curfew::follow {
namespace {

std::string_view name_in(const std::string& path) {
  return std::string_view(path).substr(path.rfind('/') + 1);
}

// What is written to no more is what it will be.
constexpr std::chrono::seconds settled_after{10};

}  // namespace

FoundFile::FoundFile(std::string path, bool is_link_followed, const struct ::stat& status)
    : path_(std::move(path)),
      is_link_followed_(is_link_followed),
      part_(part_name(name_in(path_))),
      status_(status) {}

bool FoundFile::open() {
  if (log_ != nullptr) return true;
  // A pipe put in the file's place would block.
  const int flags =
      O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (is_link_followed_ ? 0 : O_NOFOLLOW);
  const int descriptor = ::open(path_.c_str(), flags);
  if (descriptor < 0) {
    if (errno == ENOENT || errno == ELOOP) return false;
    input::fail(path_, errno,
                {.text = "Mail logs usually belong to group adm: run as root or as a member of "
                         "that group."});
  }
  struct ::stat now {};
  const bool same = ::fstat(descriptor, &now) == 0 && S_ISREG(now.st_mode) &&
                    is(now.st_dev, now.st_ino) && now.st_size >= status_.st_size;
  // No more than the look has seen: what was written to older parts since is seen by the next.
  log_ = std::make_shared<OpenLog>(descriptor, path_, status_);
  if (!same) log_.reset();
  return same;
}

bool FoundFile::is_packed() {
  if (!is_packed_) {
    const std::string front = log_->read_at(0, input::magic_size);
    is_packed_ = input::compression_of(front) != nullptr;
  }
  return *is_packed_;
}

bool FoundFile::is_journal() {
  return log_->read_at(0, input::journal_magic.size()) == input::journal_magic;
}

bool FoundFile::is_being_packed() {
  if (!is_packed()) return false;
  const auto now = std::chrono::system_clock::now();
  const auto written = std::chrono::system_clock::from_time_t(status_.st_mtim.tv_sec);
  if (now - written > settled_after) return false;
  return !facts_with(0).is_whole;
}

const std::string& FoundFile::head() {
  if (head_) return *head_;
  if (!is_packed()) {
    const auto size = std::min<std::uint64_t>(stored_size(), LogPosition::most_head);
    head_ = log_->read_at(0, static_cast<std::size_t>(size));
    return *head_;
  }
  std::string head(LogPosition::most_head, '\0');
  std::size_t used = 0;
  try {
    const std::unique_ptr<Source> source = input::unpacked_bytes(stored_bytes(log_));
    while (used < head.size()) {
      const std::size_t got = source->read(std::span(head).subspan(used));
      if (got == 0) break;
      used += got;
    }
  } catch (const Error&) {
    // What could be unpacked tells as much as it does.
  }
  head.resize(used);
  head_ = std::move(head);
  return *head_;
}

std::uint64_t FoundFile::size() {
  return is_packed() ? facts_with(0).size : stored_size();
}

// Unpacks all of it, once for each offset that is asked for anew.
const PackedFacts& FoundFile::facts_with(std::uint64_t offset) {
  if (facts != nullptr && (offset == 0 || facts->tails.contains(offset) || offset > facts->size)) {
    return *facts;
  }
  auto found = std::make_shared<PackedFacts>();
  if (facts != nullptr) found->tails = facts->tails;
  Fingerprints seen;
  try {
    const std::unique_ptr<Source> source = input::unpacked_bytes(stored_bytes(log_));
    std::vector<char> room(64 * 1024);
    for (;;) {
      std::size_t most = room.size();
      if (found->size < offset) most = std::min<std::uint64_t>(most, offset - found->size);
      const std::size_t got = source->read(std::span(room).first(most));
      if (got == 0) break;
      seen.add({room.data(), got});
      found->size += got;
      if (found->size == offset) found->tails[offset] = fingerprint(seen.tail());
    }
  } catch (const Error&) {
    found->is_whole = false;
  }
  facts = std::move(found);
  return *facts;
}

std::optional<std::uint64_t> FoundFile::tail_hash(std::uint64_t offset) {
  if (is_packed()) {
    const PackedFacts& known = facts_with(offset);
    const auto found = known.tails.find(offset);
    return found == known.tails.end() ? std::nullopt : std::optional(found->second);
  }
  if (stored_size() < offset) return std::nullopt;
  const auto size = std::min<std::uint64_t>(offset, LogPosition::most_tail);
  return fingerprint(log_->read_at(offset - size, static_cast<std::size_t>(size)));
}

Fit FoundFile::fit(const LogPosition& position, const std::string& known_head) {
  if (position.offset == 0) {
    return is(position.device, position.inode) ? Fit::behind : Fit::none;
  }
  const std::string& front = head();
  if (front.size() < position.head_size) {
    // A line that is not whole yet may be the beginning of many.
    const bool is_front = front.ends_with('\n') && known_head.starts_with(front);
    return is_front ? Fit::shorter : Fit::none;
  }
  if (fingerprint(std::string_view(front).substr(0, position.head_size)) != position.head_hash) {
    return Fit::none;
  }
  const std::optional<std::uint64_t> hash = tail_hash(position.offset);
  if (!hash) return Fit::shorter;
  return *hash == position.tail_hash ? Fit::behind : Fit::differs;
}

bool FoundFile::shares_front_with(FoundFile& other) {
  const std::string& ours = head();
  const std::string& theirs = other.head();
  if (ours.empty() || theirs.empty()) return false;
  const std::size_t common = std::min(ours.size(), theirs.size());
  if (ours.compare(0, common, theirs, 0, common) != 0) return false;
  if (common < LogPosition::most_head) return true;
  const std::uint64_t shorter = std::min(size(), other.size());
  return tail_hash(shorter) == other.tail_hash(shorter);
}

}  // namespace curfew::follow
