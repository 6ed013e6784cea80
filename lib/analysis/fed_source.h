#pragma once

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "curfew/input.h"

namespace curfew::analysis {

/// Text that comes piece by piece: has nothing now and then before it is over.
class FedSource final : public Source {
 public:
  FedSource(std::string name, std::optional<Instant> modified)
      : name_(std::move(name)), modified_(modified) {}

  std::size_t read(std::span<char> room) override {
    const std::size_t n = std::min(room.size(), size());
    std::memcpy(room.data(), text_.data() + given_, n);
    given_ += n;
    return n;
  }
  const std::string& name() const noexcept override { return name_; }
  std::optional<Instant> modified() const override { return modified_; }
  bool is_over() const noexcept override { return over_; }

  /// Bytes that wait.
  std::size_t size() const noexcept { return text_.size() - given_; }
  /// To be appended to.
  std::string& room() {
    text_.erase(0, given_);
    given_ = 0;
    return text_;
  }
  void end() noexcept { over_ = true; }
  void set_modified(Instant modified) noexcept { modified_ = modified; }

  /// What is kept, beside what waits: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(name_, modified_, over_);
  }
  /// What waits is kept by whoever keeps the rest.
  std::string_view waiting() const noexcept { return std::string_view(text_).substr(given_); }

 private:
  std::string name_;
  std::optional<Instant> modified_;
  std::string text_;
  std::size_t given_ = 0;
  bool over_ = false;
};

}  // namespace curfew::analysis
