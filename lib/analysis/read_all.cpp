#include <algorithm>
#include <utility>

#include "analysis/copies.h"
#include "analysis/family.h"
#include "analysis/state.h"
#include "analysis/survey.h"
#include "curfew/analyzer.h"
#include "curfew/error.h"
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
  std::vector<Survey> logs;
  std::vector<Error> empty;
  for (const Input& input : given) {
    Survey log;
    log.input = &input;
    try {
      OpenLog opened = open_log(input, formats.stamped_tags());
      log.empty = opened.head->empty();
      log.is_packed = opened.source->is_packed();
      // A year that was said is that of the family's first log, not of each.
      recognize(opened, std::nullopt, log);
      read_head(*opened.head, log);
      if (input.once) log.opened = std::move(opened);
      logs.push_back(std::move(log));
    } catch (const Error& error) {
      if (log.empty) {
        if (!input.found) empty.push_back(error);
      } else if (input.found && error.code() == ErrorCode::unknown_format) {
        done.left_out.push_back(input.name);
      } else if (input.found && error.code() == ErrorCode::archive) {
        done.archives.push_back(error);
      } else {
        done.failures.push_back(error);
      }
    }
  }
  // Just rotated: nothing is wrong with an empty log beside others.
  if (logs.empty()) done.failures.insert(done.failures.end(), empty.begin(), empty.end());
  return logs;
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
  Copies copies;
  for (const std::vector<Survey*>& server : by_server(logs)) {
    read_server(server, copies, done);
  }
  if (copies.left_out() != 0) {
    warnings.push_back(
        {"same_lines", text::grouped(copies.left_out()) +
                           " lines stand in several logs of one server and were counted once."});
  }
  if (copies.full()) {
    warnings.push_back(
        {"same_lines_missed", "the logs overlap by more than " + text::grouped(Copies::most) +
                                  " lines; of those behind, copies were counted again."});
  }
}

}  // namespace curfew::analysis
