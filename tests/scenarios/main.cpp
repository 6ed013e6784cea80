// What the detector makes of simulated logs. See usage below, and docs/detection.md.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>

#include "detect/detector.h"
#include "detect/rotation.h"
#include "scenarios/explain.h"
#include "scenarios/population.h"
#include "scenarios/score.h"

namespace curfew::scenarios {
namespace {

// All scenarios of a folder against their truth.
int score(const std::string& folder) {
  Score score;
  for (const std::string& name : scenarios_in(folder)) {
    const Scenario scenario = read_scenario(folder, name);
    Ledger ledger;
    add(scenario.attempts, ledger);
    DetectorOptions options;
    options.preferred_zone =
        TimeZone::named(scenario.truth.value("server_zone", std::string("UTC")));
    const std::vector<Finding> findings = find(ledger, options);
    score.add(scenario, about(findings, scenario.truth.at("main_code").at("key")));
  }
  score.print();
  return score.passed() ? 0 : 1;
}

// What is found in one simulated log, for people.
int explain(const std::filesystem::path& file, const char* zone) {
  const Scenario scenario = read_scenario(file.parent_path(), file.stem());
  Ledger ledger;
  add(scenario.attempts, ledger);
  DetectorOptions options;
  options.preferred_zone = TimeZone::named(zone);
  for (const Finding& finding : find(ledger, options)) {
    std::fputs(explained(finding).c_str(), stdout);
  }
  return 0;
}

std::istream& operator>>(std::istream& in, detect::Observations& observations) {
  for (detect::Observation& one : observations) {
    int refused = 0;
    in >> one.slot >> refused;
    one.refused = refused != 0;
  }
  return in;
}

struct KernelError {
  double worst = 0;
  int windows = 0;  // that differ
};

void compare(const detect::RotationTest& test, std::istream& in, KernelError& error) {
  for (const double mine : {test.ln_p, test.ln_p_first, test.ln_p_all, test.ln_p_independent}) {
    double wanted = 0;
    in >> wanted;
    error.worst = std::max(error.worst, std::fabs(mine - wanted));
  }
  int start = 0;
  int length = 0;
  in >> start >> length;
  error.windows += test.start != start || test.length != length ? 1 : 0;
}

// The test of units with known results, from standard input.
int kernel() {
  KernelError error;
  int units = 0;
  std::size_t first_size = 0;
  std::size_t all_size = 0;
  double seconds = 0;
  while (std::cin >> first_size >> all_size) {
    detect::Observations first(first_size);
    detect::Observations all(all_size);
    std::cin >> first >> all;
    for (const int period : {detect::slots_in_day, detect::slots_in_week}) {
      const auto begin = std::chrono::steady_clock::now();
      const detect::RotationTest test = detect::rotation_test(first, all, period);
      seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      compare(test, std::cin, error);
    }
    ++units;
  }
  std::printf("units %d, largest difference of ln p %.2e, other windows %d, %.3f ms a unit\n",
              units, error.worst, error.windows, 1e3 * seconds / std::max(units, 1));
  return units > 0 && error.worst < 1e-6 && error.windows == 0 ? 0 : 1;
}

int usage() {
  std::fputs(
      "usage: curfew_scenarios score FOLDER\n"
      "       curfew_scenarios explain FILE.jsonl ZONE\n"
      "       curfew_scenarios kernel < UNITS\n"
      "       curfew_scenarios families COUNT SEED\n"
      "       curfew_scenarios sensitivity COUNT SEED\n"
      "       curfew_scenarios nulls COUNT SEED\n"
      "       curfew_scenarios cost REMOTES DAYS\n",
      stderr);
  return 2;
}

int run(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "score") == 0) return score(argv[2]);
  if (argc == 2 && std::strcmp(argv[1], "kernel") == 0) return kernel();
  if (argc != 4) return usage();
  const std::string what = argv[1];
  if (what == "explain") return explain(argv[2], argv[3]);
  const int count = std::stoi(argv[2]);
  const int number = std::stoi(argv[3]);
  if (what == "cost") {
    print_cost(count, number);
    return 0;
  }
  const auto seed = static_cast<std::uint64_t>(number);
  if (what == "families") return print_families(count, seed) ? 0 : 1;
  if (what == "sensitivity") return print_sensitivity(count, seed) ? 0 : 1;
  if (what == "nulls") return print_nulls(count, seed) ? 0 : 1;
  return usage();
}

}  // namespace
}  // namespace curfew::scenarios

int main(int argc, char** argv) {
  try {
    return curfew::scenarios::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "curfew_scenarios: %s\n", error.what());
    return 2;
  }
}
