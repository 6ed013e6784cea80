#include "report/few_samples.h"

#include <algorithm>
#include <utility>

namespace curfew::report {

namespace {

constexpr std::size_t most_text = 2048;  // of a reply

}  // namespace

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
          .local_ip = std::string(event.local_ip),
          .reply_text = std::string(event.reply.text.substr(0, most_text))};
}

void FewSamples::add(Sample sample) {
  const auto same = [&sample](const Numbered& one) {
    return !one.sample.queue_id.empty() && one.sample.queue_id == sample.queue_id &&
           one.sample.log_host == sample.log_host;
  };
  const bool is_known = std::ranges::any_of(first_, same);
  if (first_.size() < Samples::most_first && !is_known) {
    first_.push_back({.number = added_++, .sample = std::move(sample)});
    return;
  }
  std::erase_if(newest_, same);  // who is tried again and again leaves room for others
  newest_.push_back({.number = added_++, .sample = std::move(sample)});
  if (newest_.size() > Samples::most_newest) newest_.pop_front();
}

std::vector<Sample> FewSamples::all() const {
  std::vector<Sample> samples;
  for (const Numbered& one : first_) samples.push_back(one.sample);
  for (const Numbered& one : newest_) samples.push_back(one.sample);
  return samples;
}

std::vector<Sample> FewSamples::in_order() const {
  std::vector<const Numbered*> ordered;
  ordered.reserve(first_.size() + newest_.size());
  for (const Numbered& one : first_) ordered.push_back(&one);
  for (const Numbered& one : newest_) ordered.push_back(&one);
  std::ranges::sort(ordered, {}, &Numbered::number);
  std::vector<Sample> samples;
  samples.reserve(ordered.size());
  for (const Numbered* const one : ordered) samples.push_back(one->sample);
  return samples;
}

}  // namespace curfew::report
