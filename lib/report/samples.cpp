#include <unordered_map>

#include "correlate/remote_code.h"
#include "curfew/report.h"
#include "report/few_samples.h"
#include "text/names.h"

namespace curfew {

struct Samples::Kept {
  Names names;  // of the remotes and codes of the pairs alone, so that it is bounded, too
  std::unordered_map<std::uint64_t, report::FewSamples> pairs;
  std::uint64_t left_out = 0;

  report::FewSamples* find(std::string_view remote, std::string_view code) {
    const Name remote_name = names.find(remote);
    const Name code_name = names.find(code);
    if (remote_name == Name::none || (code_name == Name::none && !code.empty())) return nullptr;
    const auto place = pairs.find(correlate::remote_code(remote_name, code_name));
    return place == pairs.end() ? nullptr : &place->second;
  }

  report::FewSamples* find_or_add(std::string_view remote, std::string_view code) {
    if (report::FewSamples* const found = find(remote, code)) return found;
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
  report::FewSamples* const pair = kept_->find_or_add(attempt.remote, attempt.code);
  if (pair == nullptr) {
    ++kept_->left_out;
    return;
  }
  pair->add(report::sample_of(attempt.event));
}

std::vector<Sample> Samples::of(std::string_view remote, std::string_view code) const {
  const report::FewSamples* const pair = kept_->find(remote, code);
  return pair == nullptr ? std::vector<Sample>{} : pair->all();
}

std::uint64_t Samples::pairs_left_out() const noexcept {
  return kept_->left_out;
}

}  // namespace curfew
