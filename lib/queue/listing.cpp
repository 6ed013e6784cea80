#include <algorithm>
#include <iterator>

#include "curfew/input.h"
#include "curfew/queue.h"
#include "curfew/server.h"
#include "queue/tally.h"

namespace curfew {
namespace {

using Forms = std::vector<const QueueForm*>;

// A listing may stand behind a prompt or a blank line.
constexpr int lines_looked_at = 5;

const QueueForm* form_of(std::string_view line, const Forms& forms) noexcept {
  const auto found =
      std::ranges::find_if(forms, [line](const QueueForm* const one) { return one->begins(line); });
  return found == forms.end() ? nullptr : *found;
}

}  // namespace

std::vector<const QueueForm*> queue_forms(const Formats& formats) {
  Forms forms;
  for (const std::shared_ptr<const Format>& format : formats.all()) {
    const ServerKnowledge* const server = format->server();
    if (server != nullptr) std::ranges::move(server->queue_forms(), std::back_inserter(forms));
  }
  return forms;
}

bool is_queue_listing(std::string_view front, const Formats& formats) {
  const Forms forms = queue_forms(formats);
  for (int n = 0; n < lines_looked_at && !front.empty(); ++n) {
    const std::size_t end = front.find('\n');
    std::string_view line = front.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (form_of(line, forms) != nullptr) return true;
    if (end == front.npos) break;
    front.remove_prefix(end + 1);
  }
  return false;
}

QueueListing read_queue(Source& source, const QueueOptions& options) {
  queue::Tally tally(options.catalogue);
  const Forms forms = queue_forms(options.formats);
  const QueueForm* form = nullptr;
  std::unique_ptr<QueueReader> messages_in;
  std::vector<QueuedMessage> messages;
  const auto add_messages = [&] {
    for (const QueuedMessage& message : messages) tally.add(message);
    messages.clear();
  };
  std::uint64_t unknown = 0;
  LineReader reader(source);
  for (Lines lines = reader.next(); !lines.empty(); lines = reader.next()) {
    for (const Line& line : lines) {
      if (form == nullptr && (form = form_of(line.text, forms)) != nullptr) {
        messages_in = form->make(options);
      }
      const bool taken = form != nullptr && messages_in->take(line.text, messages);
      add_messages();
      const bool says_nothing = line.text.empty() || line.text == "Mail queue is empty";
      unknown += taken || says_nothing ? 0U : 1U;
    }
  }
  if (form != nullptr) messages_in->finish(messages);
  add_messages();
  QueueListing listing = tally.finish();
  listing.unknown = unknown;
  if (form != nullptr) listing.form = form->name();
  return listing;
}

}  // namespace curfew
