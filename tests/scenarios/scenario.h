#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "correlate/ledger.h"
#include "curfew/finding.h"
#include "text/names.h"

namespace curfew::scenarios {

/// One attempt of a simulated log.
struct Attempt {
  double time = 0;  // seconds since 1970
  std::string remote;
  std::string code;  // empty: accepted
  std::uint32_t message = 0;
  std::uint32_t number = 1;
  std::string sender;
  std::string recipient;
  double seconds = 0;  // that the session lasted; negative: unknown
};

struct Scenario {
  std::string name;
  std::vector<Attempt> attempts;  // by time
  nlohmann::json truth;
  nlohmann::json expected;  // null where there is none
};

/// Reads NAME.jsonl, NAME.truth.json and NAME.expected.json.
Scenario read_scenario(const std::filesystem::path& folder, const std::string& name);
std::vector<std::string> scenarios_in(const std::filesystem::path& folder);

/// Adds the attempts as contacts.
void add(const std::vector<Attempt>& attempts, Ledger& ledger);

/// The finding about a code; of all codes where there is none.
const Finding* about(const std::vector<Finding>& findings, const std::string& code);

}  // namespace curfew::scenarios
