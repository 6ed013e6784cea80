#include "engine/summed_answer.h"

#include <string>

#include "curfew/error.h"
#include "engine/tab_separated.h"

namespace curfew::engine {

void SummedAnswer::fail(const char* what) {
  throw Error(ErrorCode::unreadable, std::string("the engine's answer ") + what, "Try again.");
}

void SummedAnswer::add(Fields fields) {
  if (fields.size() == 1 && fields.front().empty() && !is_behind_) {
    is_behind_ = true;
    return;
  }
  if (fields.size() != columns_ || has_sums_) fail("holds a row that was not asked for");
  std::uint64_t count = 0;
  if (!read_number(fields[count_at_], UINT64_MAX, count)) fail("holds a word for a number");
  if (is_behind_) {
    if (count != counted_) fail("is not what it was summed from");
    has_sums_ = true;
    return;
  }
  counted_ += count;
  take_(fields);
}

std::uint64_t SummedAnswer::finish() const {
  if (!has_sums_) fail("is cut off");
  return counted_;
}

}  // namespace curfew::engine
