#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "commands/commands.h"
#include "curfew/catalogue.h"
#include "curfew/error.h"
#include "curfew/input.h"
#include "exit_code.h"
#include "known_formats.h"
#include "output.h"
#include "settings.h"
#include "terminal.h"
#include "usage_error.h"
#include "written_files.h"

namespace curfew::cli {
namespace {

/// Explains what is given, one thing after the other.
class Explainer {
 public:
  Explainer(const CommandLine& line, std::ostream& out)
      : classifier_(chosen_catalogue(line)),
        formats_(known_formats(line)),
        out_(out),
        json_(line.has("json")),
        width_(output_width()) {}

  /// A code or a reply as it was typed: a page.
  void typed(const std::string& text) {
    if (!read_as_log_line(text)) tell(explain(classifier_, text), false);
  }

  /// The lines of a stream, a reply or a log line each: a line each.
  void stream(Source& source) {
    LineReader lines(source);
    lines_ = true;
    try {
      for (Lines batch = lines.next(); !batch.empty(); batch = lines.next()) read(batch);
    } catch (const Error& error) {  // what came before it was explained
      complain(error);
      broken_ = true;
    }
  }

  int exit_code() const noexcept {
    if (broken_) return some_input_unread;
    return known_ ? done : nothing_usable;
  }

 private:
  void read(Lines batch) {
    for (const Line& line : batch) {
      if (line.text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      if (!read_as_log_line(line.text)) tell(explain(classifier_, line.text), true);
    }
  }

  void tell(const Explanation& one, bool as_line) {
    known_ = known_ || one.known();
    if (json_) {
      write_json(one, out_);
    } else if (as_line) {
      write_line(one, out_, width_);
    } else {
      if (told_) out_ << '\n';
      write_text(one, out_, width_);
    }
    told_ = true;
  }

  // A line of a mail log: the refusals in it. False where no format knows it.
  bool read_as_log_line(std::string_view text) {
    const Line line{text, 1};
    const Format* const format = formats_.recognize(Lines(&line, 1));
    if (format == nullptr) return false;
    std::unique_ptr<Parser>& parser = parsers_[format->name()];
    if (!parser) parser = format->make({});
    events_.clear();
    parser->parse(Lines(&line, 1), events_);
    for (const Event& event : events_) {
      if (event.outcome == Outcome::delivered || event.kind == EventKind::message) continue;
      if (event.reply.code == 0 && event.error_class == ErrorClass::none) continue;
      tell(explain(classifier_, RefusedReply{.reply = event.reply,
                                             .remote_host = event.remote_host,
                                             .stage = event.stage,
                                             .error_source = event.error_source,
                                             .error_class = event.error_class}),
           lines_);
    }
    return true;
  }

  Classifier classifier_;
  Formats formats_;
  std::map<std::string_view, std::unique_ptr<Parser>> parsers_;
  Events events_;
  std::ostream& out_;
  bool json_;
  std::size_t width_;
  bool lines_ = false;
  bool told_ = false;
  bool known_ = false;
  bool broken_ = false;
};

}  // namespace

int run_explain(const CommandLine& line) {
  if (line.arguments.empty() && input_is_terminal()) {
    throw UsageError("explain: nothing to explain",
                     "Give a code, a reply in quotes, or - for standard input.");
  }
  if (line.arguments.empty() || std::ranges::find(line.arguments, "-") != line.arguments.end()) {
    keep_apart(line, {{.path = {}, .name = "standard input"}});
  }
  Output output(line.value("output"));
  Explainer explainer(line, output.stream());
  if (line.arguments.empty()) explainer.stream(*standard_input());
  for (const std::string& argument : line.arguments) {
    if (argument == "-") {
      explainer.stream(*standard_input());
    } else {
      explainer.typed(argument);
    }
  }
  output.finish();
  return explainer.exit_code();
}

}  // namespace curfew::cli
