#include "scenarios/population.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <map>

#include "detect/detector.h"
#include "scenarios/families.h"
#include "scenarios/random.h"

namespace curfew::scenarios {
namespace {

using Table = std::map<std::string, std::map<std::string, int>>;

void print(const Table& table) {
  for (const auto& [row, cells] : table) {
    std::printf("%-28s", row.c_str());
    for (const auto& [cell, count] : cells) std::printf("  %s %d", cell.c_str(), count);
    std::printf("\n");
  }
}

bool suspected(const Finding& finding) {
  return std::ranges::find(finding.candidates, FindingKind::curfew) != finding.candidates.end();
}

// What is found of one remote among none.
std::vector<Finding> found_alone(const Case& one) {
  Ledger ledger;
  add(one.attempts, ledger);
  return find(ledger);
}

struct Recall {
  int all = 0;
  int claimed = 0;
  int suspected = 0;
};

class CurfewScore {
 public:
  void add(const Case& one, const Finding* finding) {
    Recall& recall = by_days_[group(days_tried_inside(one))];
    ++recall.all;
    if (finding == nullptr) return;
    if (finding->kind != FindingKind::curfew) {
      recall.suspected += suspected(*finding) ? 1 : 0;
      return;
    }
    ++recall.claimed;
    if (one.windows.size() == 1 && finding->windows.size() == 1) {
      add_edges(one.windows.front(), finding->windows.front());
    }
  }

  void print() {
    constexpr std::array names{"0-2", "3-4", "5-6", "7-9", "10-14", "15-20", "21+"};
    for (const auto& [group, recall] : by_days_) {
      std::printf(
          "first attempts inside on %5s days: %3d, claimed %3.0f %%, or suspected %3.0f %%\n",
          names[group], recall.all, 100.0 * recall.claimed / recall.all,
          100.0 * (recall.claimed + recall.suspected) / recall.all);
    }
    std::ranges::sort(errors_);
    if (errors_.empty()) return;
    const auto at = [&](double share) {
      return errors_[static_cast<std::size_t>(share * static_cast<double>(errors_.size() - 1))];
    };
    std::printf(
        "edges %zu: error median %.1f min, 75 %% %.1f, 90 %% %.1f; interval covers %.1f %%\n",
        errors_.size(), at(0.5), at(0.75), at(0.9),
        100.0 * covered_ / static_cast<double>(errors_.size()));
  }

 private:
  static std::size_t group(int days) {
    constexpr std::array from{3, 5, 7, 10, 15, 21};
    return static_cast<std::size_t>(std::ranges::upper_bound(from, days) - from.begin());
  }

  void add_edges(const PlantedWindow& truth, const Window& window) {
    const TimeZone zone = TimeZone::named(truth.zone);
    const double shift =
        static_cast<double>(
            (zone.offset(window.last_seen) - window.zone.offset(window.last_seen)).count()) /
        60;
    for (const auto& [edge, minute] :
         {std::pair(&window.start, truth.start), {&window.end, truth.end}}) {
      if (!*edge) continue;
      const auto off = [&, planted = minute](std::chrono::seconds time) {
        const double apart = static_cast<double>(time.count()) / 60 + shift - planted;
        return apart - 1440 * std::floor((apart + 720) / 1440);
      };
      errors_.push_back(std::fabs(off((*edge)->estimate)));
      covered_ += off((*edge)->earliest) <= 2 && off((*edge)->latest) >= -2 ? 1 : 0;
    }
  }

  std::map<std::size_t, Recall> by_days_;
  std::vector<double> errors_;
  int covered_ = 0;
};

}  // namespace

bool print_families(int count, std::uint64_t seed) {
  Table table;
  CurfewScore curfews;
  int wrong = 0;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t number = seed + static_cast<std::uint64_t>(i);
    for (const auto make : {null_case, rival_case, curfew_case}) {
      const Case one = make(number, "remote.example");
      const std::vector<Finding> findings = found_alone(one);
      const Finding* finding = findings.empty() ? nullptr : &findings.front();
      const std::string kind = finding == nullptr ? "none" : name(finding->kind);
      ++table[one.truth + ": " + one.family][kind];
      if (!one.windows.empty()) curfews.add(one, finding);
      if (one.windows.empty() && kind == "curfew") {
        ++wrong;
        std::printf("claimed wrongly: seed %llu, %s, ln p %.1f\n",
                    static_cast<unsigned long long>(number), one.family.c_str(), finding->ln_p);
      }
    }
  }
  print(table);
  curfews.print();
  std::printf("windows claimed where there is none: %d\n", wrong);
  return wrong == 0;
}

bool print_sensitivity(int count, std::uint64_t seed) {
  struct Promise {
    double per_day;
    int days;
    double claimed;  // share
    double told;     // claimed or suspected
  };
  // After three days at five a day, a third of the senders was refused on one night alone.
  constexpr std::array promises{Promise{20, 3, 0, 0.9},     Promise{20, 4, 0, 0.95},
                                Promise{20, 5, 0.95, 0.95}, Promise{20, 7, 0.95, 0.95},
                                Promise{5, 3, 0, 0.6},      Promise{5, 7, 0, 0.9},
                                Promise{5, 10, 0.9, 0.95},  Promise{5, 14, 0.9, 0.95}};
  bool kept = true;
  for (const Promise& promise : promises) {
    Recall recall;
    for (int i = 0; i < count; ++i) {
      const Case one =
          nightly_case(seed + static_cast<std::uint64_t>(i), promise.per_day, promise.days);
      const std::vector<Finding> findings = found_alone(one);
      ++recall.all;
      if (findings.empty()) continue;
      recall.claimed += findings.front().kind == FindingKind::curfew ? 1 : 0;
      recall.suspected += suspected(findings.front()) ? 1 : 0;
    }
    std::printf("%3.0f mails a day, %2d days: claimed %3.0f %%, suspected %3.0f %%\n",
                promise.per_day, promise.days, 100.0 * recall.claimed / recall.all,
                100.0 * recall.suspected / recall.all);
    kept = kept && recall.claimed >= promise.claimed * recall.all &&
           recall.claimed + recall.suspected >= promise.told * recall.all;
  }
  return kept;
}

bool print_nulls(int count, std::uint64_t seed) {
  Ledger ledger;
  std::map<std::string, std::string> families;
  for (int i = 0; i < count; ++i) {
    const std::string remote = "r" + std::to_string(i) + ".example";
    const Case one = null_case(seed + static_cast<std::uint64_t>(i), remote);
    families[remote] = one.family;
    add(one.attempts, ledger);
  }
  Table table;
  std::array<int, 3> below{};
  int claimed = 0;
  for (const double false_discoveries : {1.0, 0.05}) {
    DetectorOptions options;
    options.false_discoveries = false_discoveries;
    claimed = 0;
    for (const Finding& finding : find(ledger, options)) {
      claimed += finding.kind == FindingKind::curfew ? 1 : 0;
      if (finding.kind == FindingKind::curfew) {
        std::printf("claimed: %s, %s, ln p %.2f\n", finding.remote.c_str(),
                    families[finding.remote].c_str(), finding.ln_p);
      }
      if (false_discoveries < 1) continue;
      ++table[families[finding.remote]][name(finding.kind)];
      for (std::size_t i = 0; i < below.size(); ++i) {
        constexpr std::array levels{0.05, 0.01, 0.001};
        below[i] += finding.ln_p <= std::log(levels[i]) ? 1 : 0;
      }
    }
    std::printf("remotes %d, false discoveries at most %.2f: %d windows claimed\n", count,
                false_discoveries, claimed);
  }
  print(table);
  std::printf("p below .05: %d, .01: %d, .001: %d\n", below[0], below[1], below[2]);
  return claimed == 0;
}

void print_cost(int remotes, int days) {
  // CPU time: others may use the machine too.
  const auto seconds = [](std::clock_t time) { return static_cast<double>(time) / CLOCKS_PER_SEC; };
  Random random(1);
  Ledger ledger;
  std::clock_t adding = 0;
  std::size_t contacts = 0;
  const double volume = 900.0 / days;  // about as many slots
  for (int i = 0; i < remotes; ++i) {
    const Name remote = ledger.names().of("r" + std::to_string(i) + ".example");
    const bool refuses = i % 10 == 0;
    const bool closes = i % 50 == 0;
    const std::string recipient = "r" + std::to_string(i % 100);
    const double end = 1'700'000'000.0 + days * 86'400.0;
    std::vector<Contact> all;
    for (double t = 1'700'000'000; (t += random.exponential(86'400 / volume)) < end;) {
      const bool night = std::fmod(t, 86'400) < 25'200;
      const bool refused = refuses && random.chance(closes && night ? 1 : 0.05);
      all.push_back({.time = Instant(std::chrono::milliseconds(std::llround(t * 1000))),
                     .remote = remote,
                     .code = refused ? ledger.names().of("451") : Name::none,
                     .stratum = random.chance(0.8) ? ContactStratum::first : ContactStratum::retry,
                     .age = std::chrono::seconds(600),
                     .sessions = 1 + random.below(3),
                     .recipient = recipient,
                     .sender = "sender@example.org"});
    }
    const auto begin = std::clock();
    for (const Contact& contact : all) ledger.add(contact);
    adding += std::clock() - begin;
    contacts += all.size();
  }
  const auto begin = std::clock();
  const std::vector<Finding> findings = find(ledger);
  const double finding = seconds(std::clock() - begin);
  std::printf(
      "%d remotes, %d days, %zu contacts, %zu slots: adding %.0f ns a contact, "
      "finding %.2f s (%zu units, %.2f ms each), %.1f bytes a slot with everything\n",
      remotes, days, contacts, ledger.slots(),
      1e9 * seconds(adding) / static_cast<double>(contacts), finding, findings.size(),
      1e3 * finding / static_cast<double>(findings.size()),
      static_cast<double>(ledger.memory()) / static_cast<double>(ledger.slots()));
}

}  // namespace curfew::scenarios
