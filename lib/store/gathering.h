#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "curfew/analyzer.h"
#include "daily/sums.h"
#include "report/few_samples.h"

namespace curfew::store {

/// What is gathered of a quarter of an hour.
struct GatheredSlot {
  std::optional<Instant> first;  ///< event that is about mail of ours
  std::optional<Instant> last;
  /// Messages that were deferred, and had been in an earlier slot: how many, by the last such slot.
  /// A period in which a message is deferred counts it once, whenever that began.
  std::map<Slot, std::uint64_t> deferred_again;
  daily::Sums sums{most_names};

  /// Twice as many names stand in each table without loss.
  static constexpr std::size_t most_names = 2500;

  void add(const GatheredSlot& other);
};

/// The same as bytes.
struct PackedSlot {
  std::optional<Instant> first;
  std::optional<Instant> last;
  std::string deferred_again;
  std::string sums;
};
PackedSlot packed(const GatheredSlot& slot);
GatheredSlot unpacked(const PackedSlot& slot);

/// What some commands ask for beside counts, of one log since it was written last.
class Gathered {
 public:
  using Shown = std::function<std::string(std::string_view)>;
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

  /// What is packed names people as `shown` gives them; empty: as they are.
  void show_people(Shown shown) { shown_ = std::move(shown); }
  void add(const Attempt& attempt);
  void add(const Events& events);

  const Samples& samples() const noexcept { return samples_; }
  /// The parts of each slot.
  using Slots = std::map<Slot, std::vector<PackedSlot>>;
  /// All that was added; nobody adds afterwards.
  const Slots& slots();
  /// Of what the slots hold, about.
  std::size_t bytes() const noexcept { return bytes_; }
  /// All was written.
  void clear();

 private:
  /// Logs run forward; most others that come late are near.
  static constexpr std::size_t most_open = 4;

  GatheredSlot& open(Slot slot);
  void pack(std::size_t place);

  Shown shown_;
  Samples samples_;
  std::vector<std::pair<Slot, std::unique_ptr<GatheredSlot>>> open_;  // the one used last first
  Slots packed_;
  std::size_t bytes_ = 0;
};

/// Is told what sessions read, one log at a time.
class Gathering final : public Consumer {
 public:
  /// What is told from now on is of that log. Null: of none that is kept.
  void turn_to(Gathered* log) noexcept { log_ = log; }
  void events(const EventBatch& batch) override {
    if (log_ != nullptr) log_->add(batch.events);
  }
  void attempt(const Attempt& attempt) override {
    if (log_ != nullptr) log_->add(attempt);
  }

 private:
  Gathered* log_ = nullptr;
};

}  // namespace curfew::store
