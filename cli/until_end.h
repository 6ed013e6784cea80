#pragma once

#include <memory>
#include <utility>

namespace curfew::cli {

/// Makes what lives until the process ends and is not destroyed then: to give back a large analysis
/// piece by piece takes time, and the system takes it back at once. For what holds memory alone,
/// and no file or lock; one of a type. It stays where whoever looks for leaks finds it.
template <class Value, class... Arguments>
Value& until_end(Arguments&&... arguments) {
  static Value* kept = nullptr;
  kept = std::make_unique<Value>(std::forward<Arguments>(arguments)...).release();
  return *kept;
}

}  // namespace curfew::cli
