#include "correlate/codes.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "correlate/by_name.h"
#include "correlate/remote_code.h"
#include "smtp/group_key.h"
#include "text/hash.h"

namespace curfew::correlate {
namespace {

std::uint64_t codes_of(const Reply& reply) noexcept {
  return (static_cast<std::uint64_t>(reply.code) << 40) |
         (static_cast<std::uint64_t>(reply.enhanced.status) << 32) |
         (static_cast<std::uint64_t>(reply.enhanced.subject) << 16) | reply.enhanced.detail;
}

bool has_key_of_codes(const Event& event) noexcept {
  return event.reply.code != 0 && (!event.provider_code.empty() || event.reply.enhanced);
}

}  // namespace

// One that was met once leads only where nothing did before: else a remote that words every reply
// differently would change its facts with each.
bool Wordings::count_other(std::uint32_t wording) noexcept {
  Leading& first = leading_.front();
  if (first.wording == 0) {
    first = {.wording = wording, .count = 1};
    return true;
  }
  const auto others = leading_.begin() + 1;
  auto one = std::find_if(others, leading_.end(),
                          [wording](const Leading& other) { return other.wording == wording; });
  if (one == leading_.end()) {
    one =
        std::find_if(others, leading_.end(), [](const Leading& other) { return other.count == 0; });
    if (one == leading_.end()) {
      for (Leading& each : leading_) each.count -= each.count == 0 ? 0 : 1;
      return false;
    }
    *one = {.wording = wording, .count = 0};
  }
  ++one->count;
  if (one->count < 2 || one->count <= first.count) return false;
  std::swap(*one, first);
  return true;
}

Codes::Codes(Names& names, std::shared_ptr<const Catalogue> catalogue)
    : names_(names),
      catalogue_(catalogue ? std::move(catalogue) : Catalogue::built_in()),
      seed_(text::random_seed()) {}

Codes::Codes(const Codes& other, Names& names)
    : names_(names),
      catalogue_(other.catalogue_),
      seed_(other.seed_),
      known_(other.known_),
      codes_of_remote_(other.codes_of_remote_) {}

// Of all that the event's key, cause and provider depend on, and of the code they are given where
// that is known.
text::HashPair Codes::key_of(const Event& event, Name remote, Name code) const noexcept {
  const std::uint64_t words = (static_cast<std::uint64_t>(event.stage) << 16) |
                              (static_cast<std::uint64_t>(event.error_source) << 8) |
                              static_cast<std::uint64_t>(event.error_class);
  std::uint64_t seed = text::mix(codes_of(event.reply) ^ seed_, (words << 1) | 1U);
  seed = text::mix(remote_code(remote, code) ^ seed, seed_ | 1U);
  return text::hash_pair(event.reply.text, text::hash(event.remote_host, seed));
}

// Replies at another stage are others.
std::uint32_t Codes::wording_of(const Event& event, const Classification& found) noexcept {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  const auto stage = static_cast<std::uint64_t>(event.stage) + 1;
  return static_cast<std::uint32_t>(text::mix(found.wording, stage * odd)) | 1U;
}

// Replies repeat: the same words come from the same host again and again.
Name Codes::of(Event& event, Name remote) {
  const std::string_view text = event.reply.text;
  const text::HashPair key = key_of(event, remote, Name::none);
  Recent& recent = recent_[key.key % recent_count];
  if (recent.key == key && recent.found.code != Name::none) {
    event.provider_code = text.substr(recent.provider_code_at, recent.provider_code_size);
    event.provider = recent.provider;
    event.cause = recent.cause;
    Known* known = recent.found.known;
    if (known != nullptr && known->wordings.count(recent.wording)) {
      note(event, classify(event), known->facts);
    }
    return recent.found.code;
  }
  const Classification classified = classify(event);
  event.cause = classified.cause;
  event.provider = classified.provider;
  event.provider_code = event.reply.code == 0 ? std::string_view{} : classified.provider_code;
  const Found found = look_up(event, remote);
  const std::uint32_t wording = wording_of(event, classified);
  if (found.known != nullptr && found.known->wordings.count(wording)) {
    note(event, classified, found.known->facts);
  }
  const std::string_view said = event.provider_code;
  recent = {
      .key = key,
      .provider = event.provider,
      .found = found,
      .wording = wording,
      .provider_code_at = said.empty() ? 0 : static_cast<std::uint32_t>(said.data() - text.data()),
      .provider_code_size = static_cast<std::uint16_t>(said.size()),
      .cause = event.cause};
  return found.code;
}

// Most replies have an enhanced code or a provider's: then their key is made of codes alone.
Codes::Found Codes::look_up(const Event& event, Name remote) {
  if (!has_key_of_codes(event)) return look_up_words(event, remote);
  const std::uint64_t seed =
      text::mix(codes_of(event.reply) ^ seed_, (static_cast<std::uint64_t>(remote) << 1) | 1U);
  const text::HashPair key = text::hash_pair(event.provider_code, seed);
  RecentCodes& recent = recent_codes_[key.key % recent_codes_count];
  if (recent.key == key && recent.found.code != Name::none) return recent.found;
  const Found found = look_up_words(event, remote);
  if (found.known != nullptr) recent = {.key = key, .found = found};
  return found;
}

Codes::Found Codes::look_up_words(const Event& event, Name remote) {
  key_.clear();
  smtp::append_group_key(key_,
                         {.reply = event.reply,
                          .enhanced_code = event.enhanced_code,
                          .error_class = event.error_class,
                          .stage = event.stage,
                          .remote_host = event.remote_host},
                         event.provider_code);
  const Name known = names_.find(key_);
  if (known != Name::none && find(remote, known) != nullptr) {
    return {.code = known, .known = &known_.of(remote, known)};
  }
  std::uint16_t& count = at(codes_of_remote_, remote);
  if (count >= most_codes || known_.size() >= most_in_all) {
    return {.code = names_.of("other replies"), .known = nullptr};
  }
  ++count;
  const Name code = names_.of(key_);
  return {.code = code, .known = &known_.of(remote, code)};
}

Classification Codes::classify(const Event& event) {
  if (!classifier_) classifier_.emplace(catalogue_);
  return classifier_->classify({.reply = event.reply,
                                .remote_host = event.remote_host,
                                .stage = event.stage,
                                .error_source = event.error_source,
                                .error_class = event.error_class});
}

// No line of its own wording: the facts are those of the first reply to come, as soon as one does.
void Codes::share(Name remote, Name code, Event& event) {
  const text::HashPair key = key_of(event, remote, code);
  Recent& recent = recent_[key.key % recent_count];
  if (recent.key != key) {
    const Classification found = classify(event);
    if (find(remote, code) == nullptr) note(event, found, known_.of(remote, code).facts);
    recent = {.key = key,
              .provider = found.provider,
              .found = {.code = code, .known = nullptr},
              .cause = found.cause};
  }
  event.cause = recent.cause;
  event.provider = recent.provider;
}

void Codes::note(const Event& event, const Classification& found, CodeFacts& facts) {
  facts.reply_code = event.reply.code;
  facts.enhanced_code = event.reply.enhanced;
  facts.provider_code = event.provider_code;
  facts.stage = event.stage;
  facts.error_source = event.error_source;
  facts.error_class = event.error_class;
  facts.cause = found.cause;
  facts.tier = found.tier;
  facts.provider = found.provider;
  facts.entry = found.entry;
  facts.text.clear();
  smtp::append_masked(facts.text, event.reply.text, event.remote_host, facts.provider_code);
}

void Codes::add(const Codes& other) {
  // Which of two are kept must not depend on which came first.
  const auto rank = [](const Known& known) {
    const CodeFacts& facts = known.facts;
    return std::tuple(std::max(known.wordings.most(), known.of_another),
                      std::string_view(facts.text), std::string_view(facts.provider_code),
                      facts.stage, facts.error_source, facts.error_class, facts.cause);
  };
  other.known_.each([&](Name remote, Name code, const Known& theirs) {
    const Name same_remote = names_.of(other.names_.word(remote));
    const Name same_code = names_.of(other.names_.word(code));
    const bool is_new = find(same_remote, same_code) == nullptr;
    Known& mine = known_.of(same_remote, same_code);
    if (!is_new && rank(theirs) <= rank(mine)) return;
    mine.of_another = std::max(theirs.wordings.most(), theirs.of_another);
    mine.facts = theirs.facts;
  });
}

void Codes::rest() noexcept {
  recent_ = {};
  recent_codes_ = {};
  classifier_.reset();
}

void Codes::wake() {
  recent_ = text::ZeroedTable<Recent>(recent_count);
  recent_codes_ = text::ZeroedTable<RecentCodes>(recent_codes_count);
}

void Codes::keep(text::StateWriter& writer) const {
  writer(known_.size());
  known_.each([&writer](Name remote, Name code, const Known& known) {
    const CodeFacts& facts = known.facts;
    writer(remote, code, known.wordings, known.of_another, facts.reply_code,
           facts.enhanced_code.status, facts.enhanced_code.subject, facts.enhanced_code.detail,
           facts.provider_code, facts.stage, facts.error_source, facts.error_class, facts.text,
           facts.cause, facts.tier, facts.provider,
           facts.entry == nullptr ? std::string_view() : facts.entry->id);
  });
  writer(codes_of_remote_);
}

// Where the catalogue does not know an entry any more, what was said of it is not known either.
void Codes::restore(text::StateReader& reader) {
  const Catalogue& catalogue = *catalogue_;
  std::size_t count = 0;
  reader(count);
  for (; count != 0 && !reader.is_damaged(); --count) {
    Name remote = Name::none;
    Name code = Name::none;
    reader(remote, code);
    const bool is_word = static_cast<std::size_t>(remote) <= names_.size() &&
                         static_cast<std::size_t>(code) <= names_.size();
    if (!is_word) return reader.damage();
    Known& known = known_.of(remote, code);
    CodeFacts& facts = known.facts;
    std::string provider;
    std::string entry;
    reader(known.wordings, known.of_another, facts.reply_code, facts.enhanced_code.status,
           facts.enhanced_code.subject, facts.enhanced_code.detail, facts.provider_code,
           facts.stage, facts.error_source, facts.error_class, facts.text, facts.cause, facts.tier,
           provider, entry);
    if (!provider.empty()) facts.provider = catalogue.provider(provider);
    facts.entry = entry.empty() ? nullptr : catalogue.find(entry);
  }
  reader(codes_of_remote_);
}

const CodeFacts* Codes::find(Name remote, Name code) const noexcept {
  const Known* known = known_.find(remote, code);
  return known == nullptr ? nullptr : &known->facts;
}

}  // namespace curfew::correlate
