#include "verdict/advice_terms.h"

#include <algorithm>

namespace curfew::verdict {
namespace {

constexpr std::size_t most_domains = 3;

}  // namespace

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= 253 && name.front() != '-' &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
         });
}

// Behind a relay only some of its domains are refused: those alone are meant then.
Terms terms_of(const Situation& situation) {
  Terms terms{.situation = situation, .domains = {}};
  const std::vector<std::string>& refused = situation.finding->domains;
  for (const std::string& domain : refused.empty() ? situation.domains : refused) {
    if (!is_plain_name(domain)) continue;
    if (terms.domains.size() == most_domains) {
      terms.more_domains = true;
      break;
    }
    terms.domains.push_back(domain);
  }
  if (terms.domains.empty()) terms.domains.emplace_back("their.domain.example");
  return terms;
}

std::string number(std::int64_t n) {
  return std::to_string(n);
}

std::string time_text(Milliseconds time) {
  const std::int64_t all = std::chrono::round<std::chrono::minutes>(time).count();
  if (all < 60) return number(all) + " min";
  return number(all / 60) + " h" + (all % 60 == 0 ? "" : ' ' + number(all % 60) + " min");
}

Advice made(const char* key, const char* server, std::string text, std::vector<std::string> lines) {
  return {.key = key, .server = server, .text = std::move(text), .lines = std::move(lines)};
}

std::vector<std::string> own_transport(const Terms& terms, const std::string& processes,
                                       const std::string& option, const std::string& setting) {
  std::vector<std::string> lines{
      "# master.cf", std::string(transport_name) + " unix - - y - " + processes + " smtp"};
  if (!option.empty()) lines.push_back("  -o " + option);
  lines.emplace_back("# main.cf");
  lines.emplace_back("transport_maps = hash:/etc/postfix/transport");
  if (!setting.empty()) lines.push_back(setting);
  lines.emplace_back("# /etc/postfix/transport, then: postmap /etc/postfix/transport");
  for (const std::string& domain : terms.domains) {
    lines.push_back(domain + "  " + transport_name + ':');
  }
  if (terms.more_domains) lines.emplace_back("# and so for their other domains");
  return lines;
}

}  // namespace curfew::verdict
