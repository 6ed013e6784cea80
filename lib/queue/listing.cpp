#include <algorithm>

#include "curfew/input.h"
#include "curfew/queue.h"
#include "queue/form.h"

namespace curfew {
namespace {

using queue::Form;

struct Known {
  bool (*begins)(std::string_view line) noexcept;
  std::unique_ptr<Form> (*make)(const QueueOptions& options);
};

constexpr Known forms[] = {
    {queue::begins_postqueue_json,
     [](const QueueOptions&) { return queue::make_postqueue_json(); }},
    {queue::begins_mailq, queue::make_mailq},
    {queue::begins_exim, queue::make_exim},
};

// A listing may stand behind a prompt or a blank line.
constexpr int lines_looked_at = 5;

const Known* form_of(std::string_view line) noexcept {
  const auto found =
      std::ranges::find_if(forms, [line](const Known& one) { return one.begins(line); });
  return found == std::end(forms) ? nullptr : &*found;
}

}  // namespace

bool is_queue_listing(std::string_view front) noexcept {
  for (int n = 0; n < lines_looked_at && !front.empty(); ++n) {
    const std::size_t end = front.find('\n');
    std::string_view line = front.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (form_of(line) != nullptr) return true;
    if (end == front.npos) break;
    front.remove_prefix(end + 1);
  }
  return false;
}

QueueListing read_queue(Source& source, const QueueOptions& options) {
  queue::Tally tally(options.catalogue);
  std::unique_ptr<Form> form;
  std::uint64_t unknown = 0;
  LineReader reader(source);
  for (Lines lines = reader.next(); !lines.empty(); lines = reader.next()) {
    for (const Line& line : lines) {
      if (form == nullptr) {
        if (const Known* const known = form_of(line.text)) form = known->make(options);
      }
      const bool taken = form != nullptr && form->take(line.text, tally);
      const bool says_nothing = line.text.empty() || line.text == "Mail queue is empty";
      unknown += taken || says_nothing ? 0U : 1U;
    }
  }
  if (form != nullptr) form->finish(tally);
  QueueListing listing = tally.finish();
  listing.unknown = unknown;
  if (form != nullptr) listing.form = form->name();
  return listing;
}

}  // namespace curfew
