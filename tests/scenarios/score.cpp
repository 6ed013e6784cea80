#include "scenarios/score.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace curfew::scenarios {
namespace {

constexpr double day = 24 * 60;

double minutes(std::chrono::seconds time) {
  return static_cast<double>(time.count()) / 60;
}

double around(double difference, double period) {
  return difference - period * std::floor((difference + period / 2) / period);
}

Instant at(double seconds) {
  return Instant(std::chrono::milliseconds(std::llround(seconds * 1e3)));
}

struct PlantedEdges {
  double start = 0;
  double end = 0;
  double period = day;
};

std::vector<PlantedEdges> planted(const nlohmann::json& truth) {
  std::vector<PlantedEdges> all;
  for (const auto& window : truth.value("windows", nlohmann::json::array())) {
    all.push_back({window.at("start_min"), window.at("end_min"), day});
  }
  if (all.empty() && truth.contains("weekly")) {
    const auto& week = truth.at("weekly");
    all.push_back({week.at("start_min"), week.at("end_min"), 7 * day});
  }
  return all;
}

struct EdgeError {
  double error = 0;
  double width = 0;
  bool covered = false;
};

EdgeError error_of(const Edge& edge, double shift, double truth, double period) {
  const auto from = [&](std::chrono::seconds time) {
    return around(minutes(time) + shift - truth, period);
  };
  const double width = minutes(edge.latest - edge.earliest);
  return {.error = std::fabs(from(edge.estimate)),
          .width = width - period * std::floor(width / period),
          .covered = from(edge.earliest) <= 2 && from(edge.latest) >= -2};
}

std::string word(const nlohmann::json& value) {
  return value.get<std::string>();
}

bool has(const nlohmann::json& list, const std::string& text) {
  return std::any_of(list.begin(), list.end(),
                     [&](const nlohmann::json& one) { return one == text; });
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

double percent(int part, int whole) {
  return whole == 0 ? 100 : 100.0 * part / whole;
}

// "17:00", or "Sun 02:00".
double clock_minutes(const std::string& text) {
  static const std::vector<std::string> days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  double sum = 0;
  std::size_t begin = 0;
  if (text.size() > 5) {
    sum = day * static_cast<double>(std::ranges::find(days, text.substr(0, 3)) - days.begin());
    begin = 4;
  }
  return sum + 60 * std::stod(text.substr(begin, 2)) + std::stod(text.substr(begin + 3, 2));
}

}  // namespace

void Score::fault(const std::string& name, const std::string& what) {
  faults_.push_back(name + ": " + what);
}

void Score::add(const Scenario& scenario, const Finding* finding) {
  const nlohmann::json& truth = scenario.truth;
  const std::string verdict = finding == nullptr ? "insufficient" : name(finding->kind);
  ++scenarios_;
  ++verdicts_[word(truth.at("verdict"))][verdict];
  if (has(truth.at("accept"), verdict)) {
    ++accepted_;
  } else {
    const bool forbidden = has(truth.at("forbid"), verdict);
    forbidden_ += forbidden ? 1 : 0;
    fault(scenario.name, "is " + word(truth.at("verdict")) + ", found " + verdict +
                             (forbidden ? ", FORBIDDEN" : ""));
  }
  if (finding == nullptr) return;
  if (!scenario.expected.is_null()) compare_expected(scenario, *finding);
  if (truth.at("verdict") != "curfew" || verdict != "curfew") return;
  add_edges(scenario, *finding);
  add_zone(scenario, *finding);
}

void Score::add_edges(const Scenario& scenario, const Finding& finding) {
  const TimeZone true_zone = TimeZone::named(word(scenario.truth.at("zone")));
  for (const PlantedEdges& truth : planted(scenario.truth)) {
    std::vector<EdgeError> best;
    double best_sum = 0;
    for (const Window& window : finding.windows) {
      if (!window.start || !window.end) continue;
      const Instant moment = window.first_seen + std::chrono::hours(24);
      TimeZone zone = window.zone;
      const double shift = minutes(true_zone.offset(moment) - zone.offset(moment));
      const std::vector<EdgeError> errors{error_of(*window.start, shift, truth.start, truth.period),
                                          error_of(*window.end, shift, truth.end, truth.period)};
      const double sum = errors[0].error + errors[1].error;
      if (!best.empty() && sum >= best_sum) continue;
      best = errors;
      best_sum = sum;
    }
    for (const EdgeError& one : best) {
      errors_.push_back(one.error);
      edges_near_ += one.error <= std::max(3.0, one.width / 2 + 1) ? 1 : 0;
      edges_covered_ += one.covered ? 1 : 0;
      if (one.error > std::max(3.0, one.width / 2 + 1) || !one.covered) {
        fault(scenario.name, "an edge is " + std::to_string(one.error) + " minutes off");
      }
    }
  }
}

// A zone is right when it moves its clocks as the planted one does.
void Score::add_zone(const Scenario& scenario, const Finding& finding) {
  const TimeZone truth = TimeZone::named(word(scenario.truth.at("zone")));
  const double begin = scenario.attempts.front().time;
  const double end = scenario.attempts.back().time;
  const auto same = [&](const std::string& name) {
    const TimeZone zone = TimeZone::named(name);
    const auto apart = [&](double time) { return zone.offset(at(time)) - truth.offset(at(time)); };
    for (double time = begin; time < end; time += 3600) {
      if (apart(time) != apart(begin)) return false;
    }
    return true;
  };
  ++zones_;
  const bool right = std::ranges::any_of(
      finding.zones, [&](const ZoneClass& one) { return same(one.zones.front()); });
  zones_right_ += right ? 1 : 0;
  if (!right) fault(scenario.name, "the planted zone is not among those consistent");
}

void Score::compare_expected(const Scenario& scenario, const Finding& finding) {
  const nlohmann::json& expected = scenario.expected;
  const auto compare = [&](bool met, const std::string& what) {
    ++expected_;
    expected_met_ += met ? 1 : 0;
    if (!met) fault(scenario.name, "expected " + what);
  };
  for (const auto& one : expected.at("explanations")) {
    const double wanted = one.at("score");
    const auto found =
        std::ranges::find(finding.explanations, word(one.at("name")),
                          [](const ModelScore& score) { return std::string(name(score.model)); });
    const double score = found == finding.explanations.end() ? 0 : found->score;
    compare(
        std::fabs(score - wanted) <= std::max(1.05, 0.01 * std::fabs(wanted)),
        word(one.at("name")) + " " + std::to_string(wanted) + ", found " + std::to_string(score));
  }
  const double ln_p = expected.at("ln_p");
  compare(std::fabs(finding.ln_p - ln_p) < 0.01,
          "ln p " + std::to_string(ln_p) + ", found " + std::to_string(finding.ln_p));
  if (!expected.contains("windows") || expected.at("verdict") != "curfew") return;
  const auto& windows = expected.at("windows");
  compare(windows.size() == finding.windows.size(), std::to_string(windows.size()) + " windows");
  for (std::size_t i = 0; i < std::min(windows.size(), finding.windows.size()); ++i) {
    const Window& window = finding.windows[i];
    if (!window.start || !window.end || windows[i].at("start").is_null()) continue;
    const TimeZone shown = TimeZone::named(word(windows[i].at("zone")));
    const double shift =
        minutes(shown.offset(window.last_seen) - window.zone.offset(window.last_seen));
    const double period = window.period == WindowPeriod::day ? day : 7 * day;
    for (const auto& [member, edge] : {std::pair("start", *window.start), {"end", *window.end}}) {
      const double wanted = clock_minutes(word(windows[i].at(member)));
      compare(std::fabs(around(minutes(edge.rounded) + shift - wanted, period)) < 0.5,
              std::string(member) + " " + word(windows[i].at(member)) + ", found " +
                  std::to_string(minutes(edge.rounded) + shift));
    }
    if (!windows[i].contains("days")) continue;
    std::size_t on = 0;
    for (const OnDay one : window.days) on += one == OnDay::yes ? 1U : 0U;
    compare(on == windows[i].at("days").size(),
            std::to_string(windows[i].at("days").size()) + " days");
  }
}

void Score::print() const {
  for (const auto& [truth, row] : verdicts_) {
    std::printf("%-14s", truth.c_str());
    for (const auto& [found, count] : row) std::printf("  %s %d", found.c_str(), count);
    std::printf("\n");
  }
  const int edges = static_cast<int>(errors_.size());
  std::printf("scenarios %d, accepted %d (%.1f %%), forbidden %d\n", scenarios_, accepted_,
              percent(accepted_, scenarios_), forbidden_);
  std::printf("edges %d: median error %.1f min, 90 %% %.1f; near %.1f %%, covered %.1f %%\n", edges,
              quantile(errors_, 0.5), quantile(errors_, 0.9), percent(edges_near_, edges),
              percent(edges_covered_, edges));
  std::printf("zones %d of %d; as expected %d of %d\n", zones_right_, zones_, expected_met_,
              expected_);
  for (const std::string& fault : faults_) std::printf("  %s\n", fault.c_str());
}

bool Score::passed() const {
  const int edges = static_cast<int>(errors_.size());
  return forbidden_ == 0 && accepted_ == scenarios_ && percent(edges_near_, edges) >= 95 &&
         percent(edges_covered_, edges) >= 95 && zones_right_ == zones_;
}

}  // namespace curfew::scenarios
