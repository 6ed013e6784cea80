#include "detect/episodes.h"

#include <array>

#include "detect/explained.h"
#include "detect/nature.h"
#include "detect/window_fit.h"

namespace curfew::detect {
namespace {

constexpr int episode_rounds = 3;
constexpr std::size_t most_outages = 3;  // more are a remote that flaps
constexpr std::size_t spans_told = 5;

constexpr InsideOutside first_guess{.inside = {0.95, 0.97}, .outside = {}};

InsideOutside first_rates(const Counts& total) {
  constexpr std::array<double, 2> most{0.5, 0.9};
  InsideOutside rates = first_guess;
  for (const std::size_t s : strata) {
    const double share = total.refused[s] / std::max(total.of(s), 1.0);
    rates.outside[s] = std::min(clipped(share, 0.02), most[s]);
  }
  return rates;
}

InsideOutside next_rates(const Counts& bad, const Counts& good) {
  InsideOutside rates;
  for (const std::size_t s : strata) {
    rates.inside[s] = clipped(std::max(bad.refused[s] / std::max(bad.of(s), 1e-9), 0.3), 0.02);
    rates.outside[s] = std::min(clipped(good.refused[s] / std::max(good.of(s), 1e-9), 0.02),
                                rates.inside[s] * 0.9);
  }
  return rates;
}

// Viterbi's path through two states.
std::vector<bool> best_path(const std::vector<double>& for_bad, double change) {
  const std::size_t size = for_bad.size();
  std::vector<bool> good_from_bad(size);
  std::vector<bool> bad_from_good(size);
  double good = 0;
  double bad = -change;
  for (std::size_t i = 0; i < size; ++i) {
    good_from_bad[i] = bad - change > good;
    bad_from_good[i] = good - change > bad;
    const double next_good = good_from_bad[i] ? bad - change : good;
    bad = (bad_from_good[i] ? good - change : bad) + for_bad[i];
    good = next_good;
  }
  std::vector<bool> path(size);
  bool in_bad = bad > good;
  for (std::size_t i = size; i-- > 0;) {
    path[i] = in_bad;
    in_bad = in_bad ? !bad_from_good[i] : good_from_bad[i];
  }
  return path;
}

}  // namespace

std::vector<bool> bad_times(const Unit& unit, const std::vector<bool>* leave_out) {
  const std::size_t size = unit.rows.size();
  const auto left_out = [&](std::size_t i) { return leave_out != nullptr && (*leave_out)[i]; };
  const double change = std::log(std::max(static_cast<double>(size), 2.0));
  Counts total;
  for (std::size_t i = 0; i < size; ++i) {
    if (!left_out(i)) total += unit.rows[i].counts;
  }
  InsideOutside rates = first_rates(total);
  std::vector<bool> path;
  std::vector<double> for_bad(size);
  for (int round = 0; round < episode_rounds; ++round) {
    const Gain evidence(rates);
    for (std::size_t i = 0; i < size; ++i) {
      for_bad[i] = left_out(i) ? 0 : evidence.of(unit.rows[i].counts);
    }
    path = best_path(for_bad, change);
    Counts bad;
    bool any = false;
    for (std::size_t i = 0; i < size; ++i) {
      path[i] = path[i] && !left_out(i);
      if (!path[i]) continue;
      any = true;
      bad += unit.rows[i].counts;
    }
    if (!any) break;
    rates = next_rates(bad, total - bad);
  }
  return path;
}

std::vector<std::pair<std::size_t, std::size_t>> runs(const std::vector<bool>& marked) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (!marked[i]) continue;
    if (i == 0 || !marked[i - 1]) found.emplace_back(i, i);
    found.back().second = i;
  }
  return found;
}

/// The remote refuses in one, two or three stretches of time, or in many, at no hour in particular.
std::optional<Explained> outage(const Unit& unit) {
  if (unit.total.all_refused() <= 0) return std::nullopt;
  const std::vector<bool> bad = bad_times(unit, nullptr);
  const auto spans = runs(bad);
  Counts applies;
  std::size_t rows = 0;
  for (std::size_t i = 0; i < bad.size(); ++i) {
    if (!bad[i]) continue;
    applies += unit.rows[i].counts;
    ++rows;
  }
  if (rows == 0 || rows == bad.size()) return std::nullopt;
  const bool out_of_service = spans.size() <= most_outages && is_about_service(unit);
  Explained explained{.model = out_of_service ? Model::outage : Model::episodic,
                      .likelihood = split(applies, unit.total - applies),
                      .cost = 4 * cost_of_rate(unit.total) +
                              2 * static_cast<double>(spans.size()) *
                                  std::log(std::max(static_cast<double>(bad.size()), 2.0)),
                      .applies = applies,
                      .rule = {}};
  for (const auto& [first, last] : spans) {
    if (explained.rule.spans.size() == spans_told) break;
    explained.rule.spans.emplace_back(start_of(unit.rows[first].slot),
                                      start_of(unit.rows[last].slot + 1));
  }
  return explained;
}

}  // namespace curfew::detect
