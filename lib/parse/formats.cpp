#include <algorithm>
#include <iterator>
#include <utility>

#include "curfew/error.h"
#include "curfew/parser.h"
#include "curfew/server.h"

namespace curfew {

void Formats::add(std::shared_ptr<const Format> format) {
  if (format == nullptr || format->name().empty()) {
    throw Error(ErrorCode::bad_value, "a log format needs a name");
  }
  if (find(format->name()) != nullptr) {
    throw Error(ErrorCode::bad_value,
                "there is already a log format called " + std::string(format->name()));
  }
  formats_.push_back(std::move(format));
}

const Format* Formats::find(std::string_view name) const noexcept {
  const auto found = std::ranges::find(formats_, name, [](const auto& one) { return one->name(); });
  return found == formats_.end() ? nullptr : found->get();
}

const Format* Formats::recognize(Lines lines) const {
  const Format* best = nullptr;
  std::size_t most = 0;
  for (const std::shared_ptr<const Format>& format : formats_) {
    const std::size_t recognized = format->recognize(lines);
    if (recognized > most) {
      most = recognized;
      best = format.get();
    }
    // Those that are told by patterns take their time, and hardly know a line of others.
    if (most > lines.size() / 2) break;
  }
  return best;
}

namespace {

// What each server says, one behind the other.
template <typename One>
std::vector<One> of_all(const std::vector<std::shared_ptr<const Format>>& formats,
                        std::vector<One> (ServerKnowledge::*said)() const) {
  std::vector<One> all;
  for (const std::shared_ptr<const Format>& format : formats) {
    const ServerKnowledge* const server = format->server();
    if (server != nullptr) std::ranges::move((server->*said)(), std::back_inserter(all));
  }
  return all;
}

}  // namespace

void Formats::know_servers(std::shared_ptr<const KnownServers> servers) noexcept {
  known_servers_ = std::move(servers);
}

std::vector<std::string> Formats::journal_programs() const {
  return of_all(formats_, &ServerKnowledge::journal_programs);
}

std::vector<RepeatingLogs> Formats::repeating_logs() const {
  return of_all(formats_, &ServerKnowledge::repeating_logs);
}

std::vector<std::string> Formats::stamped_tags() const {
  return of_all(formats_, &ServerKnowledge::stamped_tags);
}

}  // namespace curfew
