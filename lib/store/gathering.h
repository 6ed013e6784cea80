#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "curfew/analyzer.h"
#include "report/few_samples.h"

namespace curfew::store {

/// What some commands ask for beside counts, of one log since it was written last.
class Gathered {
 public:
  /// A remote and a code; empty: it accepted.
  struct Pair {
    std::string remote;
    std::string code;
  };
  /// By their words, without making a Pair.
  struct Order {
    using is_transparent = void;
    template <class One, class Other>
    bool operator()(const One& one, const Other& other) const noexcept {
      return std::tuple<std::string_view, std::string_view>(one.remote, one.code) <
             std::tuple<std::string_view, std::string_view>(other.remote, other.code);
    }
  };
  using Samples = std::map<Pair, report::FewSamples, Order>;

  void add(const Attempt& attempt);
  const Samples& samples() const noexcept { return samples_; }

 private:
  Samples samples_;
};

/// Is told what sessions read, one log at a time.
class Gathering final : public Consumer {
 public:
  /// What is told from now on is of that log. Null: of none that is kept.
  void turn_to(Gathered* log) noexcept { log_ = log; }
  void attempt(const Attempt& attempt) override {
    if (log_ != nullptr) log_->add(attempt);
  }

 private:
  Gathered* log_ = nullptr;
};

}  // namespace curfew::store
