#include "commands/finding_argument.h"

#include <algorithm>
#include <string_view>

#include "usage_error.h"

namespace curfew::cli {
namespace {

// "f-1a2b3c4d5e6f"; "-2" behind it for a second of that id. Earlier ones had eight digits.
bool is_finding_id(std::string_view word) {
  constexpr std::string_view digits = "0123456789abcdef-";
  constexpr std::size_t least = 10;
  return word.size() >= least && word.starts_with("f-") &&
         word.find_first_not_of(digits, 2) == std::string_view::npos;
}

}  // namespace

std::string take_finding_id(CommandLine& line) {
  if (line.arguments.empty() || !is_finding_id(line.arguments.front())) return {};
  std::string id = line.arguments.front();
  line.arguments.erase(line.arguments.begin());
  return id;
}

const ReportFinding* chosen_finding(const Report& report, const std::string& id,
                                    bool (*is_meant)(const Finding&)) {
  const auto found = std::ranges::find_if(report.findings, [&](const ReportFinding& one) {
    return id.empty() ? is_meant(one.finding) : one.finding.id == id;
  });
  if (found != report.findings.end()) return &*found;
  if (id.empty()) return nullptr;
  throw UsageError(id + ": no such finding in these logs",
                   "`curfew --verbose` lists all, each with its id.");
}

}  // namespace curfew::cli
