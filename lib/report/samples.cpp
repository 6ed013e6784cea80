#include "curfew/samples.h"

#include <utility>

#include "correlate/remote_code.h"

namespace curfew {

namespace {

constexpr std::size_t most_text = 2048;  // of a reply

Sample sample_of(const Event& event) {
  return {.time = event.time,
          .outcome = event.outcome,
          .stage = event.stage,
          .reply_code = event.reply.code,
          .remote_port = event.remote_port,
          .enhanced_code = event.reply.enhanced ? event.reply.enhanced : event.enhanced_code,
          .log_host = std::string(event.log_host),
          .queue_id = std::string(event.queue_id),
          .sender = std::string(event.sender),
          .recipient = std::string(event.recipient),
          .remote_host = std::string(event.remote_host),
          .remote_ip = std::string(event.remote_ip),
          .reply_text = std::string(event.reply.text.substr(0, most_text))};
}

}  // namespace

void Samples::add(const Event& event, const Attempt& attempt) {
  if (!attempt.counts) return;
  const std::uint64_t pair = correlate::remote_code(attempt.remote, attempt.code);
  auto place = kept_.find(pair);
  if (place == kept_.end()) {
    if (kept_.size() == most_pairs) {
      ++left_out_;
      return;
    }
    place = kept_.emplace(pair, Kept{}).first;
  }
  Kept& kept = place->second;
  if (kept.first.size() < most_first) {
    kept.first.push_back(sample_of(event));
    return;
  }
  kept.newest.push_back(sample_of(event));
  if (kept.newest.size() > most_newest) kept.newest.pop_front();
}

std::vector<Sample> Samples::of(Name remote, Name code) const {
  const auto place = kept_.find(correlate::remote_code(remote, code));
  if (place == kept_.end()) return {};
  std::vector<Sample> all = place->second.first;
  all.insert(all.end(), place->second.newest.begin(), place->second.newest.end());
  return all;
}

}  // namespace curfew
