#include <algorithm>
#include <cstring>
#include <exception>
#include <utility>
#include <vector>

#include "curfew/error.h"
#include "curfew/input.h"
#include "input/compression.h"
#include "input/journal.h"
#include "input/unpacked.h"
#include "input/utf16.h"
#include "text/grouped.h"

namespace curfew {
namespace {

using input::Codec;
using input::CodecState;
using input::Compression;

// Mail logs become 5 to 30 times as large, the dullest ones 150 times; what grows beyond that is
// made to fill somebody's disk. Small archives may grow as they like.
constexpr std::uint64_t largest_ratio = 200;
constexpr std::uint64_t always_allowed = std::uint64_t{64} * 1024 * 1024;

class Unpacked final : public Source {
 public:
  explicit Unpacked(std::unique_ptr<Source> source) : source_(std::move(source)) {}

  std::size_t read(std::span<char> room) override {
    if (room.empty()) return 0;
    if (!begun_) begin();
    if (codec_ == nullptr) return read_plain(room);
    const std::size_t got = unpack(room);
    unpacked_ += got;
    return got;
  }
  const std::string& name() const noexcept override { return source_->name(); }
  std::optional<Instant> modified() const override { return source_->modified(); }
  bool is_packed() const noexcept override { return codec_ != nullptr; }

 private:
  // What stands at the front may come in several short reads.
  void begin() {
    begun_ = true;
    buffer_.resize(front_size);
    const auto may_become_journal = [this] {
      return view().size() < input::journal_magic.size() &&
             input::journal_magic.starts_with(view());
    };
    while ((input::may_become_magic(view()) || may_become_journal()) && more()) {
    }
    if (end_ == 0) more();
    if (view().starts_with(input::journal_magic)) {
      throw Error(ErrorCode::compressed, name() + ": a systemd journal, which is no stream",
                  "Name its file, or let journalctl read it: `journalctl --file FILE -o json`.",
                  Hint::pipe);
    }
    if (const Compression* found = input::compression_of(view())) choose(*found);
  }

  void choose(const Compression& found) {
    if (found.make == nullptr) input::refuse(found, name());
    if (compression_ != nullptr && compression_->make == found.make) {
      codec_->restart();
    } else {
      codec_ = found.make();
      buffer_.resize(buffer_size);
    }
    compression_ = &found;
    inside_ = true;
  }

  std::string_view view() const noexcept { return {buffer_.data() + begin_, end_ - begin_}; }

  // Puts more bytes behind those that are there; false at the end of the source, or of what can be
  // read of it: what came before is unpacked first. The codec may want to go back a little.
  bool more() {
    if (broken_ != nullptr) return false;
    if (begin_ > Codec::most_given_back) {
      const std::size_t used = begin_ - Codec::most_given_back;
      std::memmove(buffer_.data(), buffer_.data() + used, end_ - used);
      end_ -= used;
      begin_ -= used;
    }
    std::size_t got = 0;
    try {
      got = source_->read(std::span(buffer_).subspan(end_));
    } catch (const Error&) {
      broken_ = std::current_exception();
    }
    end_ += got;
    packed_ += got;
    return got != 0;
  }

  std::size_t read_plain(std::span<char> room) {
    if (begin_ == end_) {
      if (broken_ != nullptr) std::rethrow_exception(broken_);
      return source_->read(room);
    }
    const std::size_t n = std::min(room.size(), end_ - begin_);
    std::memcpy(room.data(), buffer_.data() + begin_, n);
    begin_ += n;
    return n;
  }

  // Gives something before it tells of a fault: what can be read is read.
  std::size_t unpack(std::span<char> room) {
    for (;;) {
      if (fault_ != nullptr) fail(fault_);
      if (!inside_ && !next_member()) return 0;
      if (begin_ == end_) more();
      if (too_much()) fail(bomb);
      const bool at_end = begin_ == end_;
      std::span<const char> packed(view());
      std::span<char> rest = room;
      const CodecState state = codec_->run(packed, rest);
      const std::size_t given = room.size() - rest.size();
      const std::size_t before = std::exchange(begin_, end_ - packed.size());
      if (state == CodecState::end) inside_ = false;
      if (state == CodecState::damaged) fault_ = damaged;
      if (state == CodecState::memory) fault_ = memory;
      if (state == CodecState::more && begin_ == before && given == 0) {
        if (at_end && broken_ != nullptr) std::rethrow_exception(broken_);
        fault_ = at_end ? truncated : damaged;
      }
      if (given != 0) return given;
    }
  }

  // Packed files may be glued together, and padded with zeros (tapes, xz).
  bool next_member() {
    for (;;) {
      while (begin_ != end_ && buffer_[begin_] == '\0') ++begin_;
      if (begin_ == end_) {
        if (more()) continue;
        if (broken_ != nullptr) std::rethrow_exception(broken_);
        return false;
      }
      if (const Compression* found = input::compression_of(view())) {
        choose(*found);
        return true;
      }
      if (input::may_become_magic(view()) && more()) continue;
      if (broken_ != nullptr) std::rethrow_exception(broken_);
      fail(garbage);
    }
  }

  bool too_much() const noexcept {
    return unpacked_ > always_allowed && unpacked_ / largest_ratio > packed_;
  }

  static constexpr const char* truncated = "the compressed data end early after ";
  static constexpr const char* damaged = "the compressed data are damaged after ";
  static constexpr const char* garbage = "something else stands behind the compressed data, after ";
  static constexpr const char* memory = "needs more than 160 MiB of memory to be unpacked after ";
  static constexpr const char* bomb = "becomes more than 200 times as large; stopped after ";

  [[noreturn]] void fail(const char* what) {
    fault_ = what;
    const std::string sentence = name() + ": " + what + text::grouped(unpacked_) + " bytes";
    const std::string remedy = "What could be read was used.";
    if (what == bomb || what == memory) {
      throw Error(ErrorCode::unreadable, sentence, remedy, Hint::pipe_all,
                  std::string(compression_->unpack) + ' ' + argument());
    }
    throw Error(ErrorCode::unreadable, sentence,
                remedy + " `" + std::string(compression_->test) + ' ' + argument() +
                    "` should say the same.");
  }
  std::string argument() const {
    return name() == input::standard_input_name ? "FILE" : input::quoted(name());
  }

  static constexpr std::size_t front_size = 4 * 1024;  // what is not packed passes by it
  static constexpr std::size_t buffer_size = 128 * 1024;

  std::unique_ptr<Source> source_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what has not been used yet
  std::size_t end_ = 0;
  bool begun_ = false;
  const Compression* compression_ = nullptr;
  std::unique_ptr<Codec> codec_;  // null: not compressed
  bool inside_ = false;           // a member
  std::exception_ptr broken_;     // what the source threw; told when all before it was given
  const char* fault_ = nullptr;   // told when all before it was given
  std::uint64_t packed_ = 0;
  std::uint64_t unpacked_ = 0;
};

}  // namespace

std::unique_ptr<Source> input::unpacked_bytes(std::unique_ptr<Source> source) {
  return std::make_unique<Unpacked>(std::move(source));
}

std::unique_ptr<Source> unpacked(std::unique_ptr<Source> source) {
  return input::as_utf8(input::unpacked_bytes(std::move(source)));
}

}  // namespace curfew
