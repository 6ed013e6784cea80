#pragma once

#include <vector>

namespace curfew::cli {

/// Signals that end a watch, or make it look again, as something that can be waited for. They are
/// blocked for threads that are begun later.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  int descriptor() const noexcept { return descriptor_; }
  /// The numbers of those that came.
  std::vector<int> take() const;

 private:
  int descriptor_;
};

}  // namespace curfew::cli
