#include "detect/workers.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace curfew::detect {

void in_parallel(std::size_t count, unsigned threads, const std::function<Work()>& make) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;
  const auto run = [&] {
    try {
      const Work work = make();
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      next = count;
    }
  };
  std::vector<std::jthread> others;
  try {
    for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i) {
      others.emplace_back(run);
    }
  } catch (const std::system_error&) {
    // There are as many as may be; they do the work of the others.
  }
  run();
  others.clear();  // waits for them
  if (failure) std::rethrow_exception(failure);
}

}  // namespace curfew::detect
