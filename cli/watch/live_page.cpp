#include "watch/live_page.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "watch/shown_text.h"

namespace curfew::cli {
namespace {

constexpr std::string_view strong = "1";
constexpr std::string_view quiet = "2";
constexpr std::string_view refused = "31";
constexpr std::string_view attention = "33";

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::array units{"bytes", "kB", "MB", "GB", "TB"};
  auto amount = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; amount >= 1000 && unit + 1 < units.size(); ++unit) amount /= 1000;
  if (unit == 0) return std::to_string(bytes) + " bytes";
  const auto tenths = static_cast<std::uint64_t>(amount * 10);
  return grouped(tenths / 10) + '.' + std::to_string(tenths % 10) + ' ' + units[unit];
}

class Lines {
 public:
  Lines(const LivePage& page, const PageSize& size) : page_(page), size_(size) {}

  std::vector<std::string> made() {
    add_front();
    add_findings();
    if (!page_.notices.empty()) add_notices();
    add_lately();
    return std::move(lines_);
  }

 private:
  void add(std::string_view text, std::string_view style = {}) {
    std::string line = shown(text, size_.width);
    if (size_.color && !style.empty()) {
      line = "\x1b[" + std::string(style) + 'm' + line + "\x1b[0m";
    }
    lines_.push_back(std::move(line));
  }
  std::size_t rows_left() const {
    if (size_.height == 0) return 1000;
    return size_.height > lines_.size() ? size_.height - lines_.size() : 0;
  }
  std::string at(Instant moment) const { return wall_minutes(moment, page_.zone); }
  // Of the day on which the log ends, the time of day is enough.
  std::string soon(Instant moment) const {
    std::string text = at(moment);
    const bool same_day = page_.log_end && at(*page_.log_end).substr(0, 10) == text.substr(0, 10);
    return same_day ? text.substr(11) : text.substr(5);
  }

  void add_front() {
    add("curfew watch  " + page_.title, strong);
    const WatchProgress& progress = page_.progress;
    std::string read = grouped(progress.lines) + " lines, " + size_text(progress.bytes) + " of " +
                       (progress.logs == 1 ? "1 log" : grouped(progress.logs) + " logs") +
                       " were read";
    if (progress.behind != 0) {
      read += "; " + size_text(progress.behind) + " are still to be read";
    } else if (!page_.is_catching_up) {
      read += "; nothing is left to be read";
    }
    add(read, progress.behind != 0 ? attention : quiet);
    if (page_.log_end) {
      add("the newest line that counts is of " + at(*page_.log_end) + " (" + page_.zone.name() +
              ")",
          quiet);
    }
    add("");
  }

  void add_findings() {
    if (page_.is_catching_up) {
      add("Reading what is there. What holds is told when all of it was read.");
      return;
    }
    std::vector<const HeldFinding*> rows;
    for (const HeldFinding& one : page_.findings->held()) rows.push_back(&one);
    std::ranges::stable_sort(rows, {}, [](const HeldFinding* one) {
      return std::pair(one->state != FindingState::closed, one->attention != Attention::act);
    });
    if (rows.empty()) {
      add("No remote refuses our mail by a rule that shows.");
      return;
    }
    add(row("", "REMOTE", "CODE", "SINCE", "WAITING", "NEXT"), quiet);
    // The changes below have a share of the page.
    std::size_t left = rows_left() > 12 ? (rows_left() - 6) / 2 : rows_left() / 2;
    std::size_t told = 0;
    for (const HeldFinding* const one : rows) {
      if (left-- == 0) break;
      add_finding(*one);
      ++told;
    }
    if (told < rows.size()) add("  and " + grouped(rows.size() - told) + " others", quiet);
  }

  // Where there is no room for all, the sentence below says the rest.
  std::string row(std::string_view state, std::string_view remote, std::string_view code,
                  std::string_view since, std::string_view waiting, std::string_view next) const {
    constexpr std::size_t state_width = 9;
    constexpr std::size_t since_width = 11;
    constexpr std::size_t end_width = 8 + 18;
    const std::string front = cell(state, state_width);
    const std::string end = cell(waiting, 8) + std::string(next);
    if (size_.width < 80) {
      const std::size_t least = 12;
      const std::size_t fixed = state_width + end_width;
      return front + cell(remote, std::max(least, size_.width - std::min(size_.width, fixed)) - 1) +
             ' ' + end;
    }
    const std::size_t words = size_.width - state_width - since_width - end_width;
    const std::size_t half = words / 2;
    return front + cell(remote, half - 1) + ' ' + cell(code, words - half - 1) + ' ' +
           cell(since, since_width) + end;
  }

  void add_finding(const HeldFinding& one) {
    const std::optional<std::uint64_t> waiting = page_.waiting(one.whole_remote);
    std::string next;
    if (one.opens) next = "opens " + soon(*one.opens);
    if (one.closes) next = "closes " + soon(*one.closes);
    const std::string state = one.state == FindingState::closed ? "REFUSES"
                              : one.state == FindingState::open ? "takes"
                                                                : "limits";
    add(row(state, one.remote, one.code, one.since ? at(*one.since).substr(0, 10) : "",
            waiting ? grouped(*waiting) : "?", next),
        one.state == FindingState::closed ? refused : std::string_view());
    add("         " + one.sentence, quiet);
  }

  void add_notices() {
    add("");
    const std::size_t most = 3;
    const std::size_t begin = page_.notices.size() > most ? page_.notices.size() - most : 0;
    for (std::size_t i = begin; i < page_.notices.size(); ++i)
      add("! " + page_.notices[i], attention);
  }

  void add_lately() {
    const auto& lately = page_.findings->lately();
    if (lately.empty() || rows_left() < 4) return;
    add("");
    add("Lately", strong);
    std::size_t left = std::min<std::size_t>(rows_left(), size_.height == 0 ? 20 : size_.height);
    for (auto change = lately.rbegin(); change != lately.rend() && left != 0; ++change, --left) {
      add(at(change->time) + "  " + words_of(*change));
    }
  }

  static std::string words_of(const FindingChange& change) {
    const HeldFinding& one = change.finding;
    const std::string whose = one.remote + (one.code.empty() ? "" : ", " + one.code);
    switch (change.event) {
      case FindingEvent::stands:
      case FindingEvent::begins:
        return "begins  " + one.sentence;
      case FindingEvent::ends:
        return (change.became.empty() ? "ends    " : "is now told otherwise: ") + whose;
      case FindingEvent::changes:
        break;
    }
    if (one.state == FindingState::open) return "opens   " + whose;
    if (one.state == FindingState::closed) return "closes  " + whose;
    return "changes " + whose;
  }

  const LivePage& page_;
  const PageSize& size_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> lines_of(const LivePage& page, const PageSize& size) {
  return Lines(page, size).made();
}

}  // namespace curfew::cli
