#include "progress.h"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <utility>

namespace curfew::cli {
namespace {

std::string size_text(std::uint64_t bytes) {
  constexpr const char* units[] = {" B", " KB", " MB", " GB", " TB"};
  std::uint64_t tenths = bytes * 10;
  std::size_t unit = 0;
  while (tenths >= 10'000 && unit + 1 < std::size(units)) {
    tenths /= 1000;
    ++unit;
  }
  std::string text = std::to_string(tenths / 10);
  if (unit != 0 && tenths < 1000) text += '.' + std::to_string(tenths % 10);
  return text + units[unit];
}

std::string time_text(std::uint64_t seconds) {
  if (seconds < 100) return std::to_string(seconds) + " s";
  if (seconds < 100 * 60) return std::to_string(seconds / 60) + " min";
  return std::to_string(seconds / 3600) + " h";
}

}  // namespace

std::string progress_text(std::uint64_t read, std::uint64_t total, std::uint64_t lines,
                          std::chrono::duration<double> elapsed) {
  const double seconds = std::max(elapsed.count(), 0.001);
  std::string text = size_text(read);
  if (total >= read && total != 0) {
    text += " of " + size_text(total) + ", " +
            std::to_string(static_cast<unsigned>(100.0 * static_cast<double>(read) /
                                                 static_cast<double>(total))) +
            " %";
  }
  std::string rate =
      std::to_string(static_cast<std::uint64_t>(static_cast<double>(lines) / seconds));
  for (std::size_t at = rate.size(); at > 3;) rate.insert(at -= 3, 1, ',');
  text += ", " + rate + " lines/s";
  if (total > read && read != 0) {
    const double left = static_cast<double>(total - read) * seconds / static_cast<double>(read);
    text += ", " + time_text(static_cast<std::uint64_t>(left) + 1) + " left";
  }
  return text;
}

// Says what is read of a file, as it is stored: its size is known, that of what it unpacks to not.
class Progress::Counted final : public Source {
 public:
  Counted(std::unique_ptr<Source> source, Progress& progress, std::size_t input)
      : source_(std::move(source)), progress_(progress), input_(input) {}

  std::size_t read(std::span<char> room) override {
    const std::size_t got = source_->read(room);
    progress_.add(input_, got);
    return got;
  }
  const std::string& name() const noexcept override { return source_->name(); }
  std::optional<Instant> modified() const override { return source_->modified(); }

 private:
  std::unique_ptr<Source> source_;
  Progress& progress_;
  std::size_t input_;
};

Progress::Progress(std::vector<Input>& inputs, bool shown)
    : read_of_(inputs.size()), begin_(Clock::now()), next_(begin_ + std::chrono::seconds(1)) {
  if (!shown) return;
  const bool known = std::ranges::none_of(inputs, &Input::once);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (known) total_ += inputs[i].size;
    inputs[i].open = [this, i, open = std::move(inputs[i].open)]() -> std::unique_ptr<Source> {
      std::unique_ptr<Source> source = open();
      open_again(i);
      return std::make_unique<Counted>(std::move(source), *this, i);
    };
  }
}

void Progress::open_again(std::size_t input) noexcept {
  read_ -= std::exchange(read_of_[input], 0);
}

void Progress::add(std::size_t input, std::size_t bytes) {
  read_of_[input] += bytes;
  read_ += bytes;
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  drawn_ = true;
  draw(now);
}

void Progress::draw(Clock::time_point now) const {
  std::cerr << "\r\x1b[K  " << progress_text(read_, total_, lines_, now - begin_) << std::flush;
}

void Progress::erase() {
  if (std::exchange(drawn_, false)) std::cerr << "\r\x1b[K" << std::flush;
}

}  // namespace curfew::cli
