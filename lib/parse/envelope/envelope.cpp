#include "parse/envelope/envelope.h"

#include <algorithm>

#include "parse/envelope/containers.h"
#include "parse/envelope/csv_records.h"
#include "parse/envelope/journal_records.h"
#include "parse/envelope/journal_stamps.h"
#include "parse/envelope/json_records.h"
#include "parse/envelope/loose_lines.h"
#include "parse/syslog_head.h"
#include "text/cursor.h"

namespace curfew::parse {
namespace {

const EnvelopeForm* const forms[] = {&json_lines,      &json_pretty,    &journal_export,
                                     &journal_verbose, &journal_stamps, &containers,
                                     &csv_records,     &loose_lines};

// "[ 1701.602972] "
bool has_monotonic_stamp(std::string_view line) noexcept {
  text::Cursor cursor(line);
  if (!cursor.skip('[')) return false;
  cursor.skip_blanks();
  const std::string_view seconds = cursor.take_while(text::is_digit);
  if (seconds.empty() || !cursor.skip('.')) return false;
  const std::string_view fraction = cursor.take_while(text::is_digit);
  return !fraction.empty() && cursor.skip("] ");
}

// What became of a recipient, with nothing in front of it.
bool is_bare_message(std::string_view line) noexcept {
  SyslogHead head;
  text::Cursor cursor(line);
  std::string_view before;
  return cursor.take_until(": to=<", before) && before.find(' ') == std::string_view::npos &&
         cursor.take_until(", relay=", before) && cursor.take_until(", status=", before) &&
         !read_syslog_head(line, head);
}

}  // namespace

Lines Envelope::open(Lines lines) {
  out_.clear();
  for (const Line& line : lines) take(line, out_);
  count_.taken += lines.size();
  return give();
}

Lines Envelope::finish() {
  out_.clear();
  flush(out_);
  return give();
}

Lines Envelope::give() {
  count_.given += out_.size();
  return out_.lines();
}

std::span<const EnvelopeForm* const> envelope_forms() noexcept {
  return forms;
}

const EnvelopeForm* recognize_envelope(Lines head, const StampedTags& tags) {
  constexpr std::size_t enough = 2000;
  constexpr std::size_t few = 200;
  const Lines sample = head.first(std::min(head.size(), enough));
  const auto blank = static_cast<std::size_t>(
      std::ranges::count_if(sample, [](const Line& line) { return line.text.empty(); }));
  const std::size_t filled = sample.size() - blank;
  const EnvelopeForm* best = nullptr;
  std::size_t most = 0;
  for (const EnvelopeForm* const form : forms) {
    if (form->among_bare_lines && 2 * most >= filled && best != nullptr) break;
    const std::size_t count = form->recognize(sample, tags);
    const bool enough_of_it = (form->among_bare_lines ? few : 2) * count >= filled;
    if (count > most && enough_of_it) {
      most = count;
      best = form;
    }
  }
  return best;
}

std::string_view missing_clock(Lines head) {
  const auto count = [head](bool (*is)(std::string_view) noexcept) {
    return static_cast<std::size_t>(std::ranges::count_if(head, is, &Line::text));
  };
  if (2 * count(has_monotonic_stamp) > head.size()) {
    return "Its stamps count the seconds since the machine started, which is no time of day; "
           "journalctl -o short-iso (not short-monotonic) writes a log that can be read.";
  }
  if (count(is_bare_message) != 0) {
    return "Its lines have no time stamps; journalctl -o short-iso (not cat) writes a log that "
           "can be read.";
  }
  return {};
}

}  // namespace curfew::parse
