#include "correlate/codes.h"

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

Codes::Codes(Names& names, std::shared_ptr<const Catalogue> catalogue)
    : names_(names),
      classifier_(catalogue ? std::move(catalogue) : Catalogue::built_in()),
      seed_(text::random_seed()),
      recent_(recent_count),
      recent_codes_(recent_codes_count) {}

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

// Replies repeat: the same words come from the same host again and again.
Name Codes::of(Event& event, Name remote) {
  const std::string_view text = event.reply.text;
  const text::HashPair key = key_of(event, remote, Name::none);
  Recent& recent = recent_[key.key % recent_count];
  if (recent.key == key && recent.code != Name::none) {
    event.provider_code = text.substr(recent.provider_code_at, recent.provider_code_size);
    event.provider = recent.provider;
    event.cause = recent.cause;
    return recent.code;
  }
  const Name code = look_up(event, remote);
  const std::string_view found = event.provider_code;
  recent = {.key = key,
            .code = code,
            .cause = event.cause,
            .provider = event.provider,
            .provider_code_at =
                found.empty() ? 0 : static_cast<std::uint32_t>(found.data() - text.data()),
            .provider_code_size = static_cast<std::uint32_t>(found.size())};
  return code;
}

// Most replies have an enhanced code or a provider's: then their key is made of codes alone.
Name Codes::look_up(Event& event, Name remote) {
  const Classification found = classify(event);
  event.cause = found.cause;
  event.provider = found.provider;
  event.provider_code = event.reply.code == 0 ? std::string_view{} : found.provider_code;
  if (!has_key_of_codes(event)) return look_up_words(event, remote, found);
  const std::uint64_t seed =
      text::mix(codes_of(event.reply) ^ seed_, (static_cast<std::uint64_t>(remote) << 1) | 1U);
  const text::HashPair key = text::hash_pair(event.provider_code, seed);
  RecentCodes& recent = recent_codes_[key.key % recent_codes_count];
  if (recent.key == key && recent.code != Name::none) return recent.code;
  const Name code = look_up_words(event, remote, found);
  if (code != other_replies_) recent = {.key = key, .code = code};
  return code;
}

Name Codes::look_up_words(const Event& event, Name remote, const Classification& found) {
  key_.clear();
  smtp::append_group_key(key_,
                         {.reply = event.reply,
                          .enhanced_code = event.enhanced_code,
                          .error_class = event.error_class,
                          .stage = event.stage,
                          .remote_host = event.remote_host},
                         event.provider_code);
  const Name known = names_.find(key_);
  if (known != Name::none && find(remote, known) != nullptr) return known;
  std::uint16_t& count = at(codes_of_remote_, remote);
  if (count >= most_codes || facts_.size() >= most_in_all) {
    other_replies_ = names_.of("other replies");
    return other_replies_;
  }
  ++count;
  const Name code = names_.of(key_);
  note(remote, code, event, found);
  return code;
}

Classification Codes::classify(const Event& event) {
  return classifier_.classify({.reply = event.reply,
                               .remote_host = event.remote_host,
                               .stage = event.stage,
                               .error_source = event.error_source,
                               .error_class = event.error_class});
}

void Codes::share(Name remote, Name code, Event& event) {
  const text::HashPair key = key_of(event, remote, code);
  Recent& recent = recent_[key.key % recent_count];
  if (recent.key != key) {
    const Classification found = classify(event);
    if (find(remote, code) == nullptr) note(remote, code, event, found);
    recent = {.key = key, .code = code, .cause = found.cause, .provider = found.provider};
  }
  event.cause = recent.cause;
  event.provider = recent.provider;
}

void Codes::note(Name remote, Name code, const Event& event, const Classification& found) {
  CodeFacts& facts = facts_.of(remote, code);
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
  smtp::append_masked(facts.text, event.reply.text, event.remote_host, facts.provider_code);
}

const CodeFacts* Codes::find(Name remote, Name code) const noexcept {
  return facts_.find(remote, code);
}

}  // namespace curfew::correlate
