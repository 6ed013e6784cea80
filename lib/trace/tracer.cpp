#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "curfew/trace.h"
#include "curfew/version.h"
#include "trace/history.h"
#include "trace/joined.h"

namespace curfew {
namespace {

using trace::Life;

// Lines of two logs of one server may have the same number.
std::string key_of(const Event& event) {
  std::string key = std::to_string(event.line);
  for (const std::string_view part : {event.log_host, event.queue_id, event.recipient}) {
    key += '\0';
    key += part;
  }
  return key;
}

// Since the recipient's last try, else since the arrival.
void set_waits(Trace& story) {
  std::map<std::pair<std::size_t, std::string_view>, Instant> last;
  for (TraceStep& step : story.steps) {
    if (step.kind != EventKind::attempt) continue;
    const auto key = std::pair(step.hop, std::string_view(step.recipient));
    const auto known = last.find(key);
    const std::optional<Instant> since =
        known != last.end() ? std::optional(known->second) : story.hops[step.hop].arrived;
    if (since) step.wait = std::max(Milliseconds(0), step.time - *since);
    if (step.contacted != Contacted::no) last[key] = step.time;
  }
}

Trace story_of(const std::vector<const Life*>& lives, trace::Group group,
               const trace::Joined& joined, const trace::History& history) {
  std::ranges::stable_sort(group, {}, [&](std::size_t i) { return lives[i]->first; });
  Trace story;
  for (const std::size_t i : group) {
    const Life& life = *lives[i];
    const std::size_t hop = story.hops.size();
    story.hops.push_back(life.hop);
    for (const std::size_t next : joined.next[i]) {
      const auto at = std::ranges::find(group, next);
      if (at == group.end()) continue;
      story.hops.back().next.push_back(static_cast<std::size_t>(at - group.begin()));
    }
    story.steps_left_out += life.left_out;
    for (const trace::Moment& moment : life.moments()) {
      TraceStep step = life.step(moment);
      step.hop = hop;
      step.source = history.source(moment.source);
      story.steps.push_back(std::move(step));
    }
  }
  std::ranges::stable_sort(story.steps, [](const TraceStep& a, const TraceStep& b) {
    return std::tie(a.time, a.source, a.line) < std::tie(b.time, b.source, b.line);
  });
  set_waits(story);
  return story;
}

}  // namespace

Instant Trace::to() const noexcept {
  Instant last = steps.front().time;
  for (const TraceStep& step : steps) last = std::max(last, step.until);
  return last;
}

struct Tracer::State {
  explicit State(TraceOptions chosen)
      : options(std::move(chosen)), history(options.query, options.memory) {}

  TraceOptions options;
  trace::History history;
  std::map<std::string, trace::Counted> counted;  // of the refusals of a batch, by key_of()
  bool was_told = false;                          // of the events of the batch
};

Tracer::Tracer(TraceOptions options) : state_(std::make_unique<State>(std::move(options))) {}
Tracer::~Tracer() = default;
Tracer::Tracer(Tracer&&) noexcept = default;
Tracer& Tracer::operator=(Tracer&&) noexcept = default;

void Tracer::add(const Attempt& attempt) {
  if (std::exchange(state_->was_told, false)) state_->counted.clear();
  if (attempt.code.empty() || attempt.event.queue_id.empty()) return;
  state_->counted[key_of(attempt.event)] = {.remote = std::string(attempt.remote),
                                            .code = std::string(attempt.code)};
}

void Tracer::add(std::string_view format, std::string_view source, const Events& events) {
  static const trace::Counted nothing;
  state_->was_told = true;
  for (const Event& event : events) {
    const bool known = event.kind == EventKind::attempt && !state_->counted.empty();
    const auto counted = known ? state_->counted.find(key_of(event)) : state_->counted.end();
    state_->history.add(format, source, event,
                        counted == state_->counted.end() ? nothing : counted->second);
  }
}

Traces Tracer::finish(const Period& period) const {
  const trace::History& history = state_->history;
  const std::vector<const Life*> lives = history.lives();
  const trace::Joined joined = trace::join(lives);
  Traces traces;
  traces.version = CURFEW_VERSION;
  traces.query = state_->options.query;
  traces.forgotten = history.forgotten();
  traces.left_out = history.left_out();
  std::vector<std::pair<Instant, const trace::Group*>> chosen;
  for (const trace::Group& group : joined.groups) {
    const auto any = [&](auto is) {
      return std::ranges::any_of(group, [&](std::size_t i) { return is(*lives[i]); });
    };
    if (!any([](const Life& life) { return life.matched; })) continue;
    if (!any([&](const Life& life) { return life.happened_in(period); })) continue;
    Instant first = Instant::max();
    for (const std::size_t i : group) first = std::min(first, lives[i]->first);
    chosen.emplace_back(first, &group);
  }
  std::ranges::stable_sort(chosen, {}, &std::pair<Instant, const trace::Group*>::first);
  const std::size_t told = std::min(chosen.size(), state_->options.most);
  for (std::size_t i = 0; i < told; ++i) {
    traces.messages.push_back(story_of(lives, *chosen[i].second, joined, history));
  }
  traces.left_out += chosen.size() - told;
  return traces;
}

}  // namespace curfew
