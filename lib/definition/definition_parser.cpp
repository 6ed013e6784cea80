#include "definition/definition_parser.h"

#include <algorithm>
#include <utility>

#include "definition/event_filler.h"
#include "text/grouped.h"
#include "text/state.h"

namespace curfew::definition {
namespace {

constexpr std::size_t most_recipients = 1000;  // of one line

}  // namespace

std::string_view front_of(const Plan& plan, std::string_view line) noexcept {
  const bool records = std::ranges::any_of(plan.heads, [](const Head& head) {
    return head.kind == Head::Kind::json || head.kind == Head::Kind::csv;
  });
  return records ? line : line.substr(0, longest_text);
}

DefinitionParser::DefinitionParser(std::shared_ptr<const Plan> plan, const ClockHints& hints,
                                   std::function<void(std::size_t)> on_rule)
    : Parser(hints),
      plan_(std::move(plan)),
      on_rule_(std::move(on_rule)),
      head_(*plan_),
      others_(plan_->name) {
  for (const TableForm& form : plan_->tables) tables_.emplace_back(form);
  if (plan_->transcript) transcripts_.emplace(*plan_);
}

bool DefinitionParser::keep(std::string& state) const {
  return keep_with(text::state_of(*this), state);
}

void DefinitionParser::restore(std::string_view state) {
  text::restore(*this, restore_base(state));
  others_.know(known_servers);
}

void DefinitionParser::parse(Lines lines, Events& events) {
  others_.know(known_servers);
  for (const Line& line : lines) count_as(read(line, events), line);
}

// A line without a clock stands at the time of the one before; in a log that has none at all the
// youngest moment it can hold is all that is known.
Instant DefinitionParser::time_of_line() {
  if (head_.has_stamp()) {
    any_stamp_ = true;
    return last_ = clock_.at(head_.stamp());
  }
  if (any_stamp_) return last_;
  const Instant newest = clock_.hints().newest;
  return newest == Instant::max() ? Instant{} : newest;
}

LineUse DefinitionParser::read(const Line& line, Events& events) {
  const std::string_view text = front_of(*plan_, line.text);
  const Owner owner = head_.read(text, row_, events);
  if (owner == Owner::nobody) return LineUse::ignored;
  if (owner == Owner::strange) return LineUse::unknown;
  if (owner == Owner::other) {
    others_.count(head_.syslog());
    return LineUse::ignored;
  }
  for (std::size_t i = 0; i < plan_->rules.size(); ++i) {
    const Rule& rule = plan_->rules[i];
    if (!knows(rule, row_)) continue;
    if (on_rule_) on_rule_(i);
    return read_by_rule(rule, line, events);
  }
  if (owner != Owner::anybody) return LineUse::unknown;
  others_.count(head_.syslog());
  return LineUse::ignored;
}

LineUse DefinitionParser::read_by_rule(const Rule& rule, const Line& line, Events& events) {
  const Instant time = time_of_line();
  if (read_by(rule, *plan_, tables_, row_, facts_, events) == Fit::not_understood) {
    return LineUse::unknown;
  }
  const LinePlace place{.time = time, .number = line.number};
  const std::size_t before = events.size();
  if (rule.smtp != SmtpStep::none) transcripts_->read(rule.smtp, row_, place, events);
  if (rule.gives_event) {
    if (transcripts_) transcripts_->add_context(row_, events);
    tell(rule, place, line.text.size() > longest_text && front_of(*plan_, line.text) != line.text,
         events);
  }
  if (events.size() == before) return LineUse::ignored;
  if (!any_stamp_) dates_are_assumed_ = true;
  return LineUse::reported;
}

void DefinitionParser::tell(const Rule& rule, const LinePlace& place, bool cut, Events& events) {
  const auto add = [&](std::string_view recipient) {
    if (!recipient.empty()) row_.set(Field::recipient, recipient);
    Event& event = events.add();
    fill(row_, facts_, *plan_, event, events);
    event.time = place.time;
    event.line = place.number;
    event.cut = cut;
  };
  std::string_view rest = row_[Field::recipient];
  if (rule.split.empty() || rest.empty()) return add({});
  for (std::size_t count = 0; !rest.empty() && count < most_recipients; ++count) {
    const std::size_t end = std::min(rest.find(rule.split), rest.size());
    std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), end + rule.split.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (!one.empty()) add(one);
  }
}

std::vector<Remark> DefinitionParser::remarks() const {
  std::vector<Remark> remarks;
  for (const std::string& sentence : plan_->unlogged) {
    remarks.push_back({"not_logged", sentence});
  }
  std::uint64_t given_up = transcripts_ ? transcripts_->given_up() : 0;
  for (const Table& table : tables_) given_up += table.given_up();
  if (given_up != 0) {
    remarks.push_back({"table_full", "more was going on at once than there is room for: " +
                                         text::grouped(given_up) +
                                         " entries made room for newer ones, so that some events "
                                         "lack what earlier lines told."});
  }
  for (Remark& remark : others_.remarks()) remarks.push_back(std::move(remark));
  return remarks;
}

}  // namespace curfew::definition
