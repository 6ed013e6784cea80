#include "store/sample_rows.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace curfew::store {
namespace {

std::int64_t seconds_of(Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}

std::vector<Sample> samples_in(std::string_view bytes) {
  std::vector<Sample> samples;
  text::restore(samples, bytes);
  return samples;
}

// As it stood in the log, as far as it was kept.
Event event_of(const Sample& sample) {
  Event event;
  event.time = sample.time;
  event.outcome = sample.outcome;
  event.stage = sample.stage;
  event.contacted = Contacted::yes;
  event.reply = {
      .code = sample.reply_code, .enhanced = sample.enhanced_code, .text = sample.reply_text};
  event.remote_port = sample.remote_port;
  event.log_host = sample.log_host;
  event.queue_id = sample.queue_id;
  event.sender = sample.sender;
  event.recipient = sample.recipient;
  event.remote_host = sample.remote_host;
  event.remote_ip = sample.remote_ip;
  event.local_ip = sample.local_ip;
  return event;
}

}  // namespace

void SampleRows::add(std::int64_t log, const Gathered::Samples& samples, const Hide& hide) {
  Statement find(database_,
                 "SELECT contacts FROM sample WHERE log_id = ?1 AND remote = ?2 AND code = ?3");
  Statement put(database_,
                "INSERT INTO sample (log_id, remote, code, oldest, newest, contacts) VALUES (?1, "
                "?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET oldest = ?4, newest = ?5, contacts "
                "= ?6");
  for (const auto& [pair, few] : samples) {
    report::FewSamples all;
    find.bind(1, log).bind(2, std::string_view(pair.remote)).bind(3, std::string_view(pair.code));
    if (find.step()) {
      for (Sample& sample : samples_in(find.text(0))) all.add(std::move(sample));
    }
    find.reset();
    for (Sample& sample : few.in_order()) {
      hide(sample);
      all.add(std::move(sample));
    }
    const std::vector<Sample> kept = all.in_order();
    const auto [oldest, newest] = std::ranges::minmax(kept, {}, &Sample::time);
    const std::string bytes = text::state_of(kept);
    put.bind(1, log)
        .bind(2, std::string_view(pair.remote))
        .bind(3, std::string_view(pair.code))
        .bind(4, seconds_of(oldest.time))
        .bind(5, seconds_of(newest.time))
        .bind_bytes(6, bytes)
        .run();
  }
  if (!samples.empty()) keep_most(log);
}

void SampleRows::keep_most(std::int64_t log) {
  Statement count(database_, "SELECT count(*) FROM sample WHERE log_id = ?1");
  if (!count.bind(1, log).step()) return;
  const std::int64_t beyond = count.number(0) - most_pairs;
  count.reset();
  if (beyond <= 0) return;
  Statement(database_,
            "DELETE FROM sample WHERE sample_id IN (SELECT sample_id FROM sample WHERE log_id = ?1 "
            "ORDER BY newest, sample_id LIMIT ?2)")
      .bind(1, log)
      .bind(2, beyond)
      .run();
}

void SampleRows::tell(std::int64_t log, const std::function<void(const Attempt&)>& tell_one) {
  Statement rows(database_,
                 "SELECT remote, code, contacts FROM sample WHERE log_id = ?1 ORDER BY sample_id");
  rows.bind(1, log);
  while (rows.step()) {
    for (const Sample& sample : samples_in(rows.text(2))) {
      const Event event = event_of(sample);
      tell_one({.event = event, .remote = rows.text(0), .code = rows.text(1), .counts = true});
    }
  }
}

void SampleRows::give_up(Instant before) {
  const std::int64_t first = seconds_of(before);
  Statement(database_, "DELETE FROM sample WHERE newest < ?1").bind(1, first).run();
  std::vector<std::pair<std::int64_t, std::vector<Sample>>> cut;
  Statement rows(database_, "SELECT sample_id, contacts FROM sample WHERE oldest < ?1");
  rows.bind(1, first);
  while (rows.step()) cut.emplace_back(rows.number(0), samples_in(rows.text(1)));
  Statement put(database_, "UPDATE sample SET oldest = ?2, contacts = ?3 WHERE sample_id = ?1");
  for (auto& [id, samples] : cut) {
    std::erase_if(samples, [before](const Sample& one) { return one.time < before; });
    const std::string bytes = text::state_of(samples);
    put.bind(1, id)
        .bind(2, seconds_of(std::ranges::min(samples, {}, &Sample::time).time))
        .bind_bytes(3, bytes)
        .run();
  }
}

}  // namespace curfew::store
