#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "curfew/catalogue.h"
#include "curfew/queue.h"

namespace curfew::queue {

/// Puts messages together that wait for one domain and one reason.
class Tally {
 public:
  explicit Tally(std::shared_ptr<const Catalogue> catalogue) : classifier_(std::move(catalogue)) {}

  void add(const QueuedMessage& entry);
  /// The listing, sorted.
  QueueListing finish();

 private:
  WaitingMail* group_of(const QueuedRecipient& one);

  Classifier classifier_;
  QueueListing listing_;
  std::unordered_map<std::string, std::size_t> places_;  // of domain, code and steady reason
};

}  // namespace curfew::queue
