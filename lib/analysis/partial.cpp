#include <algorithm>
#include <utility>

#include "analysis/family.h"
#include "analysis/server_state.h"
#include "analysis/state.h"
#include "text/sealed.h"
#include "text/state.h"

// A line that names format and version, a hash of what follows, then the servers in their order,
// each with what is said of its logs and all that was counted.
namespace curfew::analysis {

std::string packed(const ServerNotes& notes) {
  return text::state_of(notes);
}

ServerNotes unpacked_notes(std::string_view bytes) {
  ServerNotes notes;
  text::restore(notes, bytes);
  return notes;
}

namespace {

constexpr std::string_view title = "curfew-partial/1\n";

[[noreturn]] void fail(const std::string& name) {
  throw Error(ErrorCode::unreadable, name + ": is no partial result, or a damaged one",
              "Make it anew from the logs, with the same version of the program.");
}

std::string packed(const ServerResult& server) {
  // A sum of one: what is live is a number there, and names that nothing is counted under are gone.
  Correlator sum = Correlator::like(server.correlator);
  sum.add(server.correlator);
  std::string counts;
  sum.keep_counts(counts);
  std::string bytes;
  text::StateWriter writer(bytes);
  writer(server.notes, counts);
  return bytes;
}

bool comes_before(const ServerResult& one, const ServerResult& other) {
  if (one.notes.logs.empty() || other.notes.logs.empty()) {
    return one.notes.logs.size() < other.notes.logs.size();
  }
  const LogOrigin& mine = one.notes.logs.front();
  const LogOrigin& theirs = other.notes.logs.front();
  if (mine.first == theirs.first && mine.name == theirs.name) return mine.head < theirs.head;
  return analysis::comes_before(mine, theirs);
}

/// Which of two servers' logs are the same.
struct Overlap {
  bool any = false;
  bool first_holds_second = true;
  bool second_holds_first = true;
};

bool is_held(const LogOrigin& log, const std::vector<LogOrigin>& all) {
  return std::ranges::any_of(
      all, [&log](const LogOrigin& one) { return one.head == log.head && one.bytes >= log.bytes; });
}

Overlap overlap_of(const std::vector<LogOrigin>& first, const std::vector<LogOrigin>& second) {
  Overlap overlap;
  for (const LogOrigin& log : first) {
    overlap.any =
        overlap.any || std::ranges::find(second, log.head, &LogOrigin::head) != second.end();
    overlap.second_holds_first = overlap.second_holds_first && is_held(log, second);
  }
  for (const LogOrigin& log : second) {
    overlap.first_holds_second = overlap.first_holds_second && is_held(log, first);
  }
  return overlap;
}

}  // namespace

std::string AnalyzerState::partial() const {
  std::vector<const ServerResult*> servers;
  for (const ServerResult& server : apart) servers.push_back(&server);
  std::ranges::stable_sort(servers, [](const ServerResult* one, const ServerResult* other) {
    return comes_before(*one, *other);
  });
  std::string bytes;
  text::StateWriter writer(bytes);
  std::vector<std::string> each;
  each.reserve(servers.size());
  for (const ServerResult* const server : servers) each.push_back(packed(*server));
  writer(options.grouping, each);
  return text::sealed(title, bytes);
}

void AnalyzerState::take(std::string_view partial, const std::string& name) {
  const std::optional<std::string_view> bytes = text::unsealed(title, partial);
  if (!bytes) fail(name);
  std::vector<std::string> servers;
  Grouping grouping = options.grouping;
  try {
    text::StateReader reader(*bytes);
    reader(grouping, servers);
    reader.end();
  } catch (const Error&) {
    fail(name);
  }
  if (grouping != options.grouping) {
    throw Error(ErrorCode::bad_value,
                name + ": counts by " + curfew::name(grouping) + ", and the others by " +
                    curfew::name(options.grouping),
                "Make all of them with the same grouping.");
  }
  for (const std::string& server : servers) {
    ServerResult result = new_server();
    try {
      std::string counts;
      text::StateReader reader(server);
      reader(result.notes, counts);
      reader.end();
      result.correlator.restore_counts(counts);
    } catch (const Error&) {
      fail(name);
    }
    add_apart(std::move(result), name);
  }
  if (apart.empty()) return;
  log_key = apart.front().notes.key;
  has_log_key = true;
}

// A server twice is one: whoever read more of its logs knows more of it.
void AnalyzerState::add_apart(ServerResult server, const std::string& name) {
  std::vector<std::size_t> held;
  for (std::size_t i = 0; i < apart.size(); ++i) {
    const Overlap overlap = overlap_of(apart[i].notes.logs, server.notes.logs);
    if (!overlap.any) continue;
    if (overlap.first_holds_second && overlap.second_holds_first) {
      // The same logs, perhaps otherwise told: whichever came first.
      if (packed(server) < packed(apart[i])) apart[i] = std::move(server);
      return;
    }
    if (overlap.first_holds_second) return;
    if (!overlap.second_holds_first) {
      throw Error(ErrorCode::bad_value,
                  name + ": holds " + apart[i].notes.logs.front().name +
                      " as another partial result does, and each holds logs that the other lacks",
                  "Summarize all logs of that server at once.");
    }
    held.push_back(i);
  }
  for (auto at = held.rbegin(); at != held.rend(); ++at) {
    apart.erase(apart.begin() + static_cast<std::ptrdiff_t>(*at));
  }
  const auto place = std::ranges::upper_bound(
      apart, server,
      [](const ServerResult& one, const ServerResult& other) { return comes_before(one, other); });
  apart.insert(place, std::move(server));
}

}  // namespace curfew::analysis
