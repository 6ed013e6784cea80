#include "correlate/slot_budget.h"

#include <algorithm>
#include <array>

namespace curfew {
namespace {

struct Step {
  Slot kept;   // weeks that stay as they are
  Slot weeks;  // that become one
};

// Each one's weeks hold those of the one before, so that what is folded may be folded again. The
// more become one, the older they are, as all of a block must be old.
constexpr std::array<Step, 7> steps{
    {{26, 4}, {13, 4}, {5, 4}, {1, 4}, {1, 16}, {1, 64}, {1, 1024}}};

}  // namespace

void SlotBudget::keep(Slot newest, const std::function<std::size_t()>& size,
                      const std::function<void(const SlotFold&)>& fold) {
  if (size() <= most_) return;
  for (const Step& step : steps) {
    const SlotFold now = SlotFold::up_to(newest - step.kept * SlotFold::in_week, step.weeks);
    fold(now);
    before_ = std::max(before_.value_or(now.before), now.before);
    if (size() <= most_ / 2) return;
  }
}

}  // namespace curfew
