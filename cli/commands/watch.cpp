#include <malloc.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "commands/commands.h"
#include "curfew/follow.h"
#include "descriptor_buffer.h"
#include "exit_code.h"
#include "hints.h"
#include "known_formats.h"
#include "links.h"
#include "settings.h"
#include "terminal.h"
#include "usage_error.h"
#include "watch/documents.h"
#include "watch/finding_lines.h"
#include "watch/held_findings.h"
#include "watch/http_answer.h"
#include "watch/listen_address.h"
#include "watch/live_page.h"
#include "watch/log_reading.h"
#include "watch/page_server.h"
#include "watch/screen.h"
#include "watch/signals.h"
#include "watch/token.h"
#include "watch/waiting_mail.h"

namespace curfew::cli {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

// While catching up, as much is read between two looks at the keyboard.
constexpr std::size_t large_piece = 1024 * 1024;
// Later: some dozen lines, so that in a log that grows fast the moment can be chosen by its stamps.
constexpr std::size_t small_piece = 8 * 1024;
// What begins and ends is told this finely of a log's time, as far as snapshots' cost allows it.
constexpr std::chrono::minutes log_time_step{15};
constexpr int most_of_snapshots = 3;  // one part of so many of the time at most
constexpr std::size_t most_notices = 20;

bool has_terminal_page(const CommandLine& line) {
  const char* const kind = std::getenv("TERM");
  return output_is_terminal() && !line.has("ndjson") && kind != nullptr && *kind != '\0' &&
         std::string_view(kind) != "dumb";
}

Seconds interval_of(const CommandLine& line) {
  const std::string text = line.value("interval");
  char* end = nullptr;
  const double seconds = std::strtod(text.c_str(), &end);
  const bool plain = text.find_first_not_of("0123456789.") == std::string::npos;
  if (text.empty() || !plain || *end != '\0' || !(seconds <= 86'400)) {
    throw UsageError("--interval " + text + ": not a number of seconds from 0 to 86400");
  }
  return Seconds(seconds);
}

std::unique_ptr<LogFiles> files_of(const CommandLine& line, const Formats& formats) {
  if (line.arguments.empty()) {
    if (line.has("journal")) return nullptr;
    throw UsageError("watch: no log is named",
                     "Name one, such as /var/log/mail.log, or say --journal.");
  }
  for (const std::string& path : line.arguments) {
    if (path == "-") {
      throw UsageError("-: standard input has no end to watch for",
                       "Name the log's file; `curfew events -` reads a pipe as it comes.");
    }
    const std::string folder = folder_of(path);
    if (::access(folder.c_str(), F_OK) != 0 && path.find_first_of("*?[") == std::string::npos) {
      throw Error(
          ErrorCode::unreadable, path + ": there is no folder " + folder,
          "Check the path. A log that does not exist yet is waited for, its folder is not.");
    }
  }
  return std::make_unique<LogFiles>(
      line.arguments,
      FollowOptions{.below = line.has("recursive"), .repeating = formats.repeating_logs()});
}

std::unique_ptr<JournalBytes> journal_of(const CommandLine& line, const Formats& formats) {
  if (!line.has("journal")) return nullptr;
  if (!line.arguments.empty()) {
    throw UsageError("--journal and FILE: watch follows one of them",
                     "Start it twice, or leave one out.");
  }
  return followed_journal({}, std::nullopt, formats.journal_programs());
}

std::string title_of(const CommandLine& line) {
  std::string title = line.has("journal") ? "the journal" : "";
  for (const std::string& path : line.arguments) title += (title.empty() ? "" : ", ") + path;
  return title;
}

std::shared_ptr<const std::string> written(const Report& report,
                                           void (*write)(const Report&, std::ostream&)) {
  std::ostringstream out;
  write(report, out);
  return std::make_shared<const std::string>(std::move(out).str());
}

// A snapshot takes several times what is kept; between two of them others may have it.
void give_memory_back() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
}

// The HTTP side, where one is asked for.
class Serving {
 public:
  Serving(const CommandLine& line, PublishedDocuments& documents)
      : socket_(line.value("listen"), line.has("listen-anywhere")),
        answers_(documents, rules(line, socket_.is_unix())),
        server_(socket_, answers_) {}
  const std::string& name() const noexcept { return socket_.name(); }

 private:
  static HttpRules rules(const CommandLine& line, bool is_unix) {
    HttpRules rules;
    if (line.has("token-file")) rules.token = token_in(line.value("token-file"));
    rules.checks_host = rules.token.empty() && !is_unix;
    return rules;
  }

  ListeningSocket socket_;
  HttpAnswers answers_;
  PageServer server_;
};

class Watch {
 public:
  explicit Watch(const CommandLine& line)
      : line_(line),
        interval_(interval_of(line)),
        is_once_(line.has("once")),
        has_page_(has_terminal_page(line)),
        color_(has_page_ && wants_color(line)),
        analyzer_(known_formats(line), analyzer_options(line)),
        reading_(analyzer_, files_of(line, analyzer_.formats()),
                 journal_of(line, analyzer_.formats())),
        buffer_(STDOUT_FILENO),
        out_(&buffer_) {
    analyzer_.add(waiting_);
  }

  int run();

 private:
  bool is_served() const noexcept { return serving_.has_value(); }
  void serve();
  bool take_signals();
  void stop_for_shell();
  void wait(Clock::duration time);
  bool should_look() const;
  void look();
  void publish(const Report& report);
  void tell(const std::vector<FindingChange>& changes);
  void tell_notices();
  void tell_missing();
  void check_output();
  void tell_progress();
  std::optional<std::uint64_t> waiting_for(std::string_view remote) const;
  WatchProgress progress() const;
  LivePage page() const;
  void draw();
  void catch_up();
  void follow();
  int end();

  const CommandLine& line_;
  Seconds interval_;
  bool is_once_;
  bool has_page_;
  bool color_;
  Analyzer analyzer_;
  WaitingMail waiting_;
  LogReading reading_;
  HeldFindings findings_;
  PublishedDocuments documents_;
  DescriptorBuffer buffer_;
  std::ostream out_;
  std::optional<Signals> signals_;
  std::optional<Serving> serving_;
  std::optional<Screen> screen_;

  bool is_leaving_ = false;
  bool is_catching_up_ = true;
  std::uint64_t bytes_looked_at_ = 0;  // read when the last snapshot was taken
  Clock::time_point looked_at_{};
  Clock::duration cost_{};
  Instant log_time_ = Instant::min();  // of the last snapshot
  std::optional<Instant> log_end_;
  TimeZone zone_;
  std::uint64_t lines_ = 0;
  Clock::time_point drawn_at_{};
  std::vector<std::string> notices_;
  bool has_told_missing_ = false;
};

void Watch::serve() {
  if (!line_.has("listen")) {
    for (const char* const option : {"token-file", "listen-anywhere"}) {
      if (line_.has(option)) {
        throw UsageError("--" + std::string(option) + ": goes with --listen alone");
      }
    }
    return;
  }
  if (!can_serve()) {
    throw UsageError("--listen: this build serves nothing",
                     "Build it with libcpp-httplib-dev installed.");
  }
  if (line_.has("listen-anywhere") && !line_.has("token-file")) {
    throw UsageError("--listen-anywhere: needs --token-file",
                     "`openssl rand -hex 32 > FILE && chmod 600 FILE` makes a token.");
  }
  serving_.emplace(line_, documents_);
  if (!line_.has("quiet") && !has_page_) complain("listening at " + serving_->name(), {});
}

// Whether to go on.
bool Watch::take_signals() {
  for (const int number : signals_->take()) {
    if (number == SIGINT || number == SIGTERM) is_leaving_ = true;
    if (number == SIGHUP && screen_) is_leaving_ = true;  // the terminal is gone
    if (number == SIGTSTP) stop_for_shell();
    if (number == SIGWINCH && screen_) draw();
  }
  if (screen_ && screen_->wants_to_leave()) is_leaving_ = true;
  return !is_leaving_;
}

void Watch::stop_for_shell() {
  if (screen_) screen_->give_back();
  ::raise(SIGSTOP);
  if (!screen_) return;
  screen_->take();
  draw();
}

void Watch::wait(Clock::duration time) {
  ::pollfd ready[2] = {{.fd = signals_->descriptor(), .events = POLLIN, .revents = 0},
                       {.fd = screen_ ? screen_->keys() : -1, .events = POLLIN, .revents = 0}};
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(time).count();
  ::poll(ready, 2, static_cast<int>(milliseconds));
  // A terminal that is gone has no keys any more.
  if ((ready[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) is_leaving_ = true;
}

bool Watch::should_look() const {
  if (reading_.bytes_read() == bytes_looked_at_) return false;
  const Clock::duration passed = Clock::now() - looked_at_;
  if (passed >= interval_) return true;
  if (passed < cost_ * most_of_snapshots || waiting_.newest() == Instant::min()) return false;
  return waiting_.newest() >= log_time_ + log_time_step;
}

void Watch::look() {
  const Clock::time_point begin = Clock::now();
  reading_.recognize();
  Report report = analyzer_.snapshot(is_served());
  report.hints = hints();
  bytes_looked_at_ = reading_.bytes_read();
  log_time_ = waiting_.newest();
  log_end_ = report.to;
  zone_ = report.zone;
  lines_ = report.lines.lines();
  if (is_served()) publish(report);
  tell(findings_.compare(report));
  documents_.told = bytes_looked_at_;
  report = {};
  give_memory_back();
  looked_at_ = Clock::now();
  cost_ = looked_at_ - begin;
  draw();
}

void Watch::publish(const Report& report) {
  auto documents = std::make_shared<Documents>();
  documents->html = written(report, write_html);
  documents->json = written(report, write_json);
  documents->metrics = written(report, write_prometheus);
  documents_.publish(std::move(documents));
  ++documents_.snapshots;
}

void Watch::tell(const std::vector<FindingChange>& changes) {
  if (has_page_) return;
  for (const FindingChange& change : changes) {
    out_ << json_line(change, waiting_for(change.finding.whole_remote), zone_);
  }
  check_output();
}

void Watch::check_output() {
  out_.flush();
  if (buffer_.error() == 0) return;
  throw Error(ErrorCode::unreadable, "standard output: cannot be written: " +
                                         std::generic_category().message(buffer_.error()));
}

void Watch::tell_notices() {
  for (const LogReading::Notice& notice : reading_.take_notices()) {
    notices_.push_back(notice.sentence);
    if (notices_.size() > most_notices) notices_.erase(notices_.begin());
    if (!screen_ && !line_.has("quiet")) complain(notice.sentence, notice.remedy);
  }
  tell_missing();
}

// At the start alone: what is missing later was there, and is being rotated.
void Watch::tell_missing() {
  if (std::exchange(has_told_missing_, true)) return;
  for (const std::string& path : reading_.missing()) {
    const std::string sentence = path + ": is not there yet";
    notices_.push_back(sentence);
    if (!screen_ && !line_.has("quiet")) {
      complain(sentence, is_once_ ? "Check the path." : "It is waited for; check the path.");
    }
  }
}

void Watch::tell_progress() {
  documents_.bytes_read = reading_.bytes_read();
  documents_.behind = reading_.behind();
  documents_.looked_at =
      std::chrono::duration_cast<std::chrono::seconds>(Clock::now().time_since_epoch()).count();
}

std::optional<std::uint64_t> Watch::waiting_for(std::string_view remote) const {
  if (!reading_.all_recognized()) return std::nullopt;
  return waiting_.for_remote(remote);
}

WatchProgress Watch::progress() const {
  return {.bytes = reading_.bytes_read(),
          .behind = reading_.behind(),
          .lines = lines_,
          .logs = reading_.logs()};
}

LivePage Watch::page() const {
  const std::string served = is_served() ? "  served at " + serving_->name() : std::string();
  return {.title = title_of(line_) + served,
          .findings = &findings_,
          .waiting = [this](std::string_view remote) { return waiting_for(remote); },
          .progress = progress(),
          .is_catching_up = is_catching_up_,
          .log_end = log_end_,
          .zone = zone_,
          .notices = notices_};
}

void Watch::draw() {
  if (!screen_) return;
  std::vector<std::string> lines =
      lines_of(page(), {.width = screen_->width(), .height = screen_->height(), .color = color_});
  if (!screen_->draw(lines)) is_leaving_ = true;
  drawn_at_ = Clock::now();
}

void Watch::catch_up() {
  bool is_more = true;
  while (is_more && take_signals()) {
    is_more = reading_.read(large_piece);
    tell_notices();
    tell_progress();
    if (Clock::now() - drawn_at_ > std::chrono::milliseconds(200)) draw();
  }
  if (is_leaving_) return;
  if (is_once_) reading_.finish_lines();
  is_catching_up_ = false;
  look();
}

void Watch::follow() {
  const Clock::duration pause =
      std::clamp<Clock::duration>(std::chrono::duration_cast<Clock::duration>(interval_ / 10),
                                  std::chrono::milliseconds(20), std::chrono::seconds(1));
  while (take_signals() && !reading_.is_useless()) {
    const bool is_more = reading_.read(small_piece);
    tell_notices();
    tell_progress();
    if (should_look()) look();
    if (Clock::now() - drawn_at_ > std::chrono::seconds(1)) draw();
    if (!is_more) wait(pause);
  }
}

int Watch::end() {
  if (!is_catching_up_ && reading_.bytes_read() != bytes_looked_at_) {
    reading_.finish_lines();
    look();
  }
  lines_ = std::max(lines_, analyzer_.reading().lines.lines());
  const bool is_useless = reading_.logs() == 0;
  if (has_page_ && is_once_) {
    LivePage told = page();
    for (const std::string& text :
         lines_of(told, {.width = output_width(), .height = 0, .color = color_})) {
      out_ << text << '\n';
    }
  } else if (has_page_) {
    screen_.reset();
    const std::size_t holding = findings_.held().size();
    out_ << "curfew: " << lines_ << " lines were read; "
         << (holding == 1 ? "1 finding holds" : std::to_string(holding) + " findings hold") << '\n';
  } else {
    out_ << last_json_line(progress(), findings_.held().size(), log_end_, zone_);
  }
  check_output();
  if (!is_useless) return done;
  return is_leaving_ ? done : nothing_usable;
}

int Watch::run() {
  signals_.emplace();
  serve();
  if (has_page_ && !is_once_) screen_.emplace();
  draw();
  catch_up();
  if (!is_once_) follow();
  return end();
}

}  // namespace

int run_watch(const CommandLine& line) {
  return Watch(line).run();
}

}  // namespace curfew::cli
