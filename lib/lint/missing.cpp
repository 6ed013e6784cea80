#include "lint/missing.h"

#include "text/grouped.h"

namespace curfew::lint {
namespace {

// A delivery over the network whose line was written whole.
bool is_contact(const Event& event) noexcept {
  return event.kind == EventKind::attempt && event.contacted == Contacted::yes && !event.cut &&
         !is_local(event);
}

bool could_have(const OptionalField& field, const Event& event) noexcept {
  return is_contact(event) && (!field.of_deliveries || event.outcome == Outcome::delivered);
}

bool has(LoggedPart part, const Event& event) noexcept {
  switch (part) {
    case LoggedPart::remote_port:
      return event.remote_port != 0;
    case LoggedPart::duration:
      return event.duration.count() >= 0;
    case LoggedPart::delay:
      return event.delay.count() >= 0;
    case LoggedPart::sender:
      return !event.sender.empty();
    case LoggedPart::reply:
      return !event.reply.text.empty() || event.reply.code != 0;
    case LoggedPart::enhanced_code:
      return static_cast<bool>(event.enhanced_code);
  }
  return true;
}

}  // namespace

void Missing::read(const Format& format, const Events& events) {
  const auto [place, is_new] = seen_.try_emplace(format.name());
  std::vector<Seen>& fields = place->second;
  if (const ServerKnowledge* const server = format.server(); is_new && server != nullptr) {
    for (const OptionalField& field : server->optional_fields()) fields.push_back({.field = field});
  }
  for (const Event& event : events) {
    if (event.cut) ++cut_[format.name()];
    for (Seen& seen : fields) {
      if (!could_have(seen.field, event)) continue;
      ++seen.could_have;
      if (has(seen.field.part, event)) ++seen.have;
    }
  }
}

std::vector<LintMissing> Missing::found(const Formats& formats) const {
  std::vector<LintMissing> found;
  for (const std::shared_ptr<const Format>& format : formats.all()) {
    const auto fields = seen_.find(format->name());
    if (fields == seen_.end()) continue;
    for (const Seen& seen : fields->second) {
      if (seen.could_have == 0 || seen.have != 0) continue;
      found.push_back({.format = std::string(format->name()),
                       .key = std::string(seen.field.key),
                       .text = std::string(seen.field.text)});
    }
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
