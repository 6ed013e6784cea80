#include "store/gathering.h"

namespace curfew::store {

void Gathered::add(const Attempt& attempt) {
  if (!attempt.counts || attempt.remote.empty()) return;
  auto place = samples_.find(attempt);
  if (place == samples_.end()) {
    const Pair pair{.remote = std::string(attempt.remote), .code = std::string(attempt.code)};
    place = samples_.emplace(pair, report::FewSamples()).first;
  }
  place->second.add(report::sample_of(attempt.event));
}

}  // namespace curfew::store
