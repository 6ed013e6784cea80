#pragma once

#include <string_view>

namespace curfew::exim {

/// The headers that the rejectlog keeps under a rejected message: "Envelope-from: <...>", then each
/// header behind a type letter or a blank, continuations as they came.
class HeaderCopy {
 public:
  /// A line with a stamp: a copy ends there.
  void end() noexcept { inside_ = false; }

  /// True when the line without a stamp belongs to a copy.
  bool holds(std::string_view line) noexcept;

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(inside_);
  }

 private:
  bool inside_ = false;
};

}  // namespace curfew::exim
