#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "correlate/held_sample.h"
#include "correlate/ledger.h"
#include "correlate/slot_counts.h"

namespace curfew::correlate {

/// What slots are counted for.
enum class SlotsKind : std::uint8_t {
  host,     ///< what a host of the remote answered
  domain,   ///< the same for the recipients of one domain, where the remote may be split by it
  address,  ///< the same of one address of a host
  aside,    ///< what belongs to a code without being a contact
};

const char* name(SlotsKind kind) noexcept;
/// Nothing for another word.
std::optional<SlotsKind> slots_kind_named(std::string_view word) noexcept;

/// Whose slots they are. Views live as long as the ledger, or whoever made them.
struct SlotsOwner {
  std::string_view source;  ///< our own address or host
  std::string_view remote;
  std::string_view code;  ///< empty: acceptances
  SlotsKind kind = SlotsKind::host;
  std::string_view word;   ///< the host, domain or address; may be empty
  std::uint64_t hash = 0;  ///< of an address, which it is known by
};

/// Takes all slots out of a ledger: what is left is bounded by the number of remotes, not by the
/// length of the logs, and goes on counting. In the order of the records; series without a slot are
/// left out.
void take_slots(Ledger& ledger,
                const std::function<void(const SlotsOwner&, const SlotSeries&)>& take);
/// All mail, likewise.
curfew::SlotSeries<TrafficSlot> take_traffic(Ledger& ledger);
/// Takes the deliveries out that codes had held up: `owner` is the code's aside.
void take_held(
    Ledger& ledger,
    const std::function<void(const SlotsOwner&, const std::vector<HeldDelivery>&)>& take);

/// Puts slots back, of which the ledger has the records. Those of others are dropped, and so are
/// parts of a remote that is split no more.
class SlotsReturn {
 public:
  /// The ledger must live as long.
  explicit SlotsReturn(Ledger& ledger) : ledger_(ledger) {}
  SlotsReturn(const SlotsReturn&) = delete;
  SlotsReturn& operator=(const SlotsReturn&) = delete;
  /// What the budget of slots asks for is done at the end.
  ~SlotsReturn();

  /// Null where the ledger has no such record. Lives until the ledger counts on.
  SlotSeries* series_of(const SlotsOwner& owner);
  void put_traffic(const TrafficSlot& slot);
  void put_held(const SlotsOwner& owner, const HeldDelivery& delivery);

 private:
  Ledger& ledger_;
};

}  // namespace curfew::correlate
