#include "follow/open_log.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "follow/fingerprint.h"
#include "input/files.h"
#include "input/unpacked.h"

namespace curfew::follow {

OpenLog::~OpenLog() {
  ::close(descriptor_);
}

std::size_t OpenLog::read_at(std::uint64_t offset, char* room, std::size_t size) const {
  std::size_t used = 0;
  while (used < size) {
    const auto at = static_cast<::off_t>(offset + used);
    const ::ssize_t got = ::pread(descriptor_, room + used, size - used, at);
    if (got == 0) break;
    if (got > 0) {
      used += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      input::fail(path_, errno, {});
    }
  }
  return used;
}

std::string OpenLog::read_at(std::uint64_t offset, std::size_t size) const {
  std::string bytes(size, '\0');
  try {
    bytes.resize(read_at(offset, bytes.data(), size));
  } catch (const Error&) {
    bytes.clear();  // it is told to who reads on
  }
  return bytes;
}

namespace {

std::optional<Instant> modified_at(const struct ::stat& status) {
  return Instant(
      std::chrono::duration_cast<Milliseconds>(std::chrono::seconds(status.st_mtim.tv_sec) +
                                               std::chrono::nanoseconds(status.st_mtim.tv_nsec)));
}

class StoredBytes final : public Source {
 public:
  explicit StoredBytes(std::shared_ptr<const OpenLog> log) : log_(std::move(log)) {}

  std::size_t read(std::span<char> room) override {
    const std::uint64_t left = log_->size() - offset_;
    const std::size_t got = log_->read_at(
        offset_, room.data(), static_cast<std::size_t>(std::min<std::uint64_t>(left, room.size())));
    offset_ += got;
    return got;
  }
  const std::string& name() const noexcept override { return log_->path(); }
  std::optional<Instant> modified() const override { return modified_at(log_->status()); }

 private:
  std::shared_ptr<const OpenLog> log_;
  std::uint64_t offset_ = 0;
};

// What a position says of what stands before it.
bool is_behind(const LogPosition& position, const Fingerprints& seen) {
  LogPosition there;
  seen.write_to(there);
  return there.head_size == position.head_size && there.head_hash == position.head_hash &&
         there.tail_hash == position.tail_hash;
}

class Bytes : public LogBytes {
 public:
  Bytes(std::shared_ptr<const OpenLog> log, LogPosition position)
      : log_(std::move(log)), position_(std::move(position)) {
    position_.path = log_->path();
    position_.device = log_->status().st_dev;
    position_.inode = log_->status().st_ino;
  }

  std::size_t read(std::span<char> room) final {
    if (!begun_) {
      begun_ = true;
      // Of a position without bytes nothing is known that could differ.
      is_proved_ = begin(seen_) && (position_.offset == 0 || is_behind(position_, seen_));
      over_ = !is_proved_;
    }
    if (over_ || room.empty()) return 0;
    const std::size_t got = next(room);
    if (got == 0) over_ = true;
    seen_.add({room.data(), got});
    position_.offset += got;
    return got;
  }
  LogPosition position() const final {
    LogPosition position = position_;
    if (is_proved_) seen_.write_to(position);
    return position;
  }
  const std::string& name() const noexcept final { return log_->path(); }
  std::optional<Instant> modified() const final { return modified_at(log_->status()); }

 protected:
  // What stands before the position; false where there is less.
  virtual bool begin(Fingerprints& seen) = 0;
  virtual std::size_t next(std::span<char> room) = 0;

  std::shared_ptr<const OpenLog> log_;
  LogPosition position_;

 private:
  Fingerprints seen_;
  bool begun_ = false;
  bool is_proved_ = false;  // what stands before the position is what was taken
  bool over_ = false;
};

class PlainBytes final : public Bytes {
 public:
  using Bytes::Bytes;

 private:
  bool begin(Fingerprints& seen) override {
    position_.stored_size = 0;
    const std::uint64_t offset = position_.offset;
    const auto head = std::min<std::uint64_t>(offset, LogPosition::most_head);
    const auto tail = std::min<std::uint64_t>(offset, LogPosition::most_tail);
    seen.begin(log_->read_at(0, head), log_->read_at(offset - tail, tail));
    return seen.tail().size() == tail;
  }
  std::size_t next(std::span<char> room) override {
    if (position_.offset >= log_->size()) return 0;
    const std::uint64_t left = log_->size() - position_.offset;
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left, room.size()));
    return log_->read_at(position_.offset, room.data(), size);
  }
};

class PackedBytes final : public Bytes {
 public:
  PackedBytes(std::shared_ptr<const OpenLog> log, LogPosition position)
      : Bytes(log, std::move(position)),
        source_(input::unpacked_bytes(stored_bytes(std::move(log)))) {}
  bool is_packed() const noexcept override { return true; }

 private:
  bool begin(Fingerprints& seen) override {
    position_.stored_size = 0;
    std::vector<char> room(64 * 1024);
    for (std::uint64_t left = position_.offset; left != 0;) {
      const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(left, room.size()));
      const std::size_t got = source_->read(std::span(room).first(most));
      if (got == 0) return false;
      seen.add({room.data(), got});
      left -= got;
    }
    return true;
  }
  std::size_t next(std::span<char> room) override {
    try {
      const std::size_t got = source_->read(room);
      if (got == 0) position_.stored_size = log_->size();
      return got;
    } catch (const Error&) {
      position_.stored_size = log_->size();  // there is no more to be had of it
      throw;
    }
  }

  std::unique_ptr<Source> source_;
};

}  // namespace

std::unique_ptr<Source> stored_bytes(std::shared_ptr<const OpenLog> log) {
  return std::make_unique<StoredBytes>(std::move(log));
}

std::unique_ptr<LogBytes> bytes_behind(std::shared_ptr<const OpenLog> log, LogPosition position,
                                       bool packed) {
  if (packed) return std::make_unique<PackedBytes>(std::move(log), std::move(position));
  return std::make_unique<PlainBytes>(std::move(log), std::move(position));
}

}  // namespace curfew::follow
