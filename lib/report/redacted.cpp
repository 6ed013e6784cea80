#include <algorithm>

#include "curfew/redact.h"
#include "curfew/report.h"

namespace curfew {
namespace {

ReportRemote redacted_remote(const ReportRemote& remote, Grouping grouping,
                             const Redactor& redactor) {
  ReportRemote shown = remote;
  shown.name = grouping == Grouping::domain ? redactor.domain(remote.name)
                                            : redactor.host(remote.name, HostRole::remote);
  for (std::string& host : shown.hosts) host = redactor.host(host, HostRole::remote);
  for (std::string& domain : shown.domains) domain = redactor.domain(domain);
  for (ReportCode& code : shown.codes) {
    code.key = redactor.reply(code.key);
    code.facts.text = redactor.reply(code.facts.text);
  }
  return shown;
}

// Warnings begin with the name of a log, or name two.
std::string without_names(std::string text, const Report& report, const Redactor& redactor) {
  std::vector<std::string_view> names;
  for (const ReportInput& input : report.inputs) names.push_back(input.name);
  // "mail.log" stands in "mail.log.1" too.
  std::ranges::stable_sort(names, std::ranges::greater(), &std::string_view::size);
  for (const std::string_view name : names) {
    const std::string other = redactor.source(name);
    if (name.empty() || other == name) continue;
    for (std::size_t at = text.find(name); at != std::string::npos;
         at = text.find(name, at + other.size())) {
      text.replace(at, name.size(), other);
    }
  }
  return text;
}

}  // namespace

Report redacted(const Report& report, const Redactor& redactor) {
  Report shown = report;
  if (!redactor.hides()) return shown;
  for (ReportInput& input : shown.inputs) input.name = redactor.source(input.name);
  for (ReportRemote& remote : shown.remotes) {
    remote = redacted_remote(remote, report.grouping, redactor);
  }
  for (Warning& warning : shown.warnings) {
    warning.text = without_names(warning.text, report, redactor);
  }
  return shown;
}

}  // namespace curfew
