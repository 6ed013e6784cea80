#pragma once

#include <vector>

#include "curfew/finding.h"

namespace curfew::detect {

/// What there is to know of a kind of finding; adding one is a row here.
struct KindTraits {
  FindingKind kind;
  const char* name;     // in JSON
  const char* verb;     // behind the remote's name: "greylists our mail"; null: it has a sentence
  const char* words;    // as a cause, for people: "closed hours"
  Attention attention;  // of a finding that is not about somebody's mailbox
  int order;            // among findings of one attention, the gravest first
  /// What anybody can do about it, whatever mail server they run; null: nothing.
  const char* advice_key;
  const char* advice;
  bool by_letter = false;  // a letter to their postmaster helps
};

/// The thresholds of a model, where it is one of those that contend. docs/detection.md says how
/// they were found.
struct ModelTraits {
  Model model;
  const char* name;   // in JSON
  const char* words;  // as a cause, for people: "a daily quota"
  FindingKind kind;   // of a finding it makes
  /// The refusal rate of first attempts where its rule applies: less is a modulation.
  double least_rate = 0;
  /// Of a near rival's gain: both this model and a window are only proxies of what really counts.
  double margin_share = 0;
  double least_messages = 0;  // refused at their first attempt
};

const KindTraits& traits(FindingKind kind) noexcept;
const ModelTraits& traits(Model model) noexcept;

/// Whether it is, or may be, of this kind.
bool may_be(FindingKind found, const std::vector<FindingKind>& candidates,
            FindingKind kind) noexcept;
inline bool may_be(const Finding& finding, FindingKind kind) noexcept {
  return may_be(finding.kind, finding.candidates, kind);
}

}  // namespace curfew::detect
