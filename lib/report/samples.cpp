#include <algorithm>
#include <deque>
#include <unordered_map>

#include "correlate/remote_code.h"
#include "curfew/report.h"
#include "text/names.h"

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
          .local_ip = std::string(event.local_ip),
          .reply_text = std::string(event.reply.text.substr(0, most_text))};
}

struct Pair {
  std::vector<Sample> first;
  std::deque<Sample> newest;
};

}  // namespace

struct Samples::Kept {
  Names names;  // of the remotes and codes of the pairs alone, so that it is bounded, too
  std::unordered_map<std::uint64_t, Pair> pairs;
  std::uint64_t left_out = 0;

  Pair* find(std::string_view remote, std::string_view code) {
    const Name remote_name = names.find(remote);
    const Name code_name = names.find(code);
    if (remote_name == Name::none || (code_name == Name::none && !code.empty())) return nullptr;
    const auto place = pairs.find(correlate::remote_code(remote_name, code_name));
    return place == pairs.end() ? nullptr : &place->second;
  }

  Pair* find_or_add(std::string_view remote, std::string_view code) {
    if (Pair* const found = find(remote, code)) return found;
    if (pairs.size() == most_pairs) return nullptr;
    return &pairs[correlate::remote_code(names.of(remote), names.of(code))];
  }
};

Samples::Samples() : kept_(std::make_unique<Kept>()) {}
Samples::~Samples() = default;
Samples::Samples(Samples&&) noexcept = default;
Samples& Samples::operator=(Samples&&) noexcept = default;

void Samples::add(const Attempt& attempt) {
  if (!attempt.counts || attempt.remote.empty()) return;
  Pair* const pair = kept_->find_or_add(attempt.remote, attempt.code);
  if (pair == nullptr) {
    ++kept_->left_out;
    return;
  }
  const auto same = [&](const Sample& one) {
    return !one.queue_id.empty() && one.queue_id == attempt.event.queue_id &&
           one.log_host == attempt.event.log_host;
  };
  const bool is_known = std::ranges::any_of(pair->first, same);
  if (pair->first.size() < most_first && !is_known) {
    pair->first.push_back(sample_of(attempt.event));
    return;
  }
  std::erase_if(pair->newest, same);  // who is tried again and again leaves room for others
  pair->newest.push_back(sample_of(attempt.event));
  if (pair->newest.size() > most_newest) pair->newest.pop_front();
}

std::vector<Sample> Samples::of(std::string_view remote, std::string_view code) const {
  const Pair* const pair = kept_->find(remote, code);
  if (pair == nullptr) return {};
  std::vector<Sample> all = pair->first;
  all.insert(all.end(), pair->newest.begin(), pair->newest.end());
  return all;
}

std::uint64_t Samples::pairs_left_out() const noexcept {
  return kept_->left_out;
}

}  // namespace curfew
