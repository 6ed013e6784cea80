#include "input/read_ahead.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace curfew::input {
namespace {

constexpr std::size_t block_size = 256 * 1024;

class ReadAhead final : public Source {
 public:
  explicit ReadAhead(std::unique_ptr<Source> source)
      : source_(std::move(source)), name_(source_->name()), modified_(source_->modified()) {
    for (Block& block : blocks_) block.bytes.resize(block_size);
    try {
      thread_ = std::thread([this] { fill_blocks(); });
    } catch (const std::system_error&) {
      // No more threads may be had: it is read when it is asked for.
    }
  }
  ~ReadAhead() override {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  std::size_t read(std::span<char> room) override {
    if (room.empty()) return 0;
    if (!thread_.joinable()) return source_->read(room);
    Block& block = blocks_[taken_ % blocks_.size()];
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return filled_ != taken_; });
    }
    if (block.failure) std::rethrow_exception(block.failure);
    const std::size_t n = std::min(room.size(), block.size - at_);
    if (n == 0) return 0;  // the end; it stays in its place
    std::memcpy(room.data(), block.bytes.data() + at_, n);
    at_ += n;
    if (at_ == block.size) {
      at_ = 0;
      {
        const std::lock_guard lock(mutex_);
        ++taken_;
      }
      changed_.notify_all();
    }
    return n;
  }
  const std::string& name() const noexcept override { return name_; }
  std::optional<Instant> modified() const override { return modified_; }

 private:
  struct Block {
    std::vector<char> bytes;
    std::size_t size = 0;  // 0: the end
    std::exception_ptr failure;
  };

  // Fills a block as far as it goes: sources may give little at a time.
  void fill(Block& block) noexcept {
    block.size = 0;
    if (failure_ != nullptr) {
      block.failure = failure_;
      return;
    }
    try {
      while (block.size < block_size) {
        const std::size_t got = source_->read(std::span(block.bytes).subspan(block.size));
        if (got == 0) break;
        block.size += got;
      }
    } catch (...) {
      // What came before is given first; the source need not say it a second time.
      failure_ = std::current_exception();
      if (block.size == 0) block.failure = failure_;
    }
  }

  void fill_blocks() {
    for (;;) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopped_ || filled_ - taken_ < blocks_.size(); });
        if (stopped_) return;
      }
      Block& block = blocks_[filled_ % blocks_.size()];
      fill(block);
      const bool is_last = block.size == 0;
      {
        const std::lock_guard lock(mutex_);
        ++filled_;
      }
      changed_.notify_all();
      if (is_last) return;
    }
  }

  std::unique_ptr<Source> source_;
  std::string name_;
  std::optional<Instant> modified_;
  std::exception_ptr failure_;  // the thread's
  std::array<Block, 4> blocks_;
  std::size_t at_ = 0;  // of the block being given

  // Under the mutex; filled_ is the thread's to write, taken_ the reader's.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t filled_ = 0;
  std::size_t taken_ = 0;
  bool stopped_ = false;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace

std::unique_ptr<Source> read_ahead(std::unique_ptr<Source> source) {
  return std::make_unique<ReadAhead>(std::move(source));
}

}  // namespace curfew::input
