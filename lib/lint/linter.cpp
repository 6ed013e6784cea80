#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "curfew/lint.h"
#include "lint/mask.h"
#include "lint/missing.h"
#include "lint/silences.h"
#include "lint/stamps.h"
#include "lint/templates.h"

namespace curfew {

struct Linter::State {
  explicit State(Formats given) : formats(std::move(given)) {}

  // Two logs of one name in two folders.
  std::string label(const std::string& name) {
    std::string masked = lint::masked_name(name);
    if (const std::size_t times = ++labels[masked]; times > 1) {
      masked += " (" + std::to_string(times) + ')';
    }
    return masked;
  }

  Formats formats;
  const Format* format = nullptr;  // of the log that is read
  std::vector<std::string> names;  // of `logs`, as they are
  std::vector<lint::Stamps> stamps;
  std::size_t current = 0;  // of `logs`
  std::vector<LintLog> logs;
  std::vector<LintOtherFile> other_files;
  std::uint64_t more_other_files = 0;
  std::map<std::string, std::size_t> labels;
  lint::Templates templates;
  lint::Silences silences;
  lint::Missing missing;
};

namespace {

constexpr std::size_t most_gaps = 20;

void describe(LintLog& log, const ReportInput& input) {
  log.lines = input.lines;
  log.copies = input.copies;
  log.zone = input.log_zone;
  log.zone_source = input.log_zone_source;
  log.first_year = input.first_year;
  log.year_source = input.year_source;
}

// Warnings name logs; those about copies are said by other members.
std::vector<Warning> masked_warnings(const Report& report, const std::vector<std::string>& names,
                                     const std::vector<LintLog>& logs) {
  // "mail.log" stands in "mail.log.1" too.
  std::vector<std::size_t> longest_first(logs.size());
  std::iota(longest_first.begin(), longest_first.end(), std::size_t{0});
  std::ranges::stable_sort(longest_first, std::ranges::greater(),
                           [&names](std::size_t i) { return names[i].size(); });
  std::vector<Warning> warnings;
  for (const Warning& warning : report.warnings) {
    if (warning.key == "same_log" || warning.key == "same_lines") continue;
    Warning masked = warning;
    for (const std::size_t i : longest_first) {
      if (names[i].empty()) continue;
      for (std::size_t at = masked.text.find(names[i]); at != std::string::npos;
           at = masked.text.find(names[i], at + logs[i].name.size())) {
        masked.text.replace(at, names[i].size(), logs[i].name);
      }
    }
    warnings.push_back(std::move(masked));
  }
  return warnings;
}

}  // namespace

Linter::Linter(Formats formats) : state_(std::make_unique<State>(std::move(formats))) {}
Linter::~Linter() = default;

void Linter::begin(const std::string& name, const Format& format, const ClockHints& hints) {
  State& state = *state_;
  state.format = &format;
  const auto known = std::ranges::find(state.names, name);
  state.current = static_cast<std::size_t>(known - state.names.begin());
  if (known != state.names.end()) return;
  state.names.push_back(name);
  state.stamps.emplace_back(hints);
  state.logs.emplace_back();
  state.logs.back().name = state.label(name);
  state.logs.back().format = format.name();
}

void Linter::lines(Lines lines) {
  for (const Line& line : lines)
    state_->stamps[state_->current].read(line, state_->logs[state_->current], state_->silences);
}

void Linter::unknown(const Line& line) {
  state_->templates.add(line.text, state_->format->name(), state_->current, line.number);
}

void Linter::events(const Events& events) {
  state_->missing.read(*state_->format, events);
}

void Linter::unrecognized(const std::string& name, Lines front) {
  constexpr std::size_t most_other_files = 20;
  if (state_->other_files.size() == most_other_files) {
    ++state_->more_other_files;
    return;
  }
  constexpr std::size_t most_lines = 1000;
  constexpr std::size_t most_shown = 3;
  front = front.first(std::min(front.size(), most_lines));
  LintOtherFile other;
  other.name = state_->label(name);
  std::vector<Line> filled;
  for (const Line& line : front) {
    if (line.text.find_first_not_of(" \t") == std::string_view::npos) continue;
    filled.push_back(line);
    if (other.front.size() == most_shown) continue;
    constexpr std::size_t longest = 160;
    std::string example = lint::mask(line.text).example;
    if (example.size() > longest) example = example.substr(0, longest - 3) + "...";
    other.front.push_back(std::move(example));
  }
  other.lines = filled.size();
  for (const std::shared_ptr<const Format>& format : state_->formats.all()) {
    Events events;
    const std::unique_ptr<Parser> parser = format->make({});
    parser->parse(filled, events);
    const std::uint64_t understood = parser->count().reported + parser->count().ignored;
    if (understood <= other.understood) continue;
    other.understood = understood;
    other.nearest = format->name();
  }
  state_->other_files.push_back(std::move(other));
}

Lint Linter::lint(const Report& report) const {
  const State& state = *state_;
  Lint lint;
  lint.version = report.version;
  lint.zone = report.zone;
  lint.zone_source = report.zone_source;
  lint.lines = report.lines;
  lint.copies = report.copies;
  lint.logs = state.logs;
  for (const ReportInput& input : report.inputs) {
    const auto name = std::ranges::find(state.names, input.name);
    if (name == state.names.end()) continue;
    describe(lint.logs[static_cast<std::size_t>(name - state.names.begin())], input);
  }
  for (const SameLog& same : report.same_logs) {
    lint.same_logs.push_back(lint::masked_name(same.name));
  }
  for (lint::Templates::Row& row : state.templates.ranked()) {
    lint.templates.push_back({.format = std::string(row.format),
                              .pattern = std::move(row.pattern),
                              .example = std::move(row.example),
                              .log = state.logs[row.log].name,
                              .line = row.line,
                              .count = row.count,
                              .doubt = row.doubt});
  }
  lint.too_many_templates = state.templates.overflowed();
  lint.gaps = state.silences.unusual(report.zone);
  if (lint.gaps.size() > most_gaps) {
    lint.more_gaps = lint.gaps.size() - most_gaps;
    lint.gaps.resize(most_gaps);
  }
  lint.missing = state.missing.found(state.formats);
  lint.other_files = state.other_files;
  lint.more_other_files = state.more_other_files;
  lint.hints = report.hints;
  lint.warnings = masked_warnings(report, state.names, lint.logs);
  return lint;
}

}  // namespace curfew
