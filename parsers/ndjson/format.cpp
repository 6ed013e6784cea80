#include <algorithm>

#include "ndjson/contact_lines.h"
#include "ndjson/members.h"
#include "ndjson/ndjson.h"
#include "text/state.h"

namespace curfew::ndjson {
namespace {

bool is_inbound(EventKind kind) noexcept {
  return kind == EventKind::rejection || kind == EventKind::notice || kind == EventKind::connection;
}

class NdjsonParser final : public Parser {
 public:
  explicit NdjsonParser(const ClockHints& hints) : Parser(hints) {}

  void parse(Lines lines, Events& events) override {
    for (const Line& line : lines) count_as(read(line, events), line);
  }
  std::unique_ptr<Parser> copy() const override { return std::make_unique<NdjsonParser>(*this); }
  bool keep(std::string& state) const override { return keep_with(text::state_of(*this), state); }
  void restore(std::string_view state) override { text::restore(*this, restore_base(state)); }
  template <class Archive>
  void each_field(Archive& archive) {
    archive(contacts_, servers_);
  }
  std::vector<std::string> servers() const override { return servers_; }

 private:
  LineUse read(const Line& line, Events& events) {
    if (line.text.empty()) return LineUse::ignored;
    Event event;
    Origin origin;
    if (!read_event(line.text, events, event, origin)) return LineUse::unknown;
    if (is_inbound(event.kind) && !reads_inbound) return LineUse::ignored;
    event.time = clock_.at(origin.stamp());
    event.line = line.number;
    // What repeats a line that is not here repeats it all the same.
    if (origin.repeats != 0) {
      const std::uint64_t known = contacts_.find(origin.repeats);
      event.repeats = known != 0 ? known : line.number;
    }
    if (event.kind == EventKind::attempt || event.kind == EventKind::session) {
      contacts_.add(origin.line, line.number);
    }
    note_server(origin.format);
    events.add() = event;
    return is_inbound(event.kind) ? reported_as_inbound(LineUse::ignored) : LineUse::reported;
  }

  // A few short names: more than there are formats is nobody's list of events.
  void note_server(std::string_view format) {
    constexpr std::size_t most = 32;
    constexpr std::size_t longest = 64;
    const auto place = std::ranges::lower_bound(servers_, format);
    if (place != servers_.end() && *place == format) return;
    if (format.empty() || format.size() > longest || servers_.size() == most) return;
    servers_.emplace(place, format);
  }

  ContactLines contacts_;
  std::vector<std::string> servers_;  // sorted
};

class NdjsonFormat final : public Format {
 public:
  std::string_view name() const noexcept override { return "ndjson"; }
  std::string_view title() const noexcept override { return "Events"; }

  std::size_t recognize(Lines lines) const override {
    Events events;
    return static_cast<std::size_t>(std::ranges::count_if(lines, [&events](const Line& line) {
      Event event;
      Origin origin;
      const bool is_event = read_event(line.text, events, event, origin);
      events.clear();
      return is_event;
    }));
  }

  std::unique_ptr<Parser> make(const ClockHints& hints) const override {
    return std::make_unique<NdjsonParser>(hints);
  }

  bool has_stamps() const noexcept override { return true; }
  bool stamp(std::string_view line, Stamp& stamp) const override { return read_stamp(line, stamp); }
};

}  // namespace

std::shared_ptr<const Format> format() {
  return std::make_shared<NdjsonFormat>();
}

}  // namespace curfew::ndjson
