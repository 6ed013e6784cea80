#include "scenarios/scenario.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <unordered_map>

namespace curfew::scenarios {
namespace {

nlohmann::json read_json(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) return nullptr;
  return nlohmann::json::parse(file);
}

std::string code_of(const nlohmann::json& line) {
  if (line.at("outcome") == "delivered") return {};
  if (const std::string code = line.value("code", ""); !code.empty()) return code;
  if (const std::string code = line.value("esc", ""); !code.empty()) return code;
  return std::to_string(line.value("reply", 0));
}

Attempt attempt_of(const nlohmann::json& line) {
  return {.time = line.at("t"),
          .remote = line.at("remote"),
          .code = code_of(line),
          .message =
              static_cast<std::uint32_t>(std::stoul(line.at("msg").get<std::string>().substr(1))),
          .number = line.at("n"),
          .sender = line.value("from", ""),
          .recipient = line.value("to", ""),
          .seconds = line.value("dur", -1.0)};
}

// Sessions open when each attempt begins, itself included.
std::vector<std::uint32_t> sessions_at(const std::vector<Attempt>& attempts) {
  std::vector<double> ends;
  for (const Attempt& attempt : attempts) ends.push_back(attempt.time + attempt.seconds);
  std::ranges::sort(ends);
  std::vector<std::uint32_t> sessions;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    const auto ended = std::ranges::upper_bound(ends, attempts[i].time) - ends.begin();
    sessions.push_back(static_cast<std::uint32_t>(static_cast<long>(i) + 1 - ended));
  }
  return sessions;
}

}  // namespace

Scenario read_scenario(const std::filesystem::path& folder, const std::string& name) {
  Scenario scenario{.name = name,
                    .attempts = {},
                    .truth = read_json(folder / (name + ".truth.json")),
                    .expected = read_json(folder / (name + ".expected.json"))};
  std::ifstream file(folder / (name + ".jsonl"));
  for (std::string line; std::getline(file, line);) {
    const nlohmann::json json = nlohmann::json::parse(line);
    if (json.at("outcome") != "suspended") scenario.attempts.push_back(attempt_of(json));
  }
  return scenario;
}

std::vector<std::string> scenarios_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string file = entry.path().filename();
    const std::size_t end = file.find(".truth.json");
    if (end != std::string::npos) names.push_back(file.substr(0, end));
  }
  std::ranges::sort(names);
  return names;
}

void add(const std::vector<Attempt>& attempts, Ledger& ledger) {
  std::unordered_map<std::uint32_t, double> begun;
  for (const Attempt& attempt : attempts) begun.try_emplace(attempt.message, attempt.time);
  const std::vector<std::uint32_t> sessions = sessions_at(attempts);
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    const Attempt& attempt = attempts[i];
    const auto milliseconds = [](double seconds) {
      return Milliseconds(std::llround(seconds * 1000));
    };
    Contact contact;
    contact.time = Instant(milliseconds(attempt.time));
    contact.remote = ledger.names().of(attempt.remote);
    contact.code = ledger.names().of(attempt.code);
    contact.stratum = attempt.number == 1 ? ContactStratum::first : ContactStratum::retry;
    contact.age = milliseconds(attempt.time - begun.at(attempt.message));
    contact.sessions = attempt.seconds < 0 ? 0 : sessions[i];
    contact.recipient = attempt.recipient;
    contact.sender = attempt.sender;
    ledger.add(contact);
  }
}

const Finding* about(const std::vector<Finding>& findings, const std::string& code) {
  for (const std::string& wanted : {code, std::string()}) {
    const auto place = std::ranges::find(findings, wanted, &Finding::code);
    if (place != findings.end()) return &*place;
  }
  return nullptr;
}

}  // namespace curfew::scenarios
