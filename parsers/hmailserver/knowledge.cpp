#include "hmailserver/knowledge.h"

#include "hmailserver/advice.h"

namespace curfew::hmailserver {
namespace {

class Hmailserver final : public ServerKnowledge {
 public:
  std::string_view title() const override { return "hMailServer"; }

  // "Number of retries" 4, "Minutes between every retry" 60.
  RetryFacts retries() const override {
    return {.first = std::chrono::minutes(60), .gives_up_after = std::chrono::hours(4)};
  }

  std::optional<Advice> advise(const Remedy& remedy) const override {
    return hmailserver::advise(remedy);
  }
};

}  // namespace

const ServerKnowledge& knowledge() noexcept {
  static const Hmailserver known;
  return known;
}

}  // namespace curfew::hmailserver
