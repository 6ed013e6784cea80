#pragma once

#include <cstddef>
#include <functional>

namespace curfew::detect {

using Work = std::function<void(std::size_t)>;

/// Calls work(i) once for each i below `count`, on as many threads as `threads` says at most and in
/// no order that is known. Each thread has a work of its own, made by `make` on it: what one holds
/// need not be safe for several. Throws what a work threw, of several the first's.
void in_parallel(std::size_t count, unsigned threads, const std::function<Work()>& make);

}  // namespace curfew::detect
