#include "report/verdict_words.h"

#include <algorithm>
#include <cmath>

#include "detect/kinds.h"
#include "report/numbers.h"
#include "report/sentence.h"

namespace curfew::report {
namespace {

// At most so likely by chance. A likelihood ratio of n comes by chance once in n times at most.
double chance_of(const Finding& finding) {
  if (!finding.windows.empty()) {
    return std::max(std::exp(finding.ln_p), finding.q.value_or(0));
  }
  if (!finding.rule) return 1;
  const auto own = std::ranges::find(finding.explanations, finding.rule->model, &ModelScore::model);
  return own == finding.explanations.end() ? 1 : std::exp(-own->score);
}

std::string chance_words(double chance) {
  if (chance < 1e-6) return "by chance less than once in a million logs";
  if (chance < 1e-3) return "by chance less than once in a thousand logs";
  if (chance < 0.1) {
    return "by chance about once in " +
           grouped(static_cast<std::uint64_t>(std::llround(1 / chance))) + " logs";
  }
  return "likely, but chance is not ruled out";
}

// The best other explanation, and whether it fits nearly as well.
std::string rival_words(const Finding& finding) {
  const Model model = finding.windows.empty() && finding.rule ? finding.rule->model : Model::curfew;
  const auto own = std::ranges::find(finding.explanations, model, &ModelScore::model);
  const auto next = std::ranges::find_if(finding.explanations, [model](const ModelScore& one) {
    return one.model != model && one.model != Model::noise;
  });
  if (own == finding.explanations.end() || next == finding.explanations.end()) return {};
  const double clearly = std::log(1000.0);
  if (own->score - next->score >= clearly) return "no other explanation fits nearly as well";
  return std::string("next best explanation: ") + detect::traits(next->model).words;
}

}  // namespace

Fault fault_of(const ReportFinding& one) noexcept {
  if (one.finding.kind == FindingKind::local) return Fault::ours;
  if (one.verdict.claim) {
    switch (one.verdict.claim->verdict) {
      case ClaimVerdict::does_not_fit:
      case ClaimVerdict::clock:
        return Fault::theirs;
      case ClaimVerdict::fits:
        return Fault::ours;
      case ClaimVerdict::no_figure:
      case ClaimVerdict::cannot_tell:
        break;
    }
  }
  switch (one.finding.kind) {
    case FindingKind::curfew:
    case FindingKind::outage:
    case FindingKind::episodic:
      return Fault::theirs;
    case FindingKind::quota:
    case FindingKind::concurrency:
    case FindingKind::limit:
      return Fault::ours;
    case FindingKind::greylist:
    case FindingKind::recipient:
      return Fault::nobodys;
    default:
      return Fault::unknown;
  }
}

namespace {

// By what kind of finding it is, without what they state.
std::string fault_by_kind(const Finding& finding) {
  switch (finding.kind) {
    case FindingKind::local:
      return "Yes, most likely: so many remotes do not fail at once by themselves";
    case FindingKind::curfew:
      return "No, as far as this log tells: the refusals follow the clock, not what we send";
    case FindingKind::quota:
      return "We can change it: we send more than they take";
    case FindingKind::concurrency:
      return "We can change it: we open more sessions than they take";
    case FindingKind::limit:
      return "We can change it: we hand over more at once than they take";
    case FindingKind::recipient:
      return "No: it is about these mailboxes";
    case FindingKind::sender:
      return "Perhaps: only mail from these senders is refused";
    case FindingKind::greylist:
      return "No: they make every new sender wait once";
    case FindingKind::outage:
    case FindingKind::episodic:
      return "No, as far as this log tells: mail was taken before and after";
    default:
      return "This log does not tell: their reply is all there is to go by";
  }
}

}  // namespace

std::string fault_words(const ReportFinding& one) {
  if (!one.verdict.claim) return fault_by_kind(one.finding);
  const std::string& text = one.verdict.claim->text;
  switch (one.verdict.claim->verdict) {
    case ClaimVerdict::does_not_fit:
      return "No, as far as this log tells: " + text;
    case ClaimVerdict::clock:
      return "No, as far as this log tells: the refusals follow the clock, which their reason "
             "would "
             "not";
    case ClaimVerdict::fits:
      return "We can change it, their reason fits: " + text;
    case ClaimVerdict::no_figure:
    case ClaimVerdict::cannot_tell:
      break;
  }
  return fault_by_kind(one.finding) + "; whether their reason fits cannot be told (" + text + ')';
}

std::string how_sure(const Finding& finding) {
  if (finding.windows.empty() && finding.counts.accepted == 0) return "nothing was ever accepted";
  std::string text = chance_words(chance_of(finding));
  const std::string rival = rival_words(finding);
  if (!rival.empty()) text += "; " + rival;
  return text;
}

std::string wait_words(const WaitShares& waits, bool closed_hours) {
  return counted(waits.deliveries, "delivery", "deliveries") + " waited " + duration(waits.median) +
         " (median), " + duration(waits.longest) + " at most: " + duration(waits.theirs) +
         (closed_hours ? " because they were closed, " : " because they refused, ") +
         duration(waits.ours) + " until our own next try (each a median)";
}

std::string label_of(const Finding& finding) {
  if (finding.kind == FindingKind::curfew && !finding.windows.empty()) {
    const Window window = in_force_first(finding).front();
    return std::string(window.ended ? "was closed " : "closed ") + short_hours_of(window);
  }
  if (finding.kind == FindingKind::outage) return "out of service";
  if (finding.kind == FindingKind::greylist) return "greylists";
  return detect::traits(finding.kind).words;
}

std::string reply_words(const ReportCode& code) {
  std::string text = code.key;
  if (code.facts.stage != Stage::unknown) text += std::string(" at ") + describe(code.facts.stage);
  if (!code.facts.text.empty()) text += ": \"" + code.facts.text + '"';
  return text;
}

std::string claim_words(const ClaimCheck& check) {
  const std::string who = check.provider.empty() ? "the provider" : check.provider;
  const std::string cause = stated_cause(check.claim);
  switch (check.claim.basis) {
    case ClaimBasis::provider:
      return "which means, as " + who + " documents: " + cause;
    case ClaimBasis::software:
      return "which means, by default of their mail software: " + cause;
    case ClaimBasis::reply_text:
      return "which means, as the reply itself says: " + cause;
    case ClaimBasis::third_party:
      return "which means, as others report: " + cause;
    case ClaimBasis::unverified:
    case ClaimBasis::none:
      break;
  }
  return "which may mean (unverified): " + cause;
}

}  // namespace curfew::report
