#include "text/pattern.h"

#include <array>

#include <re2/re2.h>

#include "curfew/error.h"
#include "text/memory_left.h"

namespace curfew::text {
namespace {

RE2::Options options() {
  RE2::Options options;
  options.set_log_errors(false);  // the library never prints
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_dot_nl(true);  // texts are of one line; quicker to compile
  return options;
}

const std::string& checked(const std::string& source) {
  check_memory_left();
  return source;
}

}  // namespace

struct Pattern::Compiled {
  explicit Compiled(const std::string& source) : expression(checked(source), options()) {}
  RE2 expression;
};

Pattern::Pattern(const std::string& expression)
    : compiled_(std::make_unique<Compiled>(expression)) {
  if (!compiled_->expression.ok()) {
    throw Error(ErrorCode::bad_pattern, expression + ": " + compiled_->expression.error(),
                "Patterns are written as in RE2 (no look-around, no back-references).");
  }
}

Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;

bool Pattern::matches(std::string_view text) const {
  return compiled_->expression.Match(text, 0, text.size(), RE2::UNANCHORED, nullptr, 0);
}

bool Pattern::find(std::string_view text, std::string_view& found) const {
  const RE2& expression = compiled_->expression;
  // Without groups RE2 runs its DFA alone, which is many times faster; most texts do not match.
  if (!matches(text)) return false;
  check_memory_left();  // RE2 compiles what finds the groups when it is asked for the first time
  std::array<re2::StringPiece, 2> groups;
  const int count = expression.NumberOfCapturingGroups() > 0 ? 2 : 1;
  if (!expression.Match(text, 0, text.size(), RE2::UNANCHORED, groups.data(), count)) return false;
  const re2::StringPiece& taken = groups[static_cast<std::size_t>(count - 1)];
  found = std::string_view(taken.data(), taken.size());
  return true;
}

}  // namespace curfew::text
