#include "lint/missing.h"

#include "text/grouped.h"

namespace curfew::lint {
namespace {

// A delivery over the network whose line was written whole.
bool is_contact(const Event& event) noexcept {
  return event.kind == EventKind::attempt && event.contacted == Contacted::yes && !event.cut &&
         !is_local(event);
}
bool is_delivery(const Event& event) noexcept {
  return is_contact(event) && event.outcome == Outcome::delivered;
}

struct Part {
  std::string_view format;
  const char* key;
  bool (*could_have)(const Event& event) noexcept;
  bool (*has)(const Event& event) noexcept;
  const char* text;
};

bool has_port(const Event& event) noexcept {
  return event.remote_port != 0;
}
bool has_duration(const Event& event) noexcept {
  return event.duration.count() >= 0;
}
bool has_delay(const Event& event) noexcept {
  return event.delay.count() >= 0;
}
bool has_sender(const Event& event) noexcept {
  return !event.sender.empty();
}
bool has_reply(const Event& event) noexcept {
  return !event.reply.text.empty() || event.reply.code != 0;
}
bool has_enhanced_code(const Event& event) noexcept {
  return static_cast<bool>(event.enhanced_code);
}

constexpr std::array<Part, Missing::parts> log_parts = {{
    {"postfix", "postfix_delay", is_contact, has_delay,
     "lines have no delay=: how long messages waited is known only where their arrival stands in "
     "the log."},
    {"postfix", "postfix_delays", is_contact, has_duration,
     "lines have no delays= (Postfix before 2.3, or a filter in front of the log): how long "
     "remotes "
     "took cannot be seen."},
    {"postfix", "postfix_dsn", is_contact, has_enhanced_code,
     "lines have no dsn= (Postfix before 2.3, or a filter in front of the log): refusals without "
     "an "
     "enhanced code of the remote's are told apart by their text alone."},
    {"exim", "exim_outgoing_port", is_contact, has_port,
     "log_selector has no +outgoing_port: deliveries to other ports than 25 look like the rest."},
    {"exim", "exim_deliver_time", is_delivery, has_duration,
     "log_selector has no +deliver_time: how long remotes took cannot be seen."},
    {"exim", "exim_queue_time", is_delivery, has_delay,
     "log_selector has no +queue_time: how long messages waited is known only where their arrival "
     "stands in the log."},
    {"exim", "exim_smtp_confirmation", is_delivery, has_reply,
     "log_selector has no +smtp_confirmation: what remotes said when they took a message cannot be "
     "seen."},
    {"exim", "exim_sender_on_delivery", is_contact, has_sender,
     "log_selector has no +sender_on_delivery: the sender is known only where the arrival stands "
     "in "
     "the log."},
}};

}  // namespace

void Missing::read(std::string_view format, const Events& events) {
  for (const Event& event : events) {
    if (event.cut) ++cut_[format];
    for (std::size_t i = 0; i < log_parts.size(); ++i) {
      const Part& part = log_parts[i];
      if (part.format != format || !part.could_have(event)) continue;
      ++seen_[i].could_have;
      if (part.has(event)) ++seen_[i].have;
    }
  }
}

std::vector<LintMissing> Missing::found() const {
  std::vector<LintMissing> found;
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    if (seen_[i].could_have == 0 || seen_[i].have != 0) continue;
    const Part& part = log_parts[i];
    found.push_back({.format = std::string(part.format), .key = part.key, .text = part.text});
  }
  for (const auto& [format, lines] : cut_) {
    found.push_back({.format = std::string(format),
                     .key = "cut_lines",
                     .text = text::grouped(lines) + (lines == 1 ? " line was" : " lines were") +
                             " cut by what wrote the log: the ends of replies are missing."});
  }
  return found;
}

}  // namespace curfew::lint
