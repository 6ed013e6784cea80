#include "trace/query.h"

#include <algorithm>

#include "text/cursor.h"

namespace curfew::trace {
namespace {

bool same(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b,
                            [](char x, char y) { return text::to_lower(x) == text::to_lower(y); });
}

}  // namespace

Query::Query(std::string_view words) : whole_(words) {
  if (words.size() > 2 && words.starts_with('<') && words.ends_with('>')) {
    whole_ = words.substr(1, words.size() - 2);
  }
  if (whole_.size() > 1 && whole_.front() == '@') domain_ = whole_.substr(1);
}

bool Query::names(std::string_view address) const noexcept {
  if (domain_.empty()) return same(address, whole_);
  const std::size_t at = address.rfind('@');
  return at != std::string_view::npos && same(address.substr(at + 1), domain_);
}

bool Query::matches(const Event& event) const noexcept {
  return event.queue_id == whole_ || names(event.sender) || names(event.recipient) ||
         names(event.original_recipient) ||
         (!event.message_id.empty() && event.message_id == whole_);
}

}  // namespace curfew::trace
