#include "analysis/head.h"

#include <algorithm>
#include <utility>

#include "curfew/error.h"
#include "curfew/queue.h"
#include "time/clock_learner.h"

namespace curfew::analysis {
namespace {

// The rest of a source, which may have failed behind its front.
class Rest final : public Source {
 public:
  Rest(Source& source, std::exception_ptr failure)
      : source_(source), failure_(std::move(failure)) {}

  std::size_t read(std::span<char> room) override {
    if (failure_ != nullptr) std::rethrow_exception(failure_);
    return source_.read(room);
  }
  const std::string& name() const noexcept override { return source_.name(); }
  std::optional<Instant> modified() const override { return source_.modified(); }
  bool is_over() const noexcept override { return source_.is_over(); }

 private:
  Source& source_;
  std::exception_ptr failure_;
};

}  // namespace

// Not set to zero: of a short log little memory is touched.
Head::Head(Source& source, const parse::StampedTags& tags)
    : source_(source),
      front_{.bytes = std::make_shared_for_overwrite<char[]>(size)},
      nothing_(text_source(source.name(), {})) {
  std::size_t& used = front_.size;
  try {
    while (used < size) {
      const std::size_t got = source.read(std::span(front_.bytes.get() + used, size - used));
      if (got == 0) break;
      used += got;
    }
  } catch (const Error&) {
    if (used == 0) throw;
    failure_ = std::current_exception();
  }
  find_wrapping(tags);
}

void Head::check() const {
  if (failure_ != nullptr) std::rethrow_exception(failure_);
}

// The lines and events of so much stay in a core's cache.
OpenedLog Head::open() const {
  constexpr std::size_t batch = 64 * 1024;
  return OpenedLog(front_, *nothing_, wrapping_, batch);
}

void Head::find_wrapping(const parse::StampedTags& tags) {
  constexpr std::size_t most_envelopes = 3;
  wrapping_ = {.envelopes = {}, .glued = parse::is_glued(front()), .stamped_tags = tags};
  std::vector<const parse::EnvelopeForm*>& found = wrapping_.envelopes;
  for (;;) {
    log_ = std::make_unique<OpenedLog>(front_, *nothing_, wrapping_, size);
    lines_ = log_->next();
    if (wrapping_.glued || found.size() == most_envelopes) return;
    const parse::EnvelopeForm* const form = parse::recognize_envelope(lines_, tags);
    // A second time the same would be what the first left as it is.
    const bool again = !found.empty() && found.back() == form;
    if (form == nullptr || (again && form->among_bare_lines)) return;
    found.push_back(form);
  }
}

const Format* Head::recognize(const Formats& formats) const {
  return formats.recognize(lines_);
}

std::optional<SeenOffset> Head::offset(const Format& format) const {
  constexpr std::size_t enough = 2000;
  const bool own = std::ranges::all_of(wrapping_.envelopes, &parse::EnvelopeForm::keeps_stamps);
  if (!format.has_stamps() || !own) return std::nullopt;
  std::optional<SeenOffset> newest;
  Stamp stamp;
  for (const Line& line : lines_.first(std::min(lines_.size(), enough))) {
    if (!format.stamp(line.text, stamp)) continue;
    if (!stamp.offset) return std::nullopt;
    newest = {.offset = *stamp.offset,
              .at = Instant(stamp.wall.time_since_epoch() - *stamp.offset)};
  }
  return newest;
}

const KnownServers::Server* Head::other_server(const Formats& formats) const {
  return parse::main_other_server(lines_, formats.known_servers());
}

HeadRemark Head::remark(const Formats& formats) const {
  if (is_queue_listing(front(), formats)) {
    std::string commands;
    for (const QueueForm* const form : queue_forms(formats)) {
      commands += commands.empty() ? "" : ", ";
      commands += form->name();
    }
    return {.text = "It lists what waits in a queue (" + commands + ").",
            .hint = Hint::queue_listing};
  }
  return {.text = std::string(parse::missing_clock(lines_))};
}

void Head::show(LogObserver& observer, const std::string& name) const {
  observer.unrecognized(name, lines_);
}

ClockHints Head::learn(const Format& format, ClockHints hints, const TimeZone& system) const {
  ClockLearner learner;
  OpenedLog log = open();
  for (Lines lines = log.next(); !lines.empty(); lines = log.next()) {
    for (const Line& line : lines) {
      if (const std::optional<ClockAnchor> anchor = format.anchor(line.text)) learner.add(*anchor);
    }
  }
  return learner.learn(std::move(hints), system);
}

std::unique_ptr<Source> Head::rest() const {
  return std::make_unique<Rest>(source_, failure_);
}

}  // namespace curfew::analysis
