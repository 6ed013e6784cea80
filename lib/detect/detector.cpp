#include "detect/detector.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "correlate/ledger_state.h"
#include "detect/compose.h"
#include "detect/discoveries.h"
#include "detect/kinds.h"
#include "detect/ladder.h"
#include "detect/local_trouble.h"
#include "detect/workers.h"
#include "detect/zones.h"

namespace curfew {
namespace {

using correlate::RemoteRecord;
using detect::Draft;
using detect::Sources;
using detect::Study;

// What was found out of one remote, and the chance of each test that was made.
struct Remote {
  std::vector<Draft> drafts;
  std::vector<double> ln_p;
};

// Remotes that refused something, by name; the sources of each by name.
std::vector<Sources> refusing_remotes(const Ledger::State& state) {
  const auto by = [&](Name RemoteRecord::*name) {
    return [&state, name](const RemoteRecord* one) { return state.names.word(one->*name); };
  };
  std::vector<Sources> all;
  for (const Name remote : state.all_remotes()) {
    Sources sources = state.all_of(remote);
    std::erase_if(sources, [](const RemoteRecord* one) { return one->contacts.empty(); });
    if (std::ranges::none_of(sources, detect::refuses)) continue;
    std::ranges::sort(sources, {}, by(&RemoteRecord::source));
    all.push_back(std::move(sources));
  }
  std::ranges::sort(all, {},
                    [&](const Sources& one) { return by(&RemoteRecord::remote)(one.front()); });
  return all;
}

correlate::Span span_of(const Ledger::State& state) {
  correlate::Span span;
  for (const RemoteRecord& remote : state.remotes) span.add(remote.contacts);
  return span;
}

// A window that is not rare among all that were looked for is only suspected.
void control_discovery(const std::vector<double>& q, const DetectorOptions& options, Draft& draft) {
  // What one of all tests must reach to be claimed alone.
  const double ln_alone =
      std::log(options.false_discoveries / std::max(1.0, static_cast<double>(q.size())));
  Finding& finding = draft.finding;
  finding.q = q[draft.test];
  if (finding.kind == FindingKind::curfew && finding.q > options.false_discoveries) {
    finding.kind = FindingKind::insufficient;
    finding.candidates = {FindingKind::curfew};
    finding.next_opening.reset();
    finding.next_closing.reset();
  }
  const bool by_chance = draft.tests.ln_p > std::log(options.chance);
  describe_missing(by_chance ? std::log(options.chance) : ln_alone, draft);
  finding.id = detect::id_of(finding);
}

// What was found of all remotes together is about us.
Finding as_local(Finding finding) {
  finding.candidates = {finding.kind};
  finding.kind = FindingKind::local;
  finding.remote = "our network";
  finding.level = "local";
  finding.id = detect::id_of(finding);
  return finding;
}

// Nobody can choose words that give two findings one id.
void make_unique(std::vector<Finding>& findings) {
  std::set<std::string> ids;
  for (Finding& finding : findings) {
    const std::string own = finding.id;
    for (int n = 2; !ids.insert(finding.id).second; ++n) {
      finding.id = own + '-' + std::to_string(n);
    }
  }
}

std::pair<Attention, int> rank(const Finding& finding) {
  return {attention_of(finding), detect::traits(finding.kind).order};
}

bool comes_first(const Finding& a, const Finding& b) {
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  if (a.counts.messages_refused != b.counts.messages_refused) {
    return a.counts.messages_refused > b.counts.messages_refused;
  }
  return std::tie(a.remote, a.code, a.source) < std::tie(b.remote, b.code, b.source);
}

// Findings are large: what is sorted are their places.
std::vector<Finding> in_order(std::vector<Finding> findings) {
  std::vector<std::uint32_t> order(findings.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return comes_first(findings[a], findings[b]);
  });
  std::vector<Finding> sorted;
  sorted.reserve(findings.size());
  for (const std::uint32_t i : order) sorted.push_back(std::move(findings[i]));
  return sorted;
}

}  // namespace

std::vector<Finding> find(const Ledger& ledger, const DetectorOptions& options) {
  const Ledger::State& state = ledger.state();
  const Names& names = state.names;
  const correlate::Span span = span_of(state);
  const detect::Limits limits{.ln_chance = std::log(options.chance)};
  detect::ClockBook book(span.first, span.last);
  const auto clocks = [&](Instant begin, Instant end) { return book.classes(begin, end); };
  const Instant end = options.end.value_or(span.last);
  const std::vector<Sources> remotes = refusing_remotes(state);
  detect::Laboratory ours(names, state.words, options, clocks, limits);
  const std::optional<detect::LocalTrouble> local = detect::find_local_trouble(state, ours);
  std::vector<Remote> studied(remotes.size());
  detect::in_parallel(remotes.size(), options.threads, [&] {
    return [&, own = options](std::size_t i) {  // a zone of it serves one thread alone
      detect::Laboratory laboratory(names, state.words, own, clocks, limits);
      if (local) laboratory.leave_out(local->slots);
      for (const Study& study : studies_of(remotes[i], laboratory)) {
        studied[i].drafts.push_back(draft_of(study, own, end));
      }
      studied[i].ln_p = laboratory.ln_p();
    };
  });
  std::vector<double> ln_p = ours.ln_p();
  std::size_t count = 1;
  for (Remote& remote : studied) {
    for (Draft& draft : remote.drafts) draft.test += ln_p.size();
    ln_p.insert(ln_p.end(), remote.ln_p.begin(), remote.ln_p.end());
    count += remote.drafts.size();
  }
  const std::vector<double> q = detect::q_values(ln_p);
  std::vector<Finding> findings;
  findings.reserve(count);
  for (Remote& remote : studied) {
    for (Draft& draft : std::exchange(remote.drafts, {})) {
      control_discovery(q, options, draft);
      findings.push_back(std::move(draft.finding));
    }
  }
  if (local) {
    Draft draft = draft_of(local->study, options, end);
    control_discovery(q, options, draft);
    if (draft.finding.kind != FindingKind::insufficient) {
      findings.push_back(as_local(std::move(draft.finding)));
    }
  }
  make_unique(findings);
  return in_order(std::move(findings));
}

}  // namespace curfew
