#include "detect/local_trouble.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "detect/episodes.h"
#include "detect/kinds.h"

namespace curfew::detect {
namespace {

using correlate::CodeRecord;
using correlate::no_moment;
using correlate::RemoteRecord;
using correlate::SlotCounts;

constexpr std::size_t least_remotes = 3;
constexpr double least_trouble_gain = 6;   // nats over one rate for everything
constexpr double most_of_one = 0.7;        // of all failures: more is that remote's own trouble
constexpr double most_answers = 0.05;      // while others fail, as a share of remotes tried
constexpr double answers_to_failures = 3;  // in slots: a remote that is up at other times
// A log that does not say how long an attempt lasted has a time-out at its end.
constexpr int waiting = 6 * 60 * correlate::moments_in_second;
constexpr Slot most_slots = 400'000;  // eleven years; what is older is not looked at

// What a remote did in a slot.
struct Behavior {
  Slot slot = 0;
  correlate::Moment answered_from = no_moment;
  correlate::Moment answered_to = 0;
  correlate::Moment failed_from = no_moment;
  correlate::Moment failed_to = 0;

  bool answered() const noexcept { return answered_from != no_moment; }
  bool failed() const noexcept { return failed_from != no_moment; }
  Behavior& operator+=(const Behavior& other) noexcept {
    answered_from = std::min(answered_from, other.answered_from);
    answered_to = std::max(answered_to, other.answered_to);
    failed_from = std::min(failed_from, other.failed_from);
    failed_to = std::max(failed_to, other.failed_to);
    return *this;
  }
};

using Behaviors = std::vector<Behavior>;

void add_slots(const correlate::SlotSeries& slots, bool failed, Slot from, Behaviors& behaviors) {
  for (const SlotCounts& counts : slots) {
    if (counts.slot < from || counts.count() == 0) continue;
    Behavior& one = behaviors.emplace_back();
    one.slot = counts.slot;
    (failed ? one.failed_from : one.answered_from) = counts.earliest;
    (failed ? one.failed_to : one.answered_to) = counts.latest;
  }
}

void add_slots(const std::vector<correlate::HostSlots>& hosts, bool failed, Slot from,
               Behaviors& behaviors) {
  for (const correlate::HostSlots& host : hosts) add_slots(host.slots, failed, from, behaviors);
}

// Each slot once.
void put_in_order(Behaviors& behaviors) {
  if (std::ranges::is_sorted(behaviors, std::ranges::less_equal(), &Behavior::slot)) return;
  std::ranges::stable_sort(behaviors, {}, &Behavior::slot);
  auto last = behaviors.begin();
  for (auto next = std::next(last); next != behaviors.end(); ++next) {
    if (next->slot == last->slot) {
      *last += *next;
    } else {
      *++last = *next;
    }
  }
  behaviors.erase(std::next(last), behaviors.end());
}

bool could_not_be_resolved(const CodeRecord& code) {
  return std::ranges::any_of(code.aside, [](const SlotCounts& one) { return one.count() != 0; });
}

bool fails_without_reply(const RemoteRecord& remote) {
  return std::ranges::any_of(remote.codes, [](const CodeRecord& code) {
    return code.traits.all_without_reply || could_not_be_resolved(code);
  });
}

// All slots of the run, of which few are empty.
class Pool {
 public:
  Pool(Slot first, Slot last) : first_(first) {
    rows_.resize(static_cast<std::size_t>(last - first) + 1);
    for (std::size_t i = 0; i < rows_.size(); ++i) rows_[i].slot = first + static_cast<Slot>(i);
  }

  Slot first() const noexcept { return first_; }
  void add_answers(const Behavior& one) {
    Row& row = at(one.slot);
    row.counts.accepted[0] += 1;
    row.accepted_from = std::min(row.accepted_from, one.answered_from);
    row.accepted_to = std::max(row.accepted_to, one.answered_to);
  }
  void add_failures(const Behavior& one) {
    Row& row = at(one.slot);
    row.counts.refused[0] += 1;
    row.refused_from = std::min(row.refused_from, one.failed_from);
    row.refused_to = std::max(row.refused_to, one.failed_to);
  }
  Unit unit() const;

 private:
  Row& at(Slot slot) { return rows_[static_cast<std::size_t>(slot - first_)]; }

  Slot first_;
  std::vector<Row> rows_;
};

Unit Pool::unit() const {
  Unit unit;
  unit.traits.all_without_reply = true;
  for (const Row& row : rows_) {
    if (row.counts.all() <= 0) continue;
    unit.rows.push_back(row);
    unit.total += row.counts;
    const Observation one{.slot = row.slot, .refused = row.refused_from < row.accepted_from};
    unit.first.push_back(one);
    unit.all.push_back(one);
    unit.contacts.add(start_of(row.slot));
    unit.contacts.add(start_of(row.slot + 1));
    if (row.counts.all_refused() > 0) unit.refused.add(start_of(row.slot));
  }
  return unit;
}

// A remote's failures, if it is one that answers at other times.
struct Failures {
  Name remote = Name::none;
  Behaviors behaviors;
};

// Hours, or stretches of time: nothing else can be the rule of a network that is down. False where
// neither explains the failures.
bool decide_by_time(const Laboratory& laboratory, Study& study) {
  Analysis& analysis = study.analysis;
  Verdict verdict;
  double best = least_trouble_gain;
  for (std::size_t i = 1; i < analysis.rivals.size(); ++i) {
    const Explained& rival = analysis.rivals[i];
    if (rival.model != Model::outage && rival.model != Model::episodic) continue;
    if (analysis.score(rival) <= best) continue;
    best = analysis.score(rival);
    verdict = {.kind = traits(rival.model).kind, .candidates = {}, .rival = i};
  }
  if (analysis.gates.passed && laboratory.may_claim_window(study) &&
      analysis.window_score() > best) {
    verdict = {.kind = FindingKind::curfew, .candidates = {}, .rival = 0};
  }
  analysis.verdict = verdict;
  return verdict.kind != FindingKind::insufficient;
}

// Slots within which the network was down.
std::vector<bool> down_rows(const Study& study) {
  if (study.analysis.verdict.kind == FindingKind::curfew) return study.analysis.windows->applies;
  return bad_times(study.unit, nullptr);
}

// Where the trouble is over: in its last slot, or in the one before if nothing is left but
// time-outs that began in that.
bool ends_at(const Unit& unit, const std::vector<bool>& down, std::size_t i) {
  const auto is_last = [&down](std::size_t at) { return at + 1 == down.size() || !down[at + 1]; };
  if (is_last(i)) return true;
  const Row& next = unit.rows[i + 1];
  return is_last(i + 1) && next.slot == unit.rows[i].slot + 1 && next.refused_to <= waiting;
}

// Answers while others failed, as a share, of a slot on the average: a remote with trouble of its
// own blurs one of them. Where the trouble begins within a slot, answers before say nothing against
// it, nor do those after it where it ends.
double answered_meanwhile(const Unit& unit, const std::vector<bool>& down) {
  double shares = 0;
  double slots = 0;
  for (std::size_t i = 0; i < down.size(); ++i) {
    if (!down[i]) continue;
    const Row& row = unit.rows[i];
    const bool begins = i == 0 || !down[i - 1];
    const bool ends = ends_at(unit, down, i);
    const bool apart =
        row.counts.all_refused() > 0 && ((begins && row.accepted_to <= row.refused_from) ||
                                         (ends && row.refused_to <= row.accepted_from + waiting));
    slots += 1;
    if (!apart) shares += 1 - row.counts.rate();
  }
  return shares / std::max(slots, 1.0);
}

// The remotes that failed within the slots, those that failed most often first; none where the
// trouble is rather that of one of them, or of too few.
std::vector<Name> remotes_concerned(const std::vector<Failures>& all,
                                    const std::vector<Slot>& slots) {
  std::vector<std::pair<double, Name>> concerned;
  double sum = 0;
  for (const Failures& one : all) {
    double count = 0;
    for (const Behavior& behavior : one.behaviors) {
      count += behavior.failed() && std::ranges::binary_search(slots, behavior.slot) ? 1 : 0;
    }
    if (count > 0) concerned.emplace_back(count, one.remote);
    sum += count;
  }
  std::ranges::stable_sort(concerned, std::greater<>(), &std::pair<double, Name>::first);
  if (concerned.size() < least_remotes || concerned.front().first > most_of_one * sum) return {};
  std::vector<Name> names;
  names.reserve(concerned.size());
  for (const auto& entry : concerned) names.push_back(entry.second);
  return names;
}

void add_remote(const std::vector<const RemoteRecord*>& sources, Pool& pool,
                std::vector<Failures>& failing) {
  const bool fails = std::ranges::any_of(
      sources, [](const RemoteRecord* one) { return fails_without_reply(*one); });
  Failures one{.remote = sources.front()->remote, .behaviors = {}};
  for (const RemoteRecord* source : sources) {
    add_slots(source->hosts, false, pool.first(), one.behaviors);
    for (const CodeRecord& code : source->codes) {
      add_slots(code.aside, true, pool.first(), one.behaviors);
      add_slots(code.hosts, code.traits.all_without_reply, pool.first(), one.behaviors);
    }
  }
  put_in_order(one.behaviors);
  double answered = 0;
  double failed = 0;
  for (const Behavior& behavior : one.behaviors) {
    answered += behavior.answered() ? 1 : 0;
    failed += behavior.failed() ? 1 : 0;
  }
  const bool is_up = answered >= answers_to_failures * failed;
  for (const Behavior& behavior : one.behaviors) {
    if (behavior.answered()) pool.add_answers(behavior);
    if (behavior.failed() && is_up) pool.add_failures(behavior);
  }
  if (fails && is_up) failing.push_back(std::move(one));
}

}  // namespace

std::optional<LocalTrouble> find_local_trouble(const Ledger::State& state, Laboratory& laboratory) {
  correlate::Span span;
  for (const RemoteRecord& remote : state.remotes) span.add(remote.contacts);
  const auto failing_remotes = std::ranges::count_if(state.remotes, fails_without_reply);
  if (span.empty() || failing_remotes < static_cast<std::ptrdiff_t>(least_remotes)) {
    return std::nullopt;
  }
  const Slot last = slot_of(span.last);
  Pool pool(std::max(slot_of(span.first), last - most_slots), last);
  std::vector<Failures> failing;
  for (const Name remote : state.all_remotes()) add_remote(state.all_of(remote), pool, failing);
  std::optional<LocalTrouble> trouble(std::in_place);
  if (failing.size() < least_remotes || !laboratory.study_unit(pool.unit(), trouble->study) ||
      !decide_by_time(laboratory, trouble->study)) {
    return std::nullopt;
  }
  const std::vector<bool> down = down_rows(trouble->study);
  const Unit& unit = trouble->study.unit;
  for (std::size_t i = 0; i < down.size(); ++i) {
    if (down[i] && unit.rows[i].counts.all_refused() > 0) {
      trouble->slots.push_back(unit.rows[i].slot);
    }
  }
  if (trouble->slots.empty() || answered_meanwhile(unit, down) > most_answers) return std::nullopt;
  const std::vector<Name> concerned = remotes_concerned(failing, trouble->slots);
  if (concerned.empty()) return std::nullopt;
  for (const Name remote : concerned) {
    trouble->study.hosts.emplace_back(laboratory.names().word(remote));
  }
  return trouble;
}

}  // namespace curfew::detect
