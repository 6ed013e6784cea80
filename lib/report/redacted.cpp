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
  for (ReportSource& source : shown.sources)
    source.name = redactor.host(source.name, HostRole::own);
  for (ReportCode& code : shown.codes) {
    code.key = redactor.reply(code.key);
    code.facts.text = redactor.reply(code.facts.text);
  }
  return shown;
}

void replace_all(std::string& text, std::string_view word, std::string_view other) {
  for (std::size_t at = text.find(word); at != std::string::npos;
       at = text.find(word, at + other.size())) {
    text.replace(at, word.size(), other);
  }
}

// Advice names domains of the remote's, in words and in what is to be put into a configuration.
void redact_advice(std::vector<Advice>& advice, std::vector<std::string> domains,
                   const Redactor& redactor) {
  // "example.net" stands in "mail.example.net" too.
  std::ranges::stable_sort(domains, std::ranges::greater(), &std::string::size);
  for (const std::string& domain : domains) {
    const std::string other = redactor.domain(domain);
    if (other == domain || domain.empty()) continue;
    for (Advice& one : advice) {
      replace_all(one.text, domain, other);
      for (std::string& line : one.lines) replace_all(line, domain, other);
    }
  }
}

void redact_finding(ReportFinding& one, const Report& report, const Redactor& redactor) {
  Finding& finding = one.finding;
  const auto remote = std::ranges::find(report.remotes, whole_remote(finding), &ReportRemote::name);
  std::vector<std::string> domains = finding.domains;
  if (remote != report.remotes.end()) {
    domains.insert(domains.end(), remote->domains.begin(), remote->domains.end());
  }
  redact_advice(one.verdict.advice, std::move(domains), redactor);
  finding.remote = finding.level == name(Grouping::domain)
                       ? redactor.domain(finding.remote)
                       : redactor.host(finding.remote, HostRole::remote);
  for (std::string* name : {&finding.of_remote, &finding.address}) {
    if (!name->empty()) *name = redactor.host(*name, HostRole::remote);
  }
  for (std::string& code : finding.codes) code = redactor.reply(code);
  if (!finding.source.empty()) {
    const std::string other = redactor.host(finding.source, HostRole::own);
    for (Advice& advice : one.verdict.advice) replace_all(advice.text, finding.source, other);
    finding.source = other;
  }
  for (std::string& host : finding.hosts) host = redactor.host(host, HostRole::remote);
  for (std::string& domain : finding.domains) domain = redactor.domain(domain);
  finding.code = redactor.reply(finding.code);
  if (!finding.rule) return;
  for (std::string& key : finding.rule->keys) key = redactor.address(key);
}

RemoteTotal redacted_total(const RemoteTotal& total, Grouping grouping, const Redactor& redactor) {
  return {.remote = grouping == Grouping::domain ? redactor.domain(total.remote)
                                                 : redactor.host(total.remote, HostRole::remote),
          .tally = total.tally};
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
    replace_all(text, name, other);
  }
  return text;
}

}  // namespace

Report redacted(Report report, const Redactor& redactor) {
  if (!redactor.hides()) return report;
  Report shown = report;
  for (ReportInput& input : shown.inputs) input.name = redactor.source(input.name);
  for (RemoteTotal& total : shown.ever) total = redacted_total(total, report.grouping, redactor);
  for (ReportSource& source : shown.sources)
    source.name = redactor.host(source.name, HostRole::own);
  for (ReportRemote& remote : shown.remotes) {
    remote = redacted_remote(remote, report.grouping, redactor);
  }
  for (ReportFinding& one : shown.findings) redact_finding(one, report, redactor);
  for (Warning& warning : shown.warnings) {
    warning.text = without_names(warning.text, report, redactor);
  }
  return shown;
}

}  // namespace curfew
