#include "analysis/survey.h"

#include <algorithm>

#include "analysis/opened_log.h"
#include "analysis/server_state.h"

namespace curfew::analysis {
namespace {

template <class Archive>
void each_field_but_format(Archive& archive, Survey& survey) {
  archive(survey.empty, survey.is_packed, survey.hints, survey.without_year, survey.without_offset,
          survey.offset, survey.first, survey.hosts, survey.host, survey.wrapping.stamped_tags,
          survey.front);
}

}  // namespace

std::string keep(const Survey& survey) {
  std::string state;
  text::StateWriter writer(state);
  writer(survey.format == nullptr ? std::string_view{} : survey.format->name());
  each_field_but_format(writer, const_cast<Survey&>(survey));  // NOLINT: writing changes nothing
  return state;
}

void restore(Survey& survey, std::string_view state, const Formats& formats) {
  text::StateReader reader(state);
  std::string format;
  reader(format);
  each_field_but_format(reader, survey);
  survey.format = format.empty() ? nullptr : formats.find(format);
  if (!format.empty() && survey.format == nullptr) reader.damage();
  reader.end();
}

OpenLog open_log(const Input& input, const parse::StampedTags& tags) {
  OpenLog log;
  log.source = unpacked(input.open());
  log.head = std::make_unique<Head>(*log.source, tags);
  return log;
}

namespace {

// Of the first line that has a stamp; logs that only help to explain others give no event.
std::optional<Instant> first_stamp(Lines lines, const Survey& survey) {
  Stamp stamp;
  for (const Line& line : lines) {
    if (survey.format->stamp(line.text, stamp)) return LogClock(survey.hints).at(stamp);
  }
  return std::nullopt;
}

}  // namespace

bool HeldHeads::has_room(std::size_t bytes) noexcept {
  if (logs_++ >= most_logs) return false;
  if (bytes_.fetch_add(bytes) + bytes <= most_bytes) return true;
  bytes_ -= bytes;
  return false;
}

LogOrigin origin_of(const Survey& survey) {
  LogOrigin origin;
  if (survey.input != nullptr) origin.name = survey.input->name;
  std::string_view front = survey.front;
  if (front.empty() && survey.opened.head != nullptr) front = survey.opened.head->front();
  origin.head = LogOrigin::head_of(front);
  origin.first = survey.first;
  origin.zone = survey.hints.zone;
  origin.zone_source = survey.hints.zone_source;
  origin.without_offset = survey.without_offset;
  origin.offset = survey.offset;
  return origin;
}

void read_head(const Head& head, Survey& survey) {
  survey.front = head.front().substr(0, Survey::front_size);
  OpenedLog log = head.open();
  const std::unique_ptr<Parser> parser = survey.format->make(survey.hints);
  Events events;
  for (Lines lines = log.next(); !lines.empty(); lines = log.next()) {
    if (!survey.first) survey.first = first_stamp(lines, survey);
    log.parse(lines, *parser, events);
    for (const Event& event : events) {
      if (!survey.first) survey.first = event.time;
      const auto place = std::ranges::lower_bound(survey.hosts, event.log_host);
      if (survey.hosts.size() < Survey::most_hosts &&
          (place == survey.hosts.end() || *place != event.log_host)) {
        survey.hosts.emplace(place, event.log_host);
      }
    }
    events.clear();
  }
  if (survey.first && survey.hosts.empty()) survey.hosts.emplace_back();
  if (parser->dates_are_assumed()) survey.first.reset();
  survey.without_year = parser->clock().saw_stamp_without_year();
  survey.without_offset = parser->clock().saw_stamp_without_offset();
}

}  // namespace curfew::analysis
