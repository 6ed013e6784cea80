// Each model on both sides of what it needs.
#include <cmath>

#include "detect/circular.h"
#include "detect/explained.h"
#include "detect/gates.h"
#include "detect/kinds.h"
#include "detect/nature.h"
#include "support/catch.h"

namespace curfew::detect {
namespace {

using namespace std::chrono_literals;
using correlate::Scale;

constexpr Slot monday = 1'800'000 - 1'800'000 % slots_in_week + 4 * slots_in_day;

// First attempts refused and accepted, retries likewise.
Counts counts(double refused, double accepted, double refused_again = 0,
              double accepted_again = 0) {
  return {.refused = {refused, refused_again}, .accepted = {accepted, accepted_again}};
}

// A row each hour.
Unit unit_of_rows(const std::vector<Counts>& rows) {
  Unit unit;
  for (const Counts& one : rows) {
    Row row{.slot = monday + static_cast<Slot>(unit.rows.size()) * 4, .counts = one};
    unit.total += one;
    if (one.all_refused() > 0) {
      unit.refused.add(start_of(row.slot));
      row.refused_from = row.refused_to = 100;
    }
    if (one.all_accepted() > 0) row.accepted_from = row.accepted_to = 200;
    unit.contacts.add(start_of(row.slot));
    unit.rows.push_back(row);
  }
  return unit;
}

Unit with_bins(Scale scale, const std::vector<Counts>& bins, const Counts& unknown = {}) {
  Unit unit;
  auto& all = unit.histograms[static_cast<std::size_t>(scale)];
  all.resize(correlate::bin_edges(scale).size() + 1);
  for (std::size_t i = 0; i < bins.size(); ++i) {
    all[i] = bins[i];
    unit.total += bins[i];
  }
  unit.total += unknown;
  for (int i = 0; i < 3; ++i) unit.rows.push_back({.slot = monday + i, .counts = counts(1, 0)});
  return unit;
}

double cost_of_rates(double rates, double contacts) {
  return rates * 0.5 * std::log(contacts);
}

double of_rate(double refused, double all) {
  const double accepted = all - refused;
  return (refused > 0 ? refused * std::log(refused / all) : 0) +
         (accepted > 0 ? accepted * std::log(accepted / all) : 0);
}

}  // namespace

TEST_CASE("likelihoods, and rates of their own for retries") {
  CHECK(likelihood(0, 5) == 0);
  CHECK(likelihood(5, 5) == 0);
  CHECK(likelihood(1, 4) == Approx(of_rate(1, 4)));
  // Retries refused less often than first attempts count with them.
  CHECK(cell(counts(2, 2, 1, 3)) == Approx(of_rate(3, 8)));
  CHECK(cell(counts(2, 2, 2, 2)) == Approx(of_rate(4, 8)));
  CHECK(cell(counts(2, 2, 3, 1)) == Approx(of_rate(2, 4) + of_rate(3, 4)));
  CHECK(clipped(0) == 0.01);
  CHECK(clipped(0.5) == 0.5);
  CHECK(clipped(1, 0.03) == 0.97);
  CHECK(counts(1, 3).rate() == 0.25);
  CHECK(Counts{}.rate() == 0);
  CHECK(counts(1, 2, 3, 4).all() == 10);
  const Counts rest = counts(1, 5, 3, 4) - counts(2, 1, 1, 6);
  CHECK(rest.refused == std::array{0.0, 2.0});
  CHECK(rest.accepted == std::array{4.0, 0.0});
  CHECK(cost_of_rate(Counts{}) == Approx(0.5 * std::log(2.0)));
  CHECK(cost_of_rate(counts(4, 5)) == Approx(0.5 * std::log(9.0)));
  CHECK(cost_of_quota_day(unit_of_rows({counts(4, 5)})) ==
        Approx(cost_of_rates(4, 9) + 2 * std::log(24.0)));
  CHECK(floor_div(-1, 96) == -1);
  CHECK(floor_div(-96, 96) == -1);
  CHECK(floor_div(95, 96) == 0);
  CHECK(modulo(-1, 96) == 95);
  CHECK(weekday_of(0) == 3);  // a Thursday
  CHECK(weekday_of(-4) == 6);
}

TEST_CASE("noise has one rate, a message's trouble one for retries") {
  const Unit unit = unit_of_rows({counts(2, 6, 3, 1)});
  CHECK(noise(unit).model == Model::noise);
  CHECK(noise(unit).value() == Approx(of_rate(5, 12) - cost_of_rates(1, 12)));
  const auto trouble = message(unit);
  REQUIRE(trouble);
  CHECK(trouble->model == Model::message);
  CHECK(trouble->value() == Approx(of_rate(2, 8) + of_rate(3, 4) - cost_of_rates(2, 12) - 1));
  CHECK_FALSE(message(unit_of_rows({counts(2, 6, 1, 3)})));
  CHECK(message(unit_of_rows({counts(2, 6, 2, 3)})));
}

TEST_CASE("a block begins where nine of ten of three or more are refused from then on") {
  const auto found = [](const std::vector<Counts>& rows) { return block(unit_of_rows(rows)); };
  CHECK_FALSE(found({counts(0, 5), counts(2, 0)}));
  const auto three = found({counts(0, 5), counts(3, 0)});
  REQUIRE(three);
  CHECK(three->model == Model::block);
  CHECK(three->value() == Approx(-cost_of_rates(4, 8) - std::log(2.0)));
  CHECK(three->rule.since == start_of(monday + 4));
  CHECK(three->rule.onset_known);
  CHECK(three->applies.refused[0] == 3);
  CHECK(found({counts(0, 5), counts(9, 1)}));
  CHECK_FALSE(found({counts(0, 5), counts(8, 1)}));
  // Of several beginnings the one that explains most; as often before is no beginning.
  const auto later = found({counts(0, 2), counts(0, 3), counts(4, 0), counts(5, 0)});
  REQUIRE(later);
  CHECK(later->rule.since == start_of(monday + 8));
  CHECK(later->cost == Approx(cost_of_rates(4, 14) + std::log(4.0)));
  // As far as the log knows.
  const auto always = found({counts(2, 0), counts(1, 0)});
  REQUIRE(always);
  CHECK(always->value() == Approx(1 - cost_of_rates(1, 3)));
  CHECK(always->rule.since == start_of(monday));
  CHECK_FALSE(always->rule.onset_known);
  CHECK_FALSE(found({counts(2, 0)}));
  CHECK(found({counts(9, 1)}));
  CHECK_FALSE(found({counts(8, 1)}));
}

TEST_CASE("what never accepted anything needs mails, time and more than one recipient") {
  const auto make = [](int rows, double refused, double again = 0) {
    return unit_of_rows(
        std::vector<Counts>(static_cast<std::size_t>(rows), counts(refused, 0, again, 0)));
  };
  Unit unit = make(25, 0.2);
  REQUIRE(always_refused(unit));
  CHECK(always_refused(unit)->model == Model::block);
  CHECK(always_refused(unit)->value() == Approx(1 - cost_of_rates(1, 5)));
  CHECK(always_refused(unit)->rule.since == start_of(monday));
  CHECK_FALSE(always_refused(make(24, 1)));         // 23 hours
  CHECK_FALSE(always_refused(make(25, 0.199)));     // less than five mails
  CHECK_FALSE(always_refused(make(25, 0, 0.399)));  // less than ten contacts
  CHECK(always_refused(make(25, 0, 0.4)));
  unit.total.accepted[1] = 1;
  CHECK_FALSE(always_refused(unit));
  unit = make(25, 0.2);
  unit.traits.about_mailbox = true;
  CHECK_FALSE(always_refused(unit));
  unit = make(25, 1);
  unit.recipients.refused_most.resize(1);
  CHECK_FALSE(always_refused(unit));
  unit.others_accept = true;
  CHECK(always_refused(unit));
  unit.others_accept = false;
  unit.traits.cause = Cause::reputation;
  CHECK(always_refused(unit));
  unit.traits.cause = Cause::unknown;
  unit.recipients.refused_most.resize(2);
  CHECK(always_refused(unit));
  unit = make(25, 0.399);
  unit.traits.all_without_reply = true;
  CHECK_FALSE(always_refused(unit));
  unit = make(25, 0.4);
  unit.traits.all_without_reply = true;
  unit.recipients.refused_most.resize(1);
  REQUIRE(always_refused(unit));
  CHECK(always_refused(unit)->model == Model::outage);
  CHECK(always_refused(unit)->rule.spans ==
        std::vector{std::pair(start_of(monday), start_of(monday) + 24h)});
}

TEST_CASE("a threshold lies where it explains most, if half of the contacts are known") {
  const auto bins = [](double refused_below, double accepted_above) {
    return std::vector<Counts>{counts(0, 5), counts(refused_below, 10), counts(0, 10),
                               counts(10, accepted_above), counts(6, 0)};
  };
  const auto found = concurrency(with_bins(Scale::sessions, bins(1, 1)));
  REQUIRE(found);
  CHECK(found->model == Model::concurrency);
  CHECK(found->rule.threshold == 4);
  CHECK(found->applies.refused[0] == 16);
  CHECK(found->likelihood == Approx(of_rate(16, 17) + of_rate(1, 26)));
  CHECK(found->cost == Approx(cost_of_rates(4, 43) + std::log(24.0)));
  const auto unknown = concurrency(with_bins(Scale::sessions, bins(1, 1), counts(3, 40)));
  REQUIRE(unknown);
  CHECK(unknown->likelihood == Approx(of_rate(16, 17) + of_rate(1, 26) + of_rate(3, 43)));
  CHECK_FALSE(concurrency(with_bins(Scale::sessions, bins(1, 1), counts(3, 41))));
  // Nothing beyond, nothing below, or no more often.
  CHECK_FALSE(concurrency(with_bins(Scale::sessions, {counts(5, 5)})));
  CHECK_FALSE(concurrency(with_bins(Scale::sessions, {Counts{}, counts(5, 5)})));
  CHECK_FALSE(concurrency(with_bins(Scale::sessions, {counts(5, 5), counts(5, 5)})));
  CHECK(quota_minute(with_bins(Scale::minute, bins(1, 1)))->model == Model::quota_minute);
  CHECK(quota_minute(with_bins(Scale::minute, bins(1, 1)))->rule.threshold == 3);
  CHECK(quota_sliding(with_bins(Scale::hour, bins(1, 1)))->model == Model::quota_sliding);
  CHECK(quota_hour(with_bins(Scale::full_hour, bins(1, 1)))->model == Model::quota_hour);
  // One message is no quota: two are the least.
  CHECK(quota_hour(with_bins(Scale::full_hour, {counts(0, 9), counts(9, 0), counts(9, 0)}))
            ->rule.threshold == 2);
  CHECK_FALSE(quota_hour(with_bins(Scale::full_hour, {counts(0, 9), counts(9, 0)})));
}

TEST_CASE("limits of connections and messages let nearly nothing through, and nearly all below") {
  const auto found = [](double refused_beyond, double refused_below, Cause cause = Cause::unknown) {
    std::vector<Counts> bins{counts(0, 0), counts(refused_below, 100 - refused_below),
                             counts(refused_beyond, 100 - refused_beyond)};
    Unit unit = with_bins(Scale::recipients, bins);
    unit.traits.cause = cause;
    unit.histograms[static_cast<std::size_t>(Scale::connection_use)] =
        unit.histograms[static_cast<std::size_t>(Scale::recipients)];
    const bool connections = connection_messages(unit).has_value();
    const bool recipients = message_recipients(unit).has_value();
    return (connections ? "connections " : "") + std::string(recipients ? "recipients" : "");
  };
  CHECK(found(95, 5) == "connections recipients");
  CHECK(found(94, 5).empty());
  CHECK(found(95, 6).empty());
  CHECK(found(10, 5, Cause::session_limit) == "recipients");
  CHECK(found(9, 5, Cause::session_limit).empty());
  CHECK(found(10, 5).empty());
}

TEST_CASE("what a reply says of sessions is believed where some were open with others") {
  const auto found = [](double alone, double several, double unknown) {
    Unit unit = with_bins(Scale::sessions, {counts(alone, 10), counts(0, 0), counts(several, 5)},
                          counts(unknown, 0));
    unit.traits.cause = Cause::concurrency;
    return stated_concurrency(unit);
  };
  REQUIRE(found(7, 3, 10));
  CHECK(found(7, 3, 10)->model == Model::concurrency);
  CHECK(found(7, 3, 10)->rule.model == Model::concurrency);
  CHECK(found(7, 3, 10)->rule.threshold == 0);
  CHECK_FALSE(found(7, 3, 11));
  CHECK_FALSE(found(8, 3, 0));
  Unit unit = with_bins(Scale::sessions, {counts(7, 10), counts(3, 0)});
  CHECK_FALSE(stated_concurrency(unit));
  unit.traits.cause = Cause::concurrency;
  CHECK(stated_concurrency(unit));
  unit.rows.pop_back();
  CHECK_FALSE(stated_concurrency(unit));
  unit = with_bins(Scale::sessions, {counts(7, 0), counts(3, 0)});
  unit.traits.cause = Cause::concurrency;
  CHECK_FALSE(stated_concurrency(unit));
}

TEST_CASE("one, two or three recipients, if they have seven tenths of the refusals") {
  const auto found = [](const std::vector<Counts>& words, const Counts& total, double distinct) {
    Unit unit;
    unit.total = total;
    for (const Counts& one : words) {
      unit.recipients.refused_most.push_back(
          {.text = std::string(1, static_cast<char>('a' + unit.recipients.refused_most.size())),
           .counts = one});
    }
    unit.recipients.distinct = distinct;
    return recipient(unit);
  };
  const auto keys = [](const std::optional<Explained>& one) {
    std::string text;
    if (one) {
      for (const std::string& key : one->rule.keys) text += key;
    }
    return text;
  };
  const auto one = found({counts(7, 0)}, counts(10, 90), 20);
  CHECK(keys(one) == "a");
  CHECK(one->model == Model::recipient);
  CHECK(one->likelihood == Approx(of_rate(3, 93)));
  CHECK(one->cost == Approx(cost_of_rates(4, 100) + std::log(20.0)));
  CHECK(keys(found({counts(6.9, 0)}, counts(10, 90), 20)).empty());
  CHECK(keys(found({counts(4, 0), counts(4, 0)}, counts(10, 90), 20)) == "ab");
  CHECK(keys(found({counts(3, 0), counts(3, 0), counts(3, 0)}, counts(10, 90), 20)) == "abc");
  CHECK(keys(found({counts(2, 0), counts(2, 0), counts(2, 0), counts(2, 0)}, counts(10, 90), 20))
            .empty());
  // They must not be all there are, nor refused no more often than others.
  CHECK(keys(found({counts(7, 0)}, counts(10, 90), 1.4)).empty());
  CHECK(keys(found({counts(7, 0)}, counts(10, 90), 1.6)) == "a");
  CHECK(keys(found({counts(10, 0)}, counts(10, 0), 20)).empty());
  CHECK(keys(found({counts(8, 72)}, counts(10, 90), 20)).empty());
  CHECK(found({counts(7, 0)}, counts(10, 90), 1.6)->cost ==
        Approx(cost_of_rates(4, 100) + std::log(2.0)));
  Unit unit;
  unit.total = counts(10, 90);
  unit.senders = {.refused_most = {{.text = "s", .counts = counts(9, 0)}}, .distinct = 4};
  REQUIRE(sender(unit));
  CHECK(sender(unit)->model == Model::sender);
  CHECK(keys(sender(unit)) == "s");
}

TEST_CASE("what lies in stretches costs two places for each of them") {
  std::vector<Counts> rows(40, counts(0, 2));
  for (const std::size_t i : {5U, 6U, 7U, 8U}) rows[i] = counts(2, 0);
  Unit unit = unit_of_rows(rows);
  const auto one = outage(unit);
  REQUIRE(one);
  CHECK(one->model == Model::outage);
  CHECK(one->value() == Approx(-cost_of_rates(4, 80) - 2 * std::log(40.0)));
  CHECK(one->rule.spans ==
        std::vector{std::pair(start_of(monday + 20), start_of(monday + 32) + 15min)});
  for (const std::size_t i : {15U, 16U, 17U, 25U, 26U, 27U}) rows[i] = counts(2, 0);
  CHECK(outage(unit_of_rows(rows))->model == Model::outage);
  CHECK(outage(unit_of_rows(rows))->rule.spans.size() == 3);
  for (const std::size_t i : {35U, 36U, 37U}) rows[i] = counts(2, 0);
  const auto many = outage(unit_of_rows(rows));
  CHECK(many->model == Model::episodic);
  CHECK(many->cost == Approx(cost_of_rates(4, 80) + 8 * std::log(40.0)));
  // What is said about us or our mail is no trouble of theirs.
  unit.traits.cause = Cause::reputation;
  CHECK(outage(unit)->model == Model::episodic);
  CHECK_FALSE(outage(unit_of_rows(std::vector<Counts>(9, counts(0, 2)))));
  CHECK_FALSE(outage(unit_of_rows(std::vector<Counts>(9, counts(2, 0)))));
}

TEST_CASE("a greylist by age: its cut, its rates and its longest delay") {
  // First attempts, those younger than so many seconds, and older ones.
  const auto found = [](const Counts& first, const Counts& young, const Counts& old,
                        std::size_t bin, bool says = false) {
    std::vector<Counts> bins(13);
    bins[0] = first;
    bins[bin - 1] = young;
    bins[bin] = old;
    Unit unit = with_bins(Scale::age, bins);
    unit.traits.says_greylisting = says;
    return greylist(unit);
  };
  const auto one = found(counts(9, 1), counts(0, 0, 5, 0), counts(0, 0, 0, 8), 4);
  REQUIRE(one);
  CHECK(one->model == Model::greylist);
  CHECK(one->rule.delay == 300s);
  CHECK(one->applies.all_refused() == 14);
  CHECK(one->likelihood == Approx(of_rate(9, 10)));
  CHECK(one->cost == Approx(cost_of_rates(3, 23) + std::log(12.0)));
  // New messages are refused more often than old ones by a tenth, young ones as often as not.
  CHECK(found(counts(20, 80), counts(0, 0, 5, 5), counts(0, 0, 10, 90), 4));
  CHECK_FALSE(found(counts(19, 81), counts(0, 0, 5, 5), counts(0, 0, 10, 90), 4));
  CHECK_FALSE(found(counts(20, 80), counts(0, 0, 49, 51), counts(0, 0, 10, 90), 4));
  CHECK_FALSE(found(counts(20, 80), counts(0, 0, 0, 1), counts(0, 0, 10, 90), 2));
  CHECK(found(counts(20, 80), counts(0, 0, 1, 0), counts(0, 0, 10, 90), 2));
  // Or the cut is sharp: nine of ten young ones, five at least; one of ten old ones.
  CHECK(found(counts(5, 95), counts(0, 0, 9, 1), counts(0, 0, 1, 9), 4));
  CHECK_FALSE(found(counts(5, 95), counts(0, 0, 89, 11), counts(0, 0, 1, 9), 4));
  CHECK_FALSE(found(counts(5, 95), counts(0, 0, 9, 1), counts(0, 0, 11, 89), 4));
  CHECK(found(counts(5, 95), counts(0, 0, 5, 0), counts(0, 0, 0, 5), 4));
  CHECK_FALSE(found(counts(5, 95), counts(0, 0, 4, 0), counts(0, 0, 0, 5), 4));
  CHECK_FALSE(found(counts(5, 95), counts(0, 0, 5, 0), counts(0, 0, 0, 4), 4));
  // Two hours, or twelve where it says so.
  CHECK(found(counts(9, 1), counts(0, 0, 5, 0), counts(0, 0, 0, 8), 9)->rule.delay == 2h);
  CHECK_FALSE(found(counts(9, 1), counts(0, 0, 50, 0), counts(0, 0, 0, 8), 10));
  CHECK(found(counts(9, 1), counts(0, 0, 5, 0), counts(0, 0, 0, 8), 10, true)->rule.delay == 4h);
  CHECK(found(counts(9, 1), counts(0, 0, 5, 0), counts(0, 0, 0, 8), 11, true)->rule.delay == 8h);
  CHECK_FALSE(found(counts(9, 1), counts(0, 0, 50, 0), counts(0, 0, 0, 8), 12, true));
  CHECK_FALSE(found(Counts{}, counts(0, 0, 5, 0), counts(0, 0, 0, 8), 4));
  CHECK_FALSE(found(counts(9, 1), counts(0, 0, 5, 0), Counts{}, 4));
}

TEST_CASE("a strong difference is a quarter and threefold, and known of three slots each") {
  CHECK(StratumRates{.inside = 0.375, .outside = 0.125}.strong());
  CHECK_FALSE(StratumRates{.inside = 0.37, .outside = 0.125}.strong());
  CHECK(StratumRates{.inside = 0.75, .outside = 0.25}.strong());
  CHECK_FALSE(StratumRates{.inside = 0.74, .outside = 0.25}.strong());
  CHECK(StratumRates{.inside_slots = 3, .outside_slots = 3}.known());
  CHECK_FALSE(StratumRates{.inside_slots = 2, .outside_slots = 9}.known());
  CHECK_FALSE(StratumRates{.inside_slots = 9, .outside_slots = 2}.known());
}

namespace {

const ClockClass utc = steady_class();

struct Passing {
  std::vector<Counts> inside{3, counts(1, 0)};
  std::vector<Counts> outside{3, counts(0, 1)};
  int occurrences = 3;
  bool arrivals_unknown = false;

  Gates gates() const {
    std::vector<Counts> rows = inside;
    rows.insert(rows.end(), outside.begin(), outside.end());
    Unit unit = unit_of_rows(rows);
    unit.arrivals_unknown = arrivals_unknown;
    Windows windows;
    windows.applies.assign(rows.size(), false);
    std::fill_n(windows.applies.begin(), inside.size(), true);
    WindowFit fit;
    fit.clock = &utc;
    fit.period = slots_in_day;
    fit.length = 8;
    fit.first_occurrence = monday / slots_in_day;
    fit.occurrences.assign(static_cast<std::size_t>(occurrences) + 1, counts(1, 0));
    fit.active.assign(fit.occurrences.size(), true);
    fit.active.back() = false;
    windows.fits = {fit};
    return gates_of(unit, windows);
  }
};

}  // namespace

TEST_CASE("the gates: a strong difference, three occurrences, three messages") {
  CHECK(Passing{}.gates().passed);
  CHECK(Passing{}.gates().occurrences == 3);
  CHECK(Passing{}.gates().messages == 3);
  CHECK_FALSE(Passing{}.gates().weak);
  CHECK_FALSE(Passing{.occurrences = 2}.gates().passed);
  CHECK_FALSE(Passing{.inside = {counts(1, 0), counts(0.9, 0), counts(1, 0)}}.gates().passed);
  // A slot counts once, whatever it holds.
  const Gates gates = Passing{.inside = {counts(9, 1), counts(1, 0), counts(3, 2)},
                              .outside = {counts(0, 1), counts(1, 4), counts(0, 7), counts(1, 1)}}
                          .gates();
  CHECK(gates.strata[0].inside == Approx((0.9 + 1 + 0.6) / 3));
  CHECK(gates.strata[0].outside == Approx(0.7 / 4));
  CHECK(gates.strata[0].inside_slots == 3);
  CHECK(gates.strata[0].outside_slots == 4);
  const Gates weak = Passing{.inside = {3, counts(2, 8)}, .outside = {3, counts(1, 9)}}.gates();
  CHECK(weak.weak);
  CHECK_FALSE(weak.passed);
  CHECK_FALSE(Passing{.inside = {3, counts(2, 8)}, .outside = {3, counts(2, 8)}}.gates().weak);
  // Where first attempts are too few to know, retries decide.
  CHECK(
      Passing{.inside = {counts(3, 0), counts(0, 0, 1, 0), counts(0, 0, 1, 0), counts(0, 0, 1, 0)},
              .outside = {3, counts(0, 0, 0, 1)}}
          .gates()
          .passed);
  CHECK_FALSE(Passing{.inside = {counts(3, 0), counts(0, 0, 1, 0), counts(0, 0, 1, 0)},
                      .outside = {3, counts(0, 0, 0, 1)}}
                  .gates()
                  .passed);
  CHECK_FALSE(
      Passing{.inside = {counts(3, 0), counts(0, 0, 1, 4), counts(0, 0, 1, 4), counts(0, 0, 1, 4)},
              .outside = {3, counts(0, 0, 0, 1)}}
          .gates()
          .passed);
}

TEST_CASE("where arrivals are not known only what leaves no doubt passes") {
  const auto passes = [](double inside, double outside, int occurrences) {
    return Passing{.inside = {10, counts(inside, 10 - inside)},
                   .outside = {10, counts(outside, 10 - outside)},
                   .occurrences = occurrences,
                   .arrivals_unknown = true}
        .gates()
        .passed;
  };
  CHECK(passes(9, 0.9, 4));
  CHECK_FALSE(passes(8.9, 0.9, 4));
  CHECK_FALSE(passes(9, 1.1, 4));
  CHECK_FALSE(passes(9, 0.9, 3));
}

TEST_CASE("as many acceptances in most of six cycles or more are rather a quota's") {
  // Each day so many are accepted, and then refused; the first and the last day do not count.
  const auto capped = [](const std::vector<double>& accepted, double refused = 4) {
    Unit unit;
    WindowFit fit;
    fit.clock = &utc;
    fit.period = slots_in_day;
    fit.length = 48;
    fit.first_occurrence = monday / slots_in_day;
    Windows windows;
    Slot day = monday;
    const auto add = [&](double taken) {
      for (const Counts& one : {counts(refused, 0), counts(0, taken)}) {
        unit.rows.push_back({.slot = day + (one.all_refused() > 0 ? 0 : 60), .counts = one});
        unit.total += one;
        windows.applies.push_back(one.all_refused() > 0);
      }
      fit.occurrences.push_back(counts(refused, 0));
      fit.active.push_back(true);
      day += slots_in_day;
    };
    add(1);
    for (const double one : accepted) add(one);
    add(40);
    windows.fits = {fit};
    return gates_of(unit, windows).capped;
  };
  CHECK(capped({100, 100, 100, 100, 100, 100}));
  CHECK_FALSE(capped({100, 100, 100, 100, 100}));
  CHECK(capped({100, 97, 103, 100, 50, 20}));
  CHECK_FALSE(capped({100, 97, 104, 100, 50, 20}));
  CHECK_FALSE(capped({100, 96, 103, 100, 50, 20}));
  CHECK(capped({100, 100, 100, 100, 100, 100, 50, 50, 20, 20}));
  CHECK_FALSE(capped({100, 100, 100, 100, 100, 50, 50, 20, 20, 20}));
  CHECK(capped(std::vector<double>(6, 5)));
  CHECK_FALSE(capped(std::vector<double>(6, 4)));
  CHECK_FALSE(capped({100, 100, 100, 100, 100, 100}, 0));
}

TEST_CASE("what refusals speak of") {
  Unit unit;
  for (const Cause cause : {Cause::unknown, Cause::local, Cause::network, Cause::dns, Cause::tls,
                            Cause::protocol, Cause::busy}) {
    unit.traits.cause = cause;
    CHECK(is_about_service(unit));
  }
  for (const Cause cause : {Cause::rate, Cause::content, Cause::greylist, Cause::reputation}) {
    unit.traits.cause = cause;
    CHECK_FALSE(is_about_service(unit));
  }
  unit.traits.cause = Cause::busy;
  unit.traits.about_mailbox = true;
  CHECK_FALSE(is_about_service(unit));
  unit.traits.about_mailbox = false;
  unit.traits.reply_code = 499;
  CHECK(is_about_service(unit));
  CHECK_FALSE(is_final(unit));
  unit.traits.reply_code = 500;
  CHECK_FALSE(is_about_service(unit));
  CHECK(is_final(unit));
  unit.traits.all_without_reply = true;
  CHECK(is_about_service(unit));
  const Counts refused = counts(0, 0, 1, 0);
  CHECK(is_refused_repeatedly(unit_of_rows({refused, refused, refused})));
  CHECK_FALSE(is_refused_repeatedly(unit_of_rows({refused, counts(0, 5), refused})));
}

TEST_CASE("an analysis takes its best explanation for what it reaches") {
  CHECK(may_be(FindingKind::quota, {}, FindingKind::quota));
  CHECK(
      may_be(FindingKind::ambiguous, {FindingKind::block, FindingKind::quota}, FindingKind::quota));
  CHECK_FALSE(may_be(FindingKind::ambiguous, {FindingKind::block}, FindingKind::quota));
}

namespace {

// Refused at first, and again after waits in these bins, until they were accepted.
struct Waited {
  Counts first = counts(10, 0);
  std::vector<std::pair<std::size_t, double>> refused{{20, 10.0}};
  std::vector<std::pair<std::size_t, double>> accepted{{25, 10.0}};
  bool says = false;

  std::optional<Explained> greylist() const {
    Unit unit;
    unit.traits.says_greylisting = says;
    unit.total = first;
    unit.waited.resize(correlate::bin_edges(Scale::waited_refused).size() + 1);
    for (const auto& [bin, count] : refused) {
      unit.waited[bin].refused[1] += count;
      unit.total.refused[1] += count;
    }
    for (const auto& [bin, count] : accepted) {
      unit.waited[bin].accepted[1] += count;
      unit.total.accepted[1] += count;
    }
    return detect::greylist(unit);
  }
  // The delay's bounds, as the bins that begin there.
  std::string told() const {
    const auto found = greylist();
    if (!found) return "none";
    const auto edges = correlate::bin_edges(Scale::waited_refused);
    const auto bin = [&](std::chrono::seconds at) {
      const auto edge = std::ranges::find(edges, static_cast<std::uint32_t>(at.count()));
      return edge == edges.end() ? "-" : std::to_string(edge - edges.begin() + 1);
    };
    return bin(found->rule.least_delay) + " to " + bin(found->rule.delay);
  }
};

}  // namespace

TEST_CASE("a greylist by how long was waited since the first refusal") {
  CHECK(Waited{}.told() == "20 to 26");
  const auto found = Waited{}.greylist();
  REQUIRE(found);
  CHECK(found->model == Model::greylist);
  CHECK(found->likelihood == 0);
  CHECK(found->cost == Approx(cost_of_rates(3, 30) + std::log(97.0)));
  CHECK(found->applies.all_refused() == 20);
  // Five retries accepted, and five first refusals.
  CHECK(Waited{.accepted = {{25, 5.0}}}.told() == "20 to 26");
  CHECK(Waited{.accepted = {{25, 4.9}}}.told() == "none");
  CHECK(Waited{.first = counts(5, 0)}.told() == "20 to 26");
  CHECK(Waited{.first = counts(4.9, 0)}.told() == "none");
  // One of twenty may lie on the wrong side.
  CHECK(Waited{.refused = {{20, 95.0}, {30, 5.0}}}.told() == "20 to 26");
  CHECK(Waited{.refused = {{20, 94.0}, {23, 6.0}}}.told() == "23 to 26");
  CHECK(Waited{.accepted = {{25, 95.0}, {22, 5.0}}}.told() == "20 to 26");
  CHECK(Waited{.accepted = {{25, 94.0}, {22, 6.0}}}.told() == "20 to 23");
  // One of ten accepted before others were refused contradicts it, where five were.
  CHECK(Waited{.accepted = {{25, 90.0}, {15, 10.0}}}.told() == "20 to 20");
  CHECK(Waited{.accepted = {{25, 89.0}, {15, 11.0}}}.told() == "none");
  CHECK(Waited{.accepted = {{25, 90.0}, {20, 10.0}}}.told() == "20 to 21");
  CHECK(Waited{.refused = {{20, 4.9}}, .accepted = {{25, 39.0}, {15, 4.8}}}.told() == "20 to 20");
  CHECK(Waited{.refused = {{20, 5.0}}, .accepted = {{25, 39.0}, {15, 4.8}}}.told() == "none");
  // Nobody is made to wait for more than two hours, if he is not told.
  const auto bin_of = [](std::uint64_t seconds) {
    return correlate::bin_of(Scale::waited_refused, seconds);
  };
  CHECK(Waited{.accepted = {{bin_of(7200) - 1, 10.0}}}.told() != "none");
  CHECK(Waited{.accepted = {{bin_of(7200), 10.0}}}.told() == "none");
  CHECK(Waited{.accepted = {{bin_of(7200), 10.0}}, .says = true}.told() != "none");
  CHECK(Waited{.accepted = {{bin_of(12 * 3600) - 1, 10.0}}, .says = true}.told() != "none");
  CHECK(Waited{.accepted = {{bin_of(12 * 3600), 10.0}}, .says = true}.told() == "none");
}

TEST_CASE("a greylist that says so: the oldest that was refused, and what was taken after it") {
  const auto told = [](std::size_t refused, std::size_t accepted, std::uint16_t reply = 450,
                       bool says = true, double again = 2) {
    std::vector<Counts> bins(13);
    bins[0] = counts(2, 0);
    bins[refused] += counts(0, 0, refused == 0 ? 0 : 1, 0);
    bins[accepted] += counts(0, 0, 0, again);
    Unit unit = with_bins(Scale::age, bins);
    unit.traits.says_greylisting = says;
    unit.traits.reply_code = reply;
    const auto found = stated_greylist(unit);
    return found ? found->rule.delay.count() : -1;
  };
  CHECK(told(0, 5) == 1);
  CHECK(told(3, 5) == 300);
  CHECK(told(5, 5) == -1);
  CHECK(told(3, 5, 499) == 300);
  CHECK(told(3, 5, 500) == -1);
  CHECK(told(3, 5, 450, false) == -1);
  CHECK(told(3, 5, 450, true, 0) == -1);
  CHECK(told(10, 11) == 28800);
  CHECK(told(11, 12) == -1);
  CHECK(told(12, 12) == -1);
}

}  // namespace curfew::detect
