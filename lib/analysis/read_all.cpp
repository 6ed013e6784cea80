#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "analysis/family.h"
#include "analysis/state.h"
#include "analysis/survey.h"
#include "curfew/analyzer.h"
#include "curfew/error.h"
#include "detect/workers.h"
#include "text/grouped.h"

namespace curfew::analysis {
namespace {

struct Length {
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
};

// Of the whole log, unpacked; of a broken one what can be read.
Length length_of(const Input& input) {
  Length length;
  bool ended = true;
  try {
    const std::unique_ptr<Source> source = unpacked(input.open());
    std::vector<char> room(256 * 1024);
    while (const std::size_t got = source->read(room)) {
      length.bytes += got;
      length.lines += static_cast<std::uint64_t>(std::count(room.data(), room.data() + got, '\n'));
      ended = room[got - 1] == '\n';
    }
  } catch (const Error&) {
    // What came before it counts.
  }
  if (!ended) ++length.lines;
  return length;
}

}  // namespace

// Looks at each log; those that hold no mail are told apart by whether somebody named them.
std::vector<Survey> AnalyzerState::survey(const std::vector<Input>& given, InputsRead& done) const {
  HeldHeads held;
  std::vector<Survey> looked_at(given.size());
  std::vector<std::optional<Error>> errors(given.size());
  const unsigned threads = observer == nullptr ? options.threads : 1;
  detect::in_parallel(given.size(), threads, [&]() -> detect::Work {
    return [&](std::size_t i) {
      Survey& log = looked_at[i];
      log.input = &given[i];
      try {
        look_at(log, held);
      } catch (const Error& error) {
        errors[i] = error;
      }
    };
  });
  std::vector<Survey> logs;
  std::vector<Error> empty;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const Input& input = given[i];
    if (!errors[i]) {
      logs.push_back(std::move(looked_at[i]));
    } else if (looked_at[i].empty) {
      if (!input.found) empty.push_back(*errors[i]);
    } else if (input.found && errors[i]->code() == ErrorCode::unknown_format) {
      done.left_out.push_back(input.name);
    } else if (input.found && errors[i]->code() == ErrorCode::archive) {
      done.archives.push_back(*errors[i]);
    } else {
      done.failures.push_back(*errors[i]);
    }
  }
  // Just rotated: nothing is wrong with an empty log beside others.
  if (logs.empty()) done.failures.insert(done.failures.end(), empty.begin(), empty.end());
  return logs;
}

void AnalyzerState::look_at(Survey& log, HeldHeads& held) const {
  OpenLog opened = open_log(*log.input, formats.stamped_tags());
  log.empty = opened.head->empty();
  log.is_packed = opened.source->is_packed();
  // A year that was said is that of the family's first log, not of each.
  recognize(opened, std::nullopt, log);
  read_head(*opened.head, log);
  if (log.input->once || held.has_room(opened.head->front().size())) {
    log.opened = std::move(opened);
  }
}

void AnalyzerState::skip_same_logs(std::vector<Survey>& logs) {
  std::vector<std::string> sentences;
  std::vector<const Input*> skipped;
  for (const std::vector<std::size_t>& set : same_fronts(logs)) {
    std::size_t longest = set.front();
    std::uint64_t most = 0;
    std::vector<Length> lengths;
    for (const std::size_t at : set) {
      lengths.push_back(length_of(*logs[at].input));
      if (lengths.back().bytes > most) longest = at;
      most = std::max(most, lengths.back().bytes);
    }
    for (std::size_t i = 0; i < set.size(); ++i) {
      const std::size_t at = set[i];
      if (at == longest) continue;
      same_logs.push_back({.name = logs[at].input->name,
                           .read_instead = logs[longest].input->name,
                           .lines = lengths[i].lines});
      skipped.push_back(logs[at].input);
      sentences.push_back(logs[longest].input->name + " and " + logs[at].input->name +
                          " are the same log: the second was skipped.");
    }
  }
  std::erase_if(logs, [&skipped](const Survey& log) {
    return std::ranges::find(skipped, log.input) != skipped.end();
  });
  constexpr std::size_t most_sentences = 3;
  for (std::size_t i = 0; i < std::min(most_sentences, sentences.size()); ++i) {
    warnings.push_back({"same_log", sentences[i]});
  }
  if (sentences.size() > most_sentences) {
    warnings.push_back({"same_log", "So were " + text::grouped(sentences.size() - most_sentences) +
                                        " other copies of logs."});
  }
}

void AnalyzerState::read_in_order(std::vector<Survey>& logs, InputsRead& done) {
  const std::vector<std::vector<Survey*>> servers = by_server(logs);
  if (!servers.empty()) keep_key_of(*servers.front().front());
  const auto take = [&](ServerResult& result) {
    const ServerNotes& notes = result.notes;
    done.read += notes.read_whole;
    done.failures.insert(done.failures.end(), notes.failures.begin(), notes.failures.end());
    absorb(result);
  };
  const bool at_once = options.threads > 1 && servers.size() > 1 && observer == nullptr &&
                       consumers.count_lines_alone();
  if (at_once) {
    read_at_once(servers, take);
  } else {
    for (const std::vector<Survey*>& server : servers) {
      // Making one costs as much as some hundred lines: the first is there already.
      ServerResult result = has_counted || options.servers_apart
                                ? new_server_of(server)
                                : ServerResult{.correlator = std::move(correlator), .notes = {}};
      listen(result.correlator);
      try {
        read_server(server, true, result.correlator, result.notes);
      } catch (...) {
        absorb(result);  // what was joined counts
        throw;
      }
      take(result);
    }
  }
  warn_of_copies();
  if (apart.empty()) return;
  // What is said of all of them stands with the first.
  ServerNotes& notes = apart.front().notes;
  notes.same_logs.insert(notes.same_logs.end(), same_logs.begin(), same_logs.end());
  notes.warnings.insert(notes.warnings.begin(), warnings.begin(), warnings.end());
  same_logs.clear();
  warnings.clear();
}

void AnalyzerState::read_at_once(const std::vector<std::vector<Survey*>>& servers,
                                 const std::function<void(ServerResult&)>& take) {
  // Those that are read and wait for one before them.
  std::map<std::size_t, ServerResult> waiting;
  std::size_t next = 0;
  Turns turns;
  reads_at_once = true;
  detect::in_parallel(servers.size(), options.threads, [&]() -> detect::Work {
    return [&](std::size_t server) {
      ServerResult result = new_server_of(servers[server]);
      read_server(servers[server], false, result.correlator, result.notes);
      result.correlator.settle();
      std::vector<ServerResult> taken;  // their memory is given back while others take turns
      const std::lock_guard<std::mutex> one_at_a_time(turns.lock);
      waiting.emplace(server, std::move(result));
      for (auto first = waiting.begin(); first != waiting.end() && first->first == next;
           first = waiting.begin(), ++next) {
        take(first->second);
        taken.push_back(std::move(first->second));
        waiting.erase(first);
      }
    };
  });
  reads_at_once = false;
}

}  // namespace curfew::analysis
