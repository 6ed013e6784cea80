#include "text/captures.h"

#include <array>
#include <map>
#include <string_view>

#include <re2/re2.h>

#include "curfew/error.h"
#include "text/memory_left.h"

namespace curfew::text {
namespace {

constexpr const char* remedy =
    "Patterns are written as in RE2 (no look-around, no back-references).";

// More than any pattern that fits into its limit has taken.
constexpr std::size_t room_to_compile = std::size_t{8} << 20U;

RE2::Options options(std::int64_t most_memory) {
  RE2::Options options;
  options.set_log_errors(false);  // the library never prints
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_dot_nl(true);  // texts are of one line; quicker to compile
  options.set_max_mem(most_memory);
  return options;
}

}  // namespace

struct Captures::Compiled {
  Compiled(const std::string& source, std::int64_t most_memory)
      : expression(source, options(most_memory)) {}
  RE2 expression;
};

Captures::Captures(const std::string& expression, std::int64_t most_memory) {
  check_memory_left(room_to_compile);
  compiled_ = std::make_unique<Compiled>(expression, most_memory);
  const RE2& compiled = compiled_->expression;
  if (!compiled.ok()) throw Error(ErrorCode::bad_pattern, compiled.error(), remedy);
  const auto groups = static_cast<std::size_t>(compiled.NumberOfCapturingGroups());
  if (groups > most_groups) {
    throw Error(ErrorCode::bad_pattern, "more than " + std::to_string(most_groups) + " groups");
  }
  check_memory_left();  // RE2 makes the names when it is asked for the first time
  const std::map<int, std::string>& names = compiled.CapturingGroupNames();
  for (std::size_t i = 1; i <= groups; ++i) {
    const auto named = names.find(static_cast<int>(i));
    if (named == names.end()) {
      throw Error(ErrorCode::bad_pattern, "a group has no name; (?:...) only groups");
    }
    names_.push_back(named->second);
  }
  // Nor is it asked later, amid a log: RE2 compiles what finds groups at its first search.
  check_memory_left(room_to_compile);
  std::array<std::string_view, most_groups> none;
  find({}, none);
}

Captures::~Captures() = default;
Captures::Captures(Captures&&) noexcept = default;
Captures& Captures::operator=(Captures&&) noexcept = default;

bool Captures::find(std::string_view text, std::span<std::string_view> groups) const {
  const RE2& expression = compiled_->expression;
  std::array<re2::StringPiece, most_groups + 1> found;
  const int count = names_.empty() ? 0 : static_cast<int>(names_.size()) + 1;
  if (!expression.Match(text, 0, text.size(), RE2::UNANCHORED, found.data(), count)) return false;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    groups[i] = std::string_view(found[i + 1].data(), found[i + 1].size());
  }
  return true;
}

}  // namespace curfew::text
