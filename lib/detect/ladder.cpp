#include "detect/ladder.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "detect/kinds.h"
#include "detect/nature.h"

namespace curfew::detect {
namespace {

using correlate::CodeRecord;
using correlate::HostSlots;
using correlate::PartKind;
using correlate::PartSlots;
using correlate::RemoteRecord;

constexpr std::size_t least_slots = 4;
constexpr double least_stated = 2;   // refusals, where the reply says what it is
constexpr double split_margin = 5;   // nats by which parts must explain more than the whole
constexpr double rates_differ = 10;  // nats by which hosts must differ to be looked at
constexpr double alike_hours = 0.6;  // of two windows' hours, for one cause (Jaccard)
constexpr double same_inside = 0.8;  // of a code's refusals, for one cause with all codes
constexpr double mostly = 0.5;       // of refusals
constexpr double nearly_all = 0.9;   // of refusals
constexpr double slack = 1e-6;       // nats; far more than rounding

struct Tally {
  double refused = 0;
  double accepted = 0;

  double all() const noexcept { return refused + accepted; }
};

void add_slots(const std::vector<HostSlots>& hosts, const Name* host, double& sum) {
  for (const HostSlots& one : hosts) {
    if (host != nullptr && one.host != *host) continue;
    sum += static_cast<double>(one.contacts);
  }
}

void add_part(const correlate::Parts& parts, const PartSlots& wanted, double& sum) {
  for (const PartSlots& one : parts.all) {
    if (one.kind == wanted.kind && one.key == wanted.key) sum += static_cast<double>(one.contacts);
  }
}

double refused_of(const Selection& selection) {
  double refused = 0;
  for (const CodeRecord* code : selection.codes) {
    if (selection.part == nullptr) {
      add_slots(code->hosts, selection.host, refused);
    } else {
      add_part(code->parts, *selection.part, refused);
    }
  }
  return refused;
}

Tally tally_of(const Selection& selection) {
  Tally tally{.refused = refused_of(selection)};
  for (const RemoteRecord* remote : selection.remotes) {
    if (selection.part == nullptr) {
      add_slots(remote->hosts, selection.host, tally.accepted);
    } else {
      add_part(remote->parts, *selection.part, tally.accepted);
    }
  }
  return tally;
}

Selection select(const Sources& sources, const std::vector<Name>& codes) {
  Selection selection;
  selection.remotes.assign(sources.begin(), sources.end());
  for (const RemoteRecord* remote : sources) {
    for (const CodeRecord& code : remote->codes) {
      if (code.times.empty()) continue;  // it is known of attempts that asked nobody alone
      if (std::ranges::find(codes, code.code) != codes.end()) selection.codes.push_back(&code);
    }
  }
  return selection;
}

// What one rate explains of what was not studied.
double value_of_one_rate(const Tally& tally) {
  if (tally.all() <= 0) return 0;
  return likelihood(tally.refused, tally.all()) - 0.5 * std::log(std::max(tally.all(), 2.0));
}

double value_of_one_rate(const Selection& selection) {
  return value_of_one_rate(tally_of(selection));
}

// Models that count what a single host does not know of.
bool counts_the_whole_remote(const Verdict& verdict) {
  switch (verdict.kind) {
    case FindingKind::quota:
    case FindingKind::concurrency:
    case FindingKind::limit:
    case FindingKind::greylist:
    case FindingKind::recipient:
    case FindingKind::sender:
      return true;
    default:
      return false;
  }
}

// What parts must explain together to be preferred. Histograms are kept by remote, so that parts
// have fewer models to be explained by: a model that a part cannot have is beaten by far only.
double least_of_parts(const Study& whole) {
  const double best = whole.analysis.best_value();
  const double gain =
      counts_the_whole_remote(whole.analysis.verdict) ? best - whole.analysis.noise() : 0;
  return best + gain + split_margin;
}

// Whether a part refuses by itself: what is tried only where another part has just refused follows
// that one's rule.
bool refuses_alone(const Unit& part, const Unit& whole) {
  double refused = 0;
  double alone = 0;
  auto row = whole.rows.begin();
  for (const Row& one : part.rows) {
    const double refusals = one.counts.all_refused();
    if (refusals <= 0) continue;
    while (row != whole.rows.end() && row->slot < one.slot) ++row;
    refused += refusals;
    const bool others = row != whole.rows.end() && row->slot == one.slot &&
                        row->counts.all_refused() > refusals + 0.5;
    alone += others ? 0 : refusals;
  }
  return alone >= mostly * refused;
}

// What parts explain together, each by its own best model; what was not studied by one rate.
class Parts {
 public:
  void add(const Selection& selection, std::optional<Study> study) {
    value_ += study ? study->analysis.best_value() : value_of_one_rate(selection);
    if (study) studies_.push_back(std::move(*study));
  }
  bool explain_more_than(const Study& whole) const {
    return !studies_.empty() && value_ > least_of_parts(whole);
  }
  bool explain_more_than(double value) const noexcept { return value_ > value + split_margin; }
  void add_value(double nats) noexcept { value_ += nats; }
  std::vector<Study> take() { return std::move(studies_); }
  /// Those that refuse by themselves; nothing where none does.
  std::optional<std::vector<Study>> take_alone(const Study& whole) {
    std::erase_if(studies_,
                  [&](const Study& study) { return !refuses_alone(study.unit, whole.unit); });
    if (studies_.empty()) return std::nullopt;
    return take();
  }

 private:
  double value_ = 0;
  std::vector<Study> studies_;
};

std::vector<Name> hosts_of(const Selection& selection) {
  std::vector<Name> hosts;
  const auto add = [&](const std::vector<HostSlots>& all) {
    for (const HostSlots& one : all) {
      if (std::ranges::find(hosts, one.host) == hosts.end()) hosts.push_back(one.host);
    }
  };
  for (const RemoteRecord* remote : selection.remotes) add(remote->hosts);
  for (const CodeRecord* code : selection.codes) add(code->hosts);
  return hosts;
}

bool hosts_differ(Selection selection, const std::vector<Name>& hosts) {
  const Tally whole = tally_of(selection);
  double gain = -likelihood(whole.refused, whole.all());
  if (gain <= rates_differ) return false;  // even if each explained itself
  for (const Name& host : hosts) {
    selection.host = &host;
    const Tally part = tally_of(selection);
    if (part.all() > 0) gain += likelihood(part.refused, part.all());
  }
  return gain > rates_differ;
}

struct Begun {
  Selection selection;
  std::optional<Study> study;
};

// What the best model of a part may reach: one that explains everything, at the least it costs.
// Histograms and words are kept by remote, so that only these models know of a part.
double most_of_part(const Unit& unit) {
  const double one_rate = noise(unit).value() + 1;  // that of a block costs less
  const std::optional<Explained> retries = message(unit);
  const double rule = std::min(2 * std::log(24.0), std::log(static_cast<double>(unit.rows.size())));
  return std::max(
      {one_rate, retries ? retries->value() : one_rate, -4 * cost_of_rate(unit.total) - rule});
}

// Whether parts that are begun, and what is left of the whole, may reach so much together. Those
// that may are explained then; all but the daily quota.
bool may_explain(std::vector<Begun>& parts, double rest, double least,
                 const Laboratory& laboratory) {
  double most = rest;
  for (const Begun& part : parts) {
    most += part.study ? most_of_part(part.study->unit) : value_of_one_rate(part.selection);
  }
  if (most < least) return false;
  most = rest;
  for (Begun& part : parts) {
    if (part.study) laboratory.explain(part.selection, *part.study);
    most += part.study
                ? std::max(part.study->analysis.best_value(), -cost_of_quota_day(part.study->unit))
                : value_of_one_rate(part.selection);
  }
  return most >= least;
}

void describe_part(const PartSlots& part, const Laboratory& laboratory, Study& study) {
  if (part.kind == PartKind::domain) {
    study.domains.emplace_back(laboratory.names().word(part.word));
  } else {
    study.address = laboratory.words().word(part.word);
  }
}

// Whether other hosts, or other addresses, accepted in nearly all slots in which this one refused.
bool is_taken_elsewhere(const Unit& part, const Unit& whole) {
  double refusing = 0;
  double taken = 0;
  auto row = whole.rows.begin();
  for (const Row& one : part.rows) {
    if (one.counts.all_refused() <= 0) continue;
    while (row != whole.rows.end() && row->slot < one.slot) ++row;
    refusing += one.counts.all_refused();
    const double accepted = row != whole.rows.end() && row->slot == one.slot
                                ? row->counts.all_accepted() - one.counts.all_accepted()
                                : 0;
    taken += std::min(one.counts.all_refused(), accepted);
  }
  return refusing > 0 && taken >= nearly_all * refusing;
}

void describe_host(const Name& host, const Laboratory& laboratory, Study& study) {
  if (host == Name::none) return;  // the remote's own name stays
  study.of_remote = std::move(study.remote);
  study.remote = laboratory.names().word(host);
  study.level = "host";
}

std::optional<std::vector<Study>> by_host(const Selection& selection, const Study& whole,
                                          Laboratory& laboratory) {
  const std::vector<Name> hosts = hosts_of(selection);
  if (hosts.size() < 2 || !hosts_differ(selection, hosts)) return std::nullopt;
  std::vector<Begun> begun;
  for (const Name& host : hosts) {
    Begun& part = begun.emplace_back(Begun{.selection = selection, .study = {}});
    part.selection.host = &host;
    part.study = laboratory.begin(part.selection);
  }
  if (!may_explain(begun, 0, least_of_parts(whole) - slack, laboratory)) return std::nullopt;
  Parts parts;
  for (Begun& part : begun) {
    if (part.study) {
      laboratory.judge(part.selection, *part.study);
      describe_host(*part.selection.host, laboratory, *part.study);
      part.study->taken_elsewhere = is_taken_elsewhere(part.study->unit, whole.unit);
    }
    parts.add(part.selection, std::move(part.study));
  }
  if (!parts.explain_more_than(whole)) return std::nullopt;
  return parts.take_alone(whole);
}

// The parts of a kind that were refused with these codes, as they are kept with the remotes.
std::vector<const PartSlots*> refused_parts(const Selection& selection, PartKind kind) {
  std::vector<const PartSlots*> parts;
  for (const CodeRecord* code : selection.codes) {
    for (const PartSlots& part : code->parts.all) {
      const auto is_same = [&](const PartSlots* known) { return known->key == part.key; };
      if (part.kind == kind && std::ranges::none_of(parts, is_same)) parts.push_back(&part);
    }
  }
  return parts;
}

// What the whole's best model explains from the first refusal on: since then the parts are known.
double value_since_refused(const Study& whole, const Laboratory& laboratory) {
  Unit unit = whole.unit;
  drop_before(slot_of(unit.refused.first), unit);
  return unit.rows.size() == whole.unit.rows.size() ? whole.analysis.best_value()
                                                    : laboratory.best_value_of(unit);
}

// What was neither refused nor accepted of the parts: all of it was accepted, or refused elsewhere.
double value_of_rest(const Selection& whole, const std::vector<Begun>& parts) {
  Tally rest = tally_of(whole);
  for (const Begun& part : parts) {
    const Tally tally = tally_of(part.selection);
    rest.refused -= std::min(rest.refused, tally.refused);
    rest.accepted -= std::min(rest.accepted, tally.accepted);
  }
  return value_of_one_rate(rest);
}

// A remote that takes mail for others refuses some of their domains; one of several addresses of a
// host refuses us.
std::optional<std::vector<Study>> by_part(const Selection& selection, PartKind kind,
                                          const Study& whole, Laboratory& laboratory) {
  if (tally_of(selection).accepted <= 0) return std::nullopt;
  if (kind == PartKind::domain && is_unreachable(whole.unit)) return std::nullopt;
  std::vector<Begun> begun;
  for (const PartSlots* part : refused_parts(selection, kind)) {
    Begun& one = begun.emplace_back(Begun{.selection = selection, .study = {}});
    one.selection.part = part;
    one.study = laboratory.begin(one.selection);
  }
  const double rest = value_of_rest(selection, begun);
  if (!may_explain(begun, rest, least_of_parts(whole) - slack, laboratory)) return std::nullopt;
  Parts parts;
  for (Begun& one : begun) {
    if (one.study) {
      laboratory.judge(one.selection, *one.study);
      describe_part(*one.selection.part, laboratory, *one.study);
      one.study->taken_elsewhere =
          kind == PartKind::address && is_taken_elsewhere(one.study->unit, whole.unit);
    }
    parts.add(one.selection, std::move(one.study));
  }
  parts.add_value(rest);
  if (!parts.explain_more_than(whole) ||
      !parts.explain_more_than(value_since_refused(whole, laboratory))) {
    return std::nullopt;
  }
  if (kind == PartKind::address) return parts.take_alone(whole);
  return parts.take();
}

std::optional<std::vector<Study>> by_source(const Sources& sources, Name code, const Study& whole,
                                            Laboratory& laboratory) {
  if (sources.size() < 2) return std::nullopt;
  Parts parts;
  for (const RemoteRecord* source : sources) {
    Selection part = select({source}, {code});
    part.others_accept = whole.unit.total.all_accepted() > 0;
    std::optional<Study> study = laboratory.study(part);
    if (study) study->source = laboratory.names().word(source->source);
    parts.add(part, std::move(study));
  }
  if (!parts.explain_more_than(whole)) return std::nullopt;
  return parts.take();
}

std::vector<Study> alone(Study study) {
  std::vector<Study> one;
  one.push_back(std::move(study));
  return one;
}

std::vector<Study> studies_of_code(const Sources& sources, Name code, Laboratory& laboratory) {
  const Selection selection = select(sources, {code});
  std::optional<Study> whole = laboratory.study(selection);
  if (!whole) return {};
  if (auto parts = by_source(sources, code, *whole, laboratory)) return std::move(*parts);
  // A mailbox is the same behind every host.
  if (whole->unit.traits.about_mailbox) return alone(std::move(*whole));
  if (auto parts = by_host(selection, *whole, laboratory)) return std::move(*parts);
  for (const PartKind kind : {PartKind::domain, PartKind::address}) {
    if (auto parts = by_part(selection, kind, *whole, laboratory)) return std::move(*parts);
  }
  return alone(std::move(*whole));
}

std::vector<Name> codes_of(const Sources& sources, const Names& names) {
  std::vector<Name> codes;
  for (const RemoteRecord* remote : sources) {
    for (const CodeRecord& code : remote->codes) {
      if (code.times.empty()) continue;
      if (std::ranges::find(codes, code.code) == codes.end()) codes.push_back(code.code);
    }
  }
  std::ranges::sort(codes, {}, [&](Name code) { return names.word(code); });
  return codes;
}

// Whether a code's refusals lie within the windows of all codes.
bool lies_inside(const Study& code, const Study& all) {
  double inside = 0;
  std::size_t row = 0;
  for (const Row& one : code.unit.rows) {
    while (row < all.unit.rows.size() && all.unit.rows[row].slot < one.slot) ++row;
    if (row < all.unit.rows.size() && all.unit.rows[row].slot == one.slot &&
        all.analysis.windows->applies[row]) {
      inside += one.counts.all_refused();
    }
  }
  return inside >= same_inside * code.unit.total.all_refused();
}

std::vector<Name> codes_about_us(const Sources& sources, std::vector<Name> codes) {
  for (const RemoteRecord* remote : sources) {
    for (const CodeRecord& code : remote->codes) {
      if (code.traits.about_mailbox) std::erase(codes, code.code);
    }
  }
  return codes;
}

// The quarters of the day, or of the week, in which a study's windows refuse.
std::set<long> quarters_of(const Study& study) {
  std::set<long> quarters;
  for (const WindowFit& fit : study.analysis.windows->fits) {
    for (int i = 0; i < fit.length; ++i) quarters.insert(modulo(fit.start + i, fit.period));
  }
  return quarters;
}

// Whether two studies' windows are the same hours, as far as few contacts tell.
bool same_hours(const Study& a, const Study& b) {
  const std::set<long> of_a = quarters_of(a);
  const std::set<long> of_b = quarters_of(b);
  std::vector<long> both;
  std::ranges::set_intersection(of_a, of_b, std::back_inserter(both));
  const auto either = static_cast<double>(of_a.size() + of_b.size() - both.size());
  return static_cast<double>(both.size()) >= alike_hours * either;
}

bool is_claimed_window(const Study& study) {
  return study.analysis.verdict.kind == FindingKind::curfew;
}

bool suspects_window(const Study& study) {
  return may_be(study.analysis.verdict.kind, study.analysis.verdict.candidates,
                FindingKind::curfew);
}

std::vector<std::string> words_of(const std::vector<Name>& codes, const Names& names) {
  std::vector<std::string> words;
  words.reserve(codes.size());
  for (const Name code : codes) words.emplace_back(names.word(code));
  return words;
}

// What is no cause of its own when its refusals lie within the hours of all codes.
bool may_be_part(const Study& study) {
  switch (study.analysis.verdict.kind) {
    case FindingKind::greylist:
    case FindingKind::recipient:
    case FindingKind::sender:
    case FindingKind::concurrency:
    case FindingKind::limit:
    case FindingKind::block:
      return false;
    default:
      return true;
  }
}

std::optional<Study> study_windows_of(const Sources& sources, const std::vector<Name>& codes,
                                      Laboratory& laboratory) {
  if (codes.size() < 2) return std::nullopt;
  const Selection selection = select(sources, codes);
  std::optional<Study> all = laboratory.begin(selection);
  if (!all || !laboratory.may_claim_window(*all)) return std::nullopt;
  laboratory.explain(selection, *all);
  laboratory.judge(selection, *all);
  if (!is_claimed_window(*all)) return std::nullopt;
  return all;
}

// One rule may answer with several codes: then it is one cause, and reported once. Codes whose
// hours differ are different causes.
void join_codes(const Sources& sources, const std::vector<Name>& codes, Laboratory& laboratory,
                std::vector<Study>& studies) {
  std::vector<Name> joined = codes_about_us(sources, codes);
  std::optional<Study> all = study_windows_of(sources, joined, laboratory);
  if (!all) return;
  const auto differs = [&](const Study& study) {
    return is_claimed_window(study) && !same_hours(study, *all);
  };
  const auto others = std::ranges::count_if(studies, differs);
  if (others != 0) {
    for (const Study& study : studies) {
      if (differs(study)) std::erase(joined, laboratory.names().find(study.code));
    }
    all = study_windows_of(sources, joined, laboratory);
    if (!all) return;
  }
  const auto is_part = [&](const Study& study) {
    return study.source.empty() && study.level == all->level && may_be_part(study) &&
           std::ranges::find(joined, laboratory.names().find(study.code)) != joined.end() &&
           lies_inside(study, *all);
  };
  const auto parts = std::ranges::count_if(
      studies, [&](const Study& study) { return is_part(study) && suspects_window(study); });
  const bool claimed = std::ranges::any_of(studies, is_claimed_window);
  if (parts < 2 && claimed) return;
  std::erase_if(studies, is_part);
  all->codes = words_of(joined, laboratory.names());
  all->code = all->codes.size() == 1 ? all->codes.front() : std::string();
  studies.push_back(std::move(*all));
}

// Where figures say nothing, the reply's own words do. How many sessions were open many logs do not
// tell: then messages in a minute only stand for them.
void believe_what_is_stated(Study& study) {
  Verdict& verdict = study.analysis.verdict;
  const bool nothing = (verdict.kind == FindingKind::insufficient && verdict.candidates.empty()) ||
                       verdict.kind == FindingKind::noise || verdict.kind == FindingKind::message;
  const bool suspected = verdict.kind == FindingKind::insufficient && !verdict.candidates.empty();
  std::optional<Explained> stated;
  if (nothing || suspected) stated = stated_greylist(study.unit);
  if (!stated && (nothing || verdict.kind == FindingKind::quota)) {
    stated = stated_concurrency(study.unit);
  }
  if (!stated) return;
  std::erase_if(study.analysis.rivals,
                [&](const Explained& one) { return one.model == stated->model; });
  verdict = {
      .kind = traits(stated->model).kind, .candidates = {}, .rival = study.analysis.rivals.size()};
  study.analysis.rivals.push_back(std::move(*stated));
}

std::size_t place_of(const Study& study, Model model) noexcept {
  const auto& rivals = study.analysis.rivals;
  const auto found = std::ranges::find(rivals, model, &Explained::model);
  return found == rivals.end() ? 0 : static_cast<std::size_t>(found - rivals.begin());
}

// A greylist that says so keeps no hours, where another code of the remote has the same: within
// these no retry passes it.
void tell_greylist_from_hours(std::vector<Study>& studies) {
  for (Study& study : studies) {
    const std::size_t greylist = place_of(study, Model::greylist);
    if (!is_claimed_window(study) || !study.unit.traits.says_greylisting || greylist == 0) continue;
    const bool shared = std::ranges::any_of(studies, [&](const Study& other) {
      return is_claimed_window(other) && !other.unit.traits.says_greylisting &&
             same_hours(study, other);
    });
    if (shared) {
      study.analysis.verdict = {.kind = FindingKind::greylist, .candidates = {}, .rival = greylist};
    }
  }
}

// A remote that greylists, or takes nothing at all, does so whatever its words: one finding.
void join_kind(FindingKind kind, const Sources& sources, Laboratory& laboratory,
               std::vector<Study>& studies) {
  const auto is_part = [&](const Study& study) {
    return study.analysis.verdict.kind == kind && study.source.empty() &&
           study.level == laboratory.options().level && study.codes.empty();
  };
  std::vector<Name> codes;
  const Study* most = nullptr;
  for (const Study& study : studies) {
    if (!is_part(study)) continue;
    codes.push_back(laboratory.names().find(study.code));
    if (most == nullptr || study.unit.total.all_refused() > most->unit.total.all_refused()) {
      most = &study;
    }
  }
  if (codes.size() < 2) return;
  std::optional<Study> all = laboratory.study(select(sources, codes));
  if (!all || all->analysis.verdict.kind != kind) return;
  all->code = most->code;
  all->codes = words_of(codes, laboratory.names());
  std::erase_if(studies, is_part);
  studies.push_back(std::move(*all));
}

void describe_parties(const Selection& selection, const Laboratory& laboratory, Study& study) {
  const Names& names = laboratory.names();
  study.remote = names.word(selection.remotes.front()->remote);
  study.level = laboratory.options().level;
  study.code = names.word(selection.codes.front()->code);
  for (const CodeRecord* code : selection.codes) {
    for (const HostSlots& host : code->hosts) {
      if (selection.host != nullptr && host.host != *selection.host) continue;
      if (host.host != Name::none) study.hosts.emplace_back(names.word(host.host));
    }
  }
  std::ranges::sort(study.hosts);
  study.hosts.erase(std::unique(study.hosts.begin(), study.hosts.end()), study.hosts.end());
}

}  // namespace

bool Laboratory::begin_unit(Unit unit, Study& study) {
  study.unit = std::move(unit);
  if (study.unit.rows.size() < least_slots) return false;
  study.analysis.tests = test(study.unit);
  study.test = ln_p_.size();
  ln_p_.push_back(study.analysis.tests.ln_p);
  return true;
}

bool Laboratory::study_unit(Unit unit, Study& study) {
  if (unit.total.all_refused() < options_.least_refusals || !begin_unit(std::move(unit), study)) {
    return false;
  }
  detect::explain(study.unit, clocks_, study.analysis);
  detect::judge(study.unit, limits_, study.analysis);
  return true;
}

double Laboratory::best_value_of(const Unit& unit) const {
  Analysis analysis;
  analysis.tests = test(unit);
  detect::explain(unit, clocks_, analysis);
  return analysis.best_value();
}

std::optional<Study> Laboratory::begin(const Selection& selection) {
  const bool stated = std::ranges::any_of(
      selection.codes, [](const CodeRecord* code) { return code->traits.says_greylisting; });
  const double least = stated ? least_stated : options_.least_refusals;
  if (refused_of(selection) < least) return std::nullopt;
  Selection known = selection;
  known.left_out = left_out_;
  Unit unit = unit_of(known, accepted_);
  if (unit.total.all_refused() < least) return std::nullopt;
  std::optional<Study> study(std::in_place);
  if (!begin_unit(std::move(unit), *study)) return std::nullopt;
  return study;
}

void Laboratory::explain(const Selection& selection, Study& study) const {
  add_parties(selection, words_, study.unit);
  detect::explain(study.unit, clocks_, study.analysis);
}

void Laboratory::judge(const Selection& selection, Study& study) const {
  describe_parties(selection, *this, study);
  detect::judge(study.unit, limits_, study.analysis);
  believe_what_is_stated(study);
}

std::optional<Study> Laboratory::study(const Selection& selection) {
  std::optional<Study> study = begin(selection);
  if (!study) return study;
  explain(selection, *study);
  judge(selection, *study);
  return study;
}

bool refuses(const RemoteRecord* remote) {
  return std::ranges::any_of(remote->codes,
                             [](const CodeRecord& code) { return !code.times.empty(); });
}

std::vector<Study> studies_of(const Sources& sources, Laboratory& laboratory) {
  const std::vector<Name> codes = codes_of(sources, laboratory.names());
  std::vector<Study> studies;
  for (const Name code : codes) {
    for (Study& study : studies_of_code(sources, code, laboratory)) {
      studies.push_back(std::move(study));
    }
  }
  tell_greylist_from_hours(studies);
  join_codes(sources, codes, laboratory, studies);
  for (const FindingKind kind : {FindingKind::greylist, FindingKind::block, FindingKind::outage}) {
    join_kind(kind, sources, laboratory, studies);
  }
  return studies;
}

}  // namespace curfew::detect
