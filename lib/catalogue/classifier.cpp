#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "catalogue/holding.h"
#include "catalogue/matcher.h"
#include "catalogue/numbers.h"
#include "curfew/catalogue.h"
#include "text/hash.h"
#include "text/zeroed_table.h"

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

/// An answer that is remembered by what was asked.
struct Answer {
  std::string_view provider;
  const CatalogueEntry* entry = nullptr;
  Cause cause = Cause::unknown;
  Tier tier = Tier::none;
  std::uint64_t wording = 0;

  Classification with_code(std::string_view code) const noexcept {
    return {.cause = cause,
            .tier = tier,
            .provider = provider,
            .provider_code = code,
            .entry = entry,
            .wording = wording};
  }
};

Answer without_code(const Classification& found) noexcept {
  return {.provider = found.provider,
          .entry = found.entry,
          .cause = found.cause,
          .tier = found.tier,
          .wording = found.wording};
}

/// Of one reply's words: where its code stands in them.
struct AnswerToText {
  Answer answer;
  std::uint32_t code_at = 0;
  std::uint32_t code_size = 0;
};

/// Of all replies that differ in what changes alone: the code, to be looked for.
struct AnswerToSteady {
  Answer answer;
  std::string code;
};

/// Some thousand answers; a newcomer takes an old one's place. A set has several places, so that
/// two replies do not push each other out in turn; their hashes lie in one cache line.
template <typename Value>
class Answers {
 public:
  /// Null when it is not known.
  const Value* find(std::uint64_t hash) const noexcept {
    const std::array<std::uint64_t, places>& hashes = sets_[hash % set_count].hashes;
    for (std::size_t i = 0; i < places; ++i) {
      if (hashes[i] == hash) return &(*answers_[hash % set_count])[i];
    }
    return nullptr;
  }

  /// The place of one that is not known, with what another left there.
  Value& add(std::uint64_t hash) {
    const std::size_t set = hash % set_count;
    if (answers_[set] == nullptr) answers_[set] = std::make_unique<SetOfAnswers>();
    const std::size_t place = oldest_[set]++ % places;
    sets_[set].hashes[place] = hash;
    return (*answers_[set])[place];
  }

 private:
  static constexpr std::size_t set_count = 512;  // a power of two
  static constexpr std::size_t places = 8;
  struct alignas(64) Set {
    std::array<std::uint64_t, places> hashes{};  // seeded: nobody can make two replies share one
  };

  using SetOfAnswers = std::array<Value, places>;

  text::ZeroedTable<Set> sets_ = text::ZeroedTable<Set>(set_count);
  std::vector<std::unique_ptr<SetOfAnswers>> answers_ =
      std::vector<std::unique_ptr<SetOfAnswers>>(set_count);
  std::vector<std::uint8_t> oldest_ = std::vector<std::uint8_t>(set_count);
};

/// Which providers' hosts a host belongs to matters, not its name.
struct KnownHost {
  std::uint64_t hash = 0;
  std::uint64_t providers = 0;
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

  Classification recall(const RefusedReply& refused, std::uint64_t numbers);
  std::uint64_t providers_of(std::string_view host);

  static constexpr std::size_t host_count = 2048;  // a power of two

  std::shared_ptr<const Catalogue> catalogue;
  Matcher matcher;
  Subject subject;
  std::uint64_t seed = text::random_seed();
  Answers<AnswerToText> by_text;
  Answers<AnswerToSteady> by_steady;
  text::ZeroedTable<KnownHost> hosts = text::ZeroedTable<KnownHost>(host_count);
  std::uint64_t searches = 0;
};

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

namespace {

std::uint64_t numbers_of(const Reply& reply) noexcept {
  return (static_cast<std::uint64_t>(reply.code) << 40) |
         (static_cast<std::uint64_t>(reply.enhanced.status) << 32) |
         (static_cast<std::uint64_t>(reply.enhanced.subject) << 16) | reply.enhanced.detail;
}

// The stages at which a code means something else.
std::uint64_t stage_of(Stage stage) noexcept {
  if (stage == Stage::banner) return 2;
  return stage == Stage::auth ? 3 : 1;
}

std::uint64_t origin_of(const RefusedReply& refused) noexcept {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  return text::mix((static_cast<std::uint64_t>(refused.error_class) << 16) +
                       (static_cast<std::uint64_t>(refused.error_source) << 8) +
                       stage_of(refused.stage),
                   odd);
}

}  // namespace

Classifier::Classifier(std::shared_ptr<const Catalogue> catalogue)
    : state_(std::make_unique<State>(std::move(catalogue))) {}
Classifier::Classifier(const Classifier& other) : Classifier(other.state_->catalogue) {
  state_->seed = other.state_->seed;
}
Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;
Classifier& Classifier::operator=(Classifier&&) noexcept = default;

// One number for the set of providers whose hosts this host is one of.
std::uint64_t Classifier::State::providers_of(std::string_view host) {
  if (host.empty()) return 0;
  const std::uint64_t hash = text::hash(host, seed);
  KnownHost& known = hosts[hash % host_count];
  if (known.hash != hash) known = {.hash = hash, .providers = matcher.providers_of(host)};
  return known.providers;
}

namespace {

constexpr std::uint64_t wording_seed = 0xC2B2AE3D27D4EB4FU;

}  // namespace

// The reply was not heard in these words: perhaps in others that mean the same.
Classification Classifier::State::recall(const RefusedReply& refused, std::uint64_t numbers) {
  subject.set(refused.reply);
  const std::uint64_t hash = text::hash(subject.text(), seed ^ numbers);
  const AnswerToSteady* known = by_steady.find(hash);
  if (known == nullptr) {
    ++searches;
    Classification found = search(refused);
    // The same in every run: how often each was met is kept from one to the next.
    found.wording = text::hash(subject.text(), wording_seed ^ numbers);
    AnswerToSteady& added = by_steady.add(hash);
    added.answer = without_code(found);
    added.code.assign(found.provider_code);
    known = &added;
  }
  std::string_view code;
  if (!known->code.empty()) {
    const std::size_t at = refused.reply.text.find(known->code);
    if (at != std::string_view::npos) code = refused.reply.text.substr(at, known->code.size());
  }
  return known->answer.with_code(code);
}

Classification Classifier::classify(const RefusedReply& refused) {
  State& state = *state_;
  const std::string_view text = refused.reply.text;
  const std::uint64_t numbers = text::mix(
      numbers_of(refused.reply) + 1, state.providers_of(refused.remote_host) ^ origin_of(refused));
  const std::uint64_t hash = text::hash(text, state.seed ^ numbers);
  if (const AnswerToText* const known = state.by_text.find(hash)) {
    return known->answer.with_code(text.substr(known->code_at, known->code_size));
  }
  const Classification found = state.recall(refused, numbers);
  const std::string_view code = found.provider_code;
  state.by_text.add(hash) = {
      .answer = without_code(found),
      .code_at = code.empty() ? 0 : static_cast<std::uint32_t>(code.data() - text.data()),
      .code_size = static_cast<std::uint32_t>(code.size())};
  return found;
}

std::uint64_t Classifier::searches() const noexcept {
  return state_->searches;
}

const Catalogue& Classifier::catalogue() const noexcept {
  return *state_->catalogue;
}

}  // namespace curfew
