#include "report/concerned.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "smtp/domain.h"
#include "text/cursor.h"

namespace curfew::report {
namespace {

// A finding counts a refusal when its contact began, a log tells of it when it ended.
constexpr Milliseconds longest_contact = std::chrono::hours(1);

bool may_be(std::string_view wanted, std::string_view said) noexcept {
  return wanted.empty() || said.empty() || wanted == said;
}

bool overlap(const Refusal& refusal, Instant from, Instant to) noexcept {
  return refusal.last >= from && refusal.first <= to + longest_contact;
}

bool is_in_time(const Finding& finding, const Refusal& refusal) noexcept {
  if (!finding.first_refusal) return false;
  const bool lasts = finding.active || !finding.last_refusal;
  return overlap(refusal, *finding.first_refusal,
                 lasts ? std::max(refusal.last, *finding.first_refusal) : *finding.last_refusal);
}

// Trouble of our own: whoever did not answer while it lasted.
bool is_local_trouble(const Finding& finding, const Refusal& refusal) {
  if (refusal.replied) return false;
  if (std::ranges::find(finding.hosts, refusal.remote) == finding.hosts.end()) return false;
  if (!finding.rule || finding.rule->spans.empty()) return is_in_time(finding, refusal);
  return std::ranges::any_of(finding.rule->spans, [&](const std::pair<Instant, Instant>& span) {
    return overlap(refusal, span.first, span.second);
  });
}

bool has_code(const Finding& finding, std::string_view code) {
  if (!finding.codes.empty()) {
    return std::ranges::find(finding.codes, code) != finding.codes.end();
  }
  return finding.code.empty() || finding.code == code;
}

}  // namespace

bool is_about(const Finding& finding, const Refusal& refusal) {
  if (finding.kind == FindingKind::local) return is_local_trouble(finding, refusal);
  if (refusal.remote != whole_remote(finding) || !has_code(finding, refusal.code)) return false;
  if (!finding.of_remote.empty() && !may_be(finding.remote, refusal.host)) return false;
  if (!may_be(finding.address, refusal.ip) || !may_be(finding.source, refusal.source)) return false;
  if (!finding.domains.empty()) {
    const std::string_view domain = smtp::domain_of(refusal.recipient);
    const auto same = [domain](const std::string& one) {
      return std::ranges::equal(one, domain, {}, text::to_lower, text::to_lower);
    };
    if (std::ranges::none_of(finding.domains, same)) return false;
  }
  return is_in_time(finding, refusal);
}

}  // namespace curfew::report
