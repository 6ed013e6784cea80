#include "correlate/codes.h"

#include <utility>

#include "correlate/remote_code.h"
#include "smtp/group_key.h"
#include "text/hash.h"

namespace curfew::correlate {
namespace {

// What the key depends on beside the texts.
std::uint64_t numbers_of(const Event& event) noexcept {
  const EnhancedCode& enhanced = event.reply.enhanced;
  const std::uint64_t codes = (static_cast<std::uint64_t>(event.reply.code) << 40) |
                              (static_cast<std::uint64_t>(enhanced.status) << 32) |
                              (static_cast<std::uint64_t>(enhanced.subject) << 16) |
                              enhanced.detail;
  const std::uint64_t words = (static_cast<std::uint64_t>(event.stage) << 8) |
                              static_cast<std::uint64_t>(event.error_class);
  return text::mix(codes ^ 0x9E3779B97F4A7C15U, words + 0xD6E8FEB86659FD93U);
}

}  // namespace

Codes::Codes(Names& names, std::shared_ptr<const Catalogue> catalogue)
    : names_(names),
      classifier_(catalogue ? std::move(catalogue) : Catalogue::built_in()),
      seed_(text::random_seed()),
      recent_(recent_count) {}

// Replies repeat: the same words come from the same host again and again.
Name Codes::of(Event& event, Name remote) {
  const std::string_view text = event.reply.text;
  const std::uint64_t numbers = numbers_of(event) ^ (static_cast<std::uint64_t>(remote) << 32);
  const std::uint64_t hash = text::hash(event.remote_host, text::hash(text, seed_ ^ numbers));
  Recent& recent = recent_[hash % recent_count];
  const std::uint64_t check = text::hash(text, ~(seed_ ^ numbers));
  if (recent.hash == hash && recent.check == check && recent.code != Name::none) {
    event.provider_code = text.substr(recent.provider_code_at, recent.provider_code_size);
    event.provider = recent.provider;
    event.cause = recent.cause;
    return recent.code;
  }
  const Name code = look_up(event, remote);
  const std::string_view found = event.provider_code;
  recent = {.hash = hash,
            .check = check,
            .code = code,
            .cause = event.cause,
            .provider = event.provider,
            .provider_code_at =
                found.empty() ? 0 : static_cast<std::uint32_t>(found.data() - text.data()),
            .provider_code_size = static_cast<std::uint32_t>(found.size())};
  return code;
}

Name Codes::look_up(Event& event, Name remote) {
  const Classification found = classify(event);
  event.cause = found.cause;
  event.provider = found.provider;
  event.provider_code = event.reply.code == 0 ? std::string_view{} : found.provider_code;
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
  std::uint32_t& count = codes_of_remote_[static_cast<std::uint32_t>(remote)];
  if (count >= most_codes || facts_.size() >= most_in_all) return names_.of("other replies");
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
  const Classification found = classify(event);
  event.cause = found.cause;
  event.provider = found.provider;
  if (find(remote, code) == nullptr) note(remote, code, event, found);
}

void Codes::note(Name remote, Name code, const Event& event, const Classification& found) {
  CodeFacts& facts = facts_[remote_code(remote, code)];
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
  const auto found = facts_.find(remote_code(remote, code));
  return found == facts_.end() ? nullptr : &found->second;
}

}  // namespace curfew::correlate
