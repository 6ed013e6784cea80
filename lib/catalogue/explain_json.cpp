#include <ostream>

#include "curfew/catalogue.h"
#include "text/json.h"

namespace curfew {
namespace {

using text::Json;

void add(Json& json, const char* key, std::string_view value) {
  if (!value.empty()) json[key] = value;
}

// Negative: not stated.
void add_number(Json& json, const char* key, std::int64_t value) {
  if (value >= 0) json[key] = value;
}

template <typename Enum>
void add_word(Json& json, const char* key, Enum value) {
  if (value != Enum::none) json[key] = name(value);
}

Json claim_json(const Claim& claim) {
  Json json = {{"kind", name(claim.kind)}};
  add_number(json, "limit", claim.limit);
  add_word(json, "unit", claim.unit);
  add_word(json, "per", claim.per);
  add_number(json, "window_seconds", claim.window);
  if (claim.block_most >= 0) {
    json["block_seconds"] = Json::array({claim.block_least, claim.block_most});
  }
  add_word(json, "basis", claim.basis);
  if (claim.other_limit >= 0) {
    Json& other = json["other"] = {{"limit", claim.other_limit}};
    add_word(other, "basis", claim.other_basis);
  }
  add(json, "text", describe(claim));
  return json;
}

Json similar_json(const CatalogueEntry& entry) {
  Json json = Json::object();
  add(json, "provider_code", entry.code);
  add(json, "provider", entry.provider);
  json["cause"] = name(entry.cause);
  add(json, "entry", entry.id);
  return json;
}

void add_meaning(Json& json, const Explanation& one) {
  if (one.entry != nullptr) {
    add(json, "entry", one.entry->id);
    add(json, "meaning", meaning_of(*one.entry, one.provider_code));
    add(json, "remedy", one.entry->remedy);
    add(json, "url", one.entry->url);
    if (one.entry->claim) json["claim"] = claim_json(one.entry->claim);
    return;
  }
  const bool unknown = one.tier == Tier::none;
  if (!one.number_words.empty() || unknown) {
    add(json, "meaning", one.number_words);
  } else {
    add(json, "meaning", meaning_of(one.cause));
  }
  if (!unknown) add(json, "remedy", remedy_for(one.cause));
}

}  // namespace

void write_json(const Explanation& one, std::ostream& out) {
  Json json = {{"schema", "curfew-explain/1"}, {"asked", one.asked}};
  if (one.reply_code != 0) json["reply_code"] = one.reply_code;
  add(json, "enhanced_code", to_string(one.enhanced_code));
  add(json, "provider_code", one.provider_code);
  add(json, "provider", one.provider);
  json["cause"] = name(one.cause);
  json["tier"] = name(one.tier);
  add_meaning(json, one);
  for (const CatalogueEntry* const entry : one.similar) {
    json["similar"].push_back(similar_json(*entry));
  }
  out << text::dumped(json) << '\n';  // a line each, for there may be many replies
}

}  // namespace curfew
