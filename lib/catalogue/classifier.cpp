#include <array>
#include <utility>
#include <vector>

#include "catalogue/holding.h"
#include "catalogue/matcher.h"
#include "catalogue/numbers.h"
#include "curfew/catalogue.h"
#include "text/hash.h"

namespace curfew {
namespace {

using catalogue::CodeForm;
using catalogue::Matcher;
using catalogue::Rank;
using catalogue::Rule;
using catalogue::Subject;

constexpr std::array<const char*, 7> tier_names = {
    "provider_code", "provider_text", "software_text", "wording", "status_code", "origin", "none"};

Tier tier_of(Rank rank, bool has_code) noexcept {
  switch (rank) {
    case Rank::provider:
      return has_code ? Tier::provider_code : Tier::provider_text;
    case Rank::own_server:
    case Rank::software:
      return Tier::software_text;
    case Rank::blocklist:
    case Rank::greylisting:
    case Rank::wording:
      return Tier::wording;
  }
  return Tier::wording;
}

/// An answer that is remembered. The code is kept as text: it is a view into another reply.
struct Answer {
  std::uint64_t hash = 0;
  std::uint64_t check = 0;
  Classification classification;
  std::string code;
};

}  // namespace

const char* name(Tier tier) noexcept {
  return tier_names[static_cast<std::size_t>(tier)];
}

struct Classifier::State {
  explicit State(std::shared_ptr<const Catalogue> all)
      : catalogue(std::move(all)), matcher(catalogue->holding_->rules) {}

  Classification search(const RefusedReply& refused);
  Classification search_reply(const RefusedReply& refused);

  Answer& answer_for(std::uint64_t hash, std::uint64_t check);

  // Powers of two. A set has several places, so that two replies do not push each other out in
  // turn.
  static constexpr std::size_t set_count = 1024;
  static constexpr std::size_t places = 4;

  std::shared_ptr<const Catalogue> catalogue;
  Matcher matcher;
  Subject subject;
  std::uint64_t seed = text::random_seed();
  std::vector<Answer> answers = std::vector<Answer>(set_count * places);
  std::vector<std::uint8_t> oldest = std::vector<std::uint8_t>(set_count);
  std::uint64_t searches = 0;
};

// The place of this reply's answer; where it is not known, the place to put it.
Answer& Classifier::State::answer_for(std::uint64_t hash, std::uint64_t check) {
  const std::size_t set = hash % set_count;
  Answer* const first = &answers[set * places];
  for (std::size_t i = 0; i < places; ++i) {
    if (first[i].hash == hash && first[i].check == check) return first[i];
  }
  return first[oldest[set]++ % places];
}

Classification Classifier::State::search_reply(const RefusedReply& refused) {
  Classification found;
  std::string_view code;
  if (const Rule* const rule = matcher.first(subject, refused.remote_host, Rank::wording)) {
    code = matcher.code_of(*rule, subject);
    found.cause = rule->entry.cause;
    if (rule->rank == Rank::provider) found.provider = rule->entry.provider;
    found.entry = &rule->entry;
    found.tier = tier_of(rule->rank, !code.empty());
  }
  if (code.empty()) {
    if (const CodeForm* const form = matcher.unmistakable(subject, code)) {
      found.provider = form->provider;
    }
  }
  found.provider_code = code;
  if (found.entry != nullptr) return found;
  found.cause = catalogue::cause_of(refused.reply, refused.stage);
  if (found.cause != Cause::unknown) found.tier = Tier::status_code;
  return found;
}

// Where the remote said nothing, only what failed counts, and the words of our own server explain.
Classification Classifier::State::search(const RefusedReply& refused) {
  const Cause origin = refused.reply.code != 0
                           ? Cause::unknown
                           : catalogue::cause_of(refused.error_source, refused.error_class);
  if (origin == Cause::unknown) return search_reply(refused);
  Classification found;
  found.cause = origin;
  found.tier = Tier::origin;
  const Rule* const rule = matcher.first(subject, refused.remote_host, Rank::own_server);
  if (rule != nullptr && rule->entry.cause == origin) found.entry = &rule->entry;
  return found;
}

Classifier::Classifier(std::shared_ptr<const Catalogue> catalogue)
    : state_(std::make_unique<State>(std::move(catalogue))) {}
Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;
Classifier& Classifier::operator=(Classifier&&) noexcept = default;

Classification Classifier::classify(const RefusedReply& refused) {
  State& state = *state_;
  state.subject.set(refused.reply);
  const std::uint64_t origin = (static_cast<std::uint64_t>(refused.error_class) << 16) |
                               (static_cast<std::uint64_t>(refused.error_source) << 8) |
                               static_cast<std::uint64_t>(refused.stage == Stage::banner);
  const std::uint64_t seed = state.seed ^ text::mix(origin + 1, 0x9E3779B97F4A7C15U);
  const std::uint64_t host = text::hash(refused.remote_host, seed);
  const std::uint64_t hash = text::hash(state.subject.text(), host);
  const std::uint64_t check = text::hash(state.subject.text(), ~host);
  Answer& answer = state.answer_for(hash, check);
  if (answer.hash != hash || answer.check != check) {
    ++state.searches;
    const Classification found = state.search(refused);
    answer = {.hash = hash,
              .check = check,
              .classification = found,
              .code = std::string(found.provider_code)};
    answer.classification.provider_code = {};
  }
  Classification classification = answer.classification;
  if (!answer.code.empty()) {
    const std::size_t at = refused.reply.text.find(answer.code);
    if (at != std::string_view::npos) {
      classification.provider_code = refused.reply.text.substr(at, answer.code.size());
    }
  }
  return classification;
}

std::uint64_t Classifier::searches() const noexcept {
  return state_->searches;
}

const Catalogue& Classifier::catalogue() const noexcept {
  return *state_->catalogue;
}

}  // namespace curfew
