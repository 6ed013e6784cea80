#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>

namespace curfew::engine {

/// The rows of an answer, behind which stands an empty one and one more with the sums of all: an
/// answer that was cut off, or is another's, is known by them. Throws Error (unreadable) for what
/// cannot be an answer.
class SummedAnswer {
 public:
  using Fields = std::span<const std::string_view>;

  /// Rows of so many fields, of which the one at `count_at` is summed. `take` is given each.
  SummedAnswer(std::size_t columns, std::size_t count_at, std::function<void(Fields)> take)
      : columns_(columns), count_at_(count_at), take_(std::move(take)) {}
  /// The last field is summed.
  SummedAnswer(std::size_t columns, std::function<void(Fields)> take)
      : SummedAnswer(columns, columns - 1, std::move(take)) {}

  void add(Fields fields);
  /// Throws where the answer has no end. Returns the sum.
  std::uint64_t finish() const;
  [[noreturn]] static void fail(const char* what);

 private:
  std::size_t columns_;
  std::size_t count_at_;
  std::function<void(Fields)> take_;
  std::uint64_t counted_ = 0;
  bool is_behind_ = false;
  bool has_sums_ = false;
};

}  // namespace curfew::engine
