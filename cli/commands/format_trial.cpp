#include "commands/format_trial.h"

#include <algorithm>
#include <memory>
#include <ostream>
#include <utility>

#include "commands/reading.h"
#include "curfew/definition.h"
#include "curfew/error.h"
#include "curfew/event.h"
#include "curfew/lint.h"
#include "exit_code.h"
#include "inputs.h"
#include "output.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

// Counts which of the definition's kinds of lines knew how many.
class Tried final : public Format {
 public:
  explicit Tried(std::shared_ptr<const Definition> definition)
      : definition_(std::move(definition)),
        counts_(std::make_shared<std::vector<std::uint64_t>>(definition_->lines().size())) {}

  std::string_view name() const noexcept override { return definition_->name(); }
  std::string_view title() const noexcept override { return definition_->title(); }
  std::size_t recognize(Lines lines) const override { return definition_->recognize(lines); }
  bool has_stamps() const noexcept override { return true; }
  bool stamp(std::string_view line, Stamp& stamp) const override {
    return definition_->stamp(line, stamp);
  }
  std::unique_ptr<Parser> make(const ClockHints& hints) const override {
    return definition_->make_watched(hints,
                                     [counts = counts_](std::size_t kind) { ++counts->at(kind); });
  }

  const std::vector<std::uint64_t>& counts() const noexcept { return *counts_; }

 private:
  std::shared_ptr<const Definition> definition_;
  std::shared_ptr<std::vector<std::uint64_t>> counts_;
};

class FirstEvents final : public Consumer {
 public:
  void events(const EventBatch& batch) override {
    for (const Event& event : batch.events) {
      if (count_++ < most) append_ndjson(text_, event, batch.format, batch.source);
    }
  }

  std::uint64_t count() const noexcept { return count_; }
  void write(std::ostream& out) const {
    if (count_ == 0) return;
    out << "\nEvents" << (count_ > most ? ", the first " + std::to_string(most) : "") << '\n'
        << text_;
  }

 private:
  static constexpr std::uint64_t most = 10;

  std::string text_;
  std::uint64_t count_ = 0;
};

std::string right(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return (digits.size() < 8 ? std::string(8 - digits.size(), ' ') : "") + digits;
}

void write_kinds(const Definition& definition, const Tried& tried, std::ostream& out) {
  out << "\nLines by the kind that knew them\n";
  const std::vector<std::string> names = definition.lines();
  for (std::size_t i = 0; i < names.size(); ++i) {
    out << right(tried.counts()[i]) << "  " << printable(names[i]) << '\n';
  }
}

void write_unknown(const Lint& lint, std::ostream& out) {
  constexpr std::size_t most = 20;
  if (lint.templates.empty()) return;
  out << "\nNot known, most lines first; names and numbers are masked\n";
  const std::size_t end = std::min(most, lint.templates.size());
  for (std::size_t i = 0; i < end; ++i) {
    out << right(lint.templates[i].count) << "  "
        << printable(lint.templates[i].pattern.substr(0, 400)) << '\n';
  }
  if (end < lint.templates.size()) {
    out << right(lint.templates.size() - end) << "  other templates\n";
  }
}

}  // namespace

int try_format(const CommandLine& line, const std::vector<std::string>& words) {
  const std::vector<std::shared_ptr<const Definition>> read = read_definitions(words.front());
  if (read.size() != 1) throw UsageError("formats try: needs one definition");
  const Definition& definition = *read.front();
  const auto tried = std::make_shared<Tried>(read.front());
  Formats formats;
  formats.add(tried);
  AnalyzerOptions options;
  options.system_zone = TimeZone::system();
  options.format = definition.name();
  options.now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  Analyzer analyzer(formats, options);
  Linter linter(formats);
  analyzer.observe(&linter);
  FirstEvents first;
  analyzer.add(first);
  CommandLine logs = line;
  logs.arguments.assign(words.begin() + 1, words.end());
  Inputs inputs = inputs_of(logs, options, formats);
  // One by one: what is read ahead of several logs to put them in order would be counted, too.
  Output output(line.value("output"));
  Reading reading;
  for (Input& input : inputs.logs) {
    try {
      analyzer.read(input.open());
      ++reading.read;
    } catch (const Error& error) {
      inputs.failures.push_back(error);
    }
  }
  if (!inputs.failures.empty()) throw inputs.failures.front();
  const Lint lint = linter.lint(analyzer.report(false));
  std::ostream& out = output.stream();
  out << definition.name() << ": " << lint.lines.lines() << " lines = " << lint.lines.reported
      << " reported + " << lint.lines.ignored << " ignored + " << lint.lines.unknown << " unknown; "
      << first.count() << " events\n";
  write_kinds(definition, *tried, out);
  first.write(out);
  write_unknown(lint, out);
  output.finish();
  return reading.exit_code();
}

}  // namespace curfew::cli
