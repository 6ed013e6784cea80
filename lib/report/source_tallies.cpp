#include "report/source_tallies.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "detect/workers.h"

namespace curfew::report {
namespace {

std::vector<ReportSource> in_order(std::vector<ReportSource> sources) {
  std::ranges::sort(sources, [](const ReportSource& one, const ReportSource& other) {
    return std::pair(one.tally.refused(), std::string_view(other.name)) >
           std::pair(other.tally.refused(), std::string_view(one.name));
  });
  return sources;
}

}  // namespace

void add_sources(const Correlator& correlator, unsigned threads, Report& report) {
  const Ledger& ledger = correlator.ledger();
  if (!ledger.has_several_sources()) return;
  const Names& names = correlator.names();
  std::vector<std::vector<std::pair<Name, Tally>>> tallies(report.remotes.size());
  detect::in_parallel(tallies.size(), threads, [&]() -> detect::Work {
    return [&](std::size_t i) {
      tallies[i] = ledger.by_source(names.find(report.remotes[i].name), correlator.period());
    };
  });
  std::map<Name, Tally> sums;
  for (std::size_t i = 0; i < report.remotes.size(); ++i) {
    ReportRemote& remote = report.remotes[i];
    std::vector<ReportSource> sources;
    for (const auto& [source, tally] : tallies[i]) {
      sums[source] += tally;
      if (i < ReportRemote::most_by_source)
        sources.push_back({.name = std::string(names.word(source)), .tally = tally});
    }
    if (i >= ReportRemote::most_by_source) continue;
    remote.sources = in_order(std::move(sources));
    if (remote.sources.size() > ReportRemote::most_sources) {
      remote.sources.resize(ReportRemote::most_sources);
    }
  }
  for (const auto& [source, tally] : sums) {
    report.sources.push_back({.name = std::string(names.word(source)), .tally = tally});
  }
  report.sources = in_order(std::move(report.sources));
}

}  // namespace curfew::report
