#include "analysis/head.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "curfew/error.h"
#include "curfew/queue.h"
#include "time/clock_learner.h"

namespace curfew::analysis {
namespace {

// The front from memory, then the source itself.
class Replay final : public Source {
 public:
  Replay(std::string_view front, Source& rest, std::exception_ptr failure)
      : front_(front), rest_(rest), failure_(std::move(failure)) {}

  std::size_t read(std::span<char> room) override {
    if (front_.empty() && failure_ != nullptr) std::rethrow_exception(failure_);
    if (front_.empty()) return rest_.read(room);
    const std::size_t n = std::min(room.size(), front_.size());
    std::memcpy(room.data(), front_.data(), n);
    front_.remove_prefix(n);
    return n;
  }
  const std::string& name() const noexcept override { return rest_.name(); }
  std::optional<Instant> modified() const override { return rest_.modified(); }
  bool is_over() const noexcept override { return rest_.is_over(); }

 private:
  std::string_view front_;
  Source& rest_;
  std::exception_ptr failure_;
};

}  // namespace

Head::Head(Source& source, const parse::StampedTags& tags) : source_(source) {
  text_.resize(size);
  std::size_t used = 0;
  try {
    while (used < size) {
      const std::size_t got = source.read(std::span(text_.data() + used, size - used));
      if (got == 0) break;
      used += got;
    }
  } catch (const Error&) {
    if (used == 0) throw;
    failure_ = std::current_exception();
  }
  text_.resize(used);
  wrapping_ = find_wrapping(tags);
}

void Head::check() const {
  if (failure_ != nullptr) std::rethrow_exception(failure_);
}

Wrapping Head::find_wrapping(const parse::StampedTags& tags) const {
  if (parse::is_glued(text_)) return {.envelopes = {}, .glued = true, .stamped_tags = tags};
  constexpr std::size_t most_envelopes = 3;
  Wrapping wrapping{.envelopes = {}, .glued = false, .stamped_tags = tags};
  while (wrapping.envelopes.size() < most_envelopes) {
    const std::unique_ptr<Source> front = text_source(source_.name(), text_);
    OpenedLog log(*front, wrapping, size);
    const parse::EnvelopeForm* const form = parse::recognize_envelope(log.next(), tags);
    // A second time the same would be what the first left as it is.
    const bool again = !wrapping.envelopes.empty() && wrapping.envelopes.back() == form;
    if (form == nullptr || (again && form->among_bare_lines)) break;
    wrapping.envelopes.push_back(form);
  }
  return wrapping;
}

const Format* Head::recognize(const Formats& formats) const {
  const std::unique_ptr<Source> front = text_source(source_.name(), text_);
  OpenedLog log(*front, wrapping_, size);
  return formats.recognize(log.next());
}

std::optional<SeenOffset> Head::offset(const Format& format) const {
  constexpr std::size_t enough = 2000;
  const bool own = std::ranges::all_of(wrapping_.envelopes, &parse::EnvelopeForm::keeps_stamps);
  if (!format.has_stamps() || !own) return std::nullopt;
  const std::unique_ptr<Source> front = text_source(source_.name(), text_);
  OpenedLog log(*front, wrapping_, size);
  const Lines lines = log.next();
  std::optional<SeenOffset> newest;
  Stamp stamp;
  for (const Line& line : lines.first(std::min(lines.size(), enough))) {
    if (!format.stamp(line.text, stamp)) continue;
    if (!stamp.offset) return std::nullopt;
    newest = {.offset = *stamp.offset,
              .at = Instant(stamp.wall.time_since_epoch() - *stamp.offset)};
  }
  return newest;
}

const KnownServers::Server* Head::other_server(const Formats& formats) const {
  const std::unique_ptr<Source> front = text_source(source_.name(), text_);
  OpenedLog log(*front, wrapping_, size);
  return parse::main_other_server(log.next(), formats.known_servers());
}

HeadRemark Head::remark(const Formats& formats) const {
  const std::unique_ptr<Source> front = text_source(source_.name(), text_);
  if (is_queue_listing(text_, formats)) {
    std::string commands;
    for (const QueueForm* const form : queue_forms(formats)) {
      commands += commands.empty() ? "" : ", ";
      commands += form->name();
    }
    return {.text = "It lists what waits in a queue (" + commands + ").",
            .hint = Hint::queue_listing};
  }
  OpenedLog log(*front, wrapping_, size);
  return {.text = std::string(parse::missing_clock(log.next()))};
}

void Head::show(LogObserver& observer, const std::string& name) const {
  const std::unique_ptr<Source> front = text_source(name, text_);
  OpenedLog log(*front, wrapping_, size);
  observer.unrecognized(name, log.next());
}

ClockHints Head::learn(const Format& format, ClockHints hints, const TimeZone& system) const {
  ClockLearner learner;
  const std::unique_ptr<Source> front = text_source(source_.name(), text_);
  OpenedLog log(*front, wrapping_, size);
  for (Lines lines = log.next(); !lines.empty(); lines = log.next()) {
    for (const Line& line : lines) {
      if (const std::optional<ClockAnchor> anchor = format.anchor(line.text)) learner.add(*anchor);
    }
  }
  return learner.learn(hints, system);
}

std::unique_ptr<Source> Head::whole() const {
  return std::make_unique<Replay>(text_, source_, failure_);
}

}  // namespace curfew::analysis
