#include <ostream>

#include "curfew/catalogue.h"
#include "text/json_string.h"

namespace curfew {
namespace {

// Members in the order in which they are added; empty texts and negative numbers are left out.
class Object {
 public:
  void text(const char* name, std::string_view value) {
    if (value.empty()) return;
    key(name);
    text::append_json_string(json_, value);
  }
  void number(const char* name, std::int64_t value) {
    if (value < 0) return;
    key(name);
    json_ += std::to_string(value);
  }
  void raw(const char* name, const std::string& value) {
    key(name);
    json_ += value;
  }
  std::string close() const { return json_.empty() ? "{}" : json_ + '}'; }

 private:
  void key(const char* name) {
    json_ += json_.empty() ? '{' : ',';
    json_ += '"';
    json_ += name;
    json_ += "\":";
  }
  std::string json_;
};

template <typename Enum>
void add_word(Object& object, const char* key, Enum value) {
  if (value != Enum::none) object.text(key, name(value));
}

std::string json(const Claim& claim) {
  Object object;
  object.text("kind", name(claim.kind));
  object.number("limit", claim.limit);
  add_word(object, "unit", claim.unit);
  add_word(object, "per", claim.per);
  object.number("window_seconds", claim.window);
  if (claim.block_most >= 0) {
    object.raw("block_seconds", '[' + std::to_string(claim.block_least) + ',' +
                                    std::to_string(claim.block_most) + ']');
  }
  add_word(object, "basis", claim.basis);
  if (claim.other_limit >= 0) {
    Object other;
    other.number("limit", claim.other_limit);
    add_word(other, "basis", claim.other_basis);
    object.raw("other", other.close());
  }
  object.text("text", describe(claim));
  return object.close();
}

std::string similar(const Explanation& one) {
  std::string list = "[";
  for (const CatalogueEntry* const entry : one.similar) {
    if (list.size() > 1) list += ',';
    Object object;
    object.text("provider_code", entry->code);
    object.text("provider", entry->provider);
    object.text("cause", name(entry->cause));
    object.text("entry", entry->id);
    list += object.close();
  }
  return list + ']';
}

}  // namespace

void write_json(const Explanation& one, std::ostream& out) {
  Object object;
  object.text("schema", "curfew-explain/1");
  object.raw("asked", [&] {
    std::string asked;
    text::append_json_string(asked, one.asked);
    return asked;
  }());
  if (one.reply_code != 0) object.number("reply_code", one.reply_code);
  object.text("enhanced_code", to_string(one.enhanced_code));
  object.text("provider_code", one.provider_code);
  object.text("provider", one.provider);
  object.text("cause", name(one.cause));
  object.text("tier", name(one.tier));
  if (one.entry != nullptr) {
    object.text("entry", one.entry->id);
    object.text("meaning", meaning_of(*one.entry, one.provider_code));
    object.text("remedy", one.entry->remedy);
    object.text("url", one.entry->url);
    if (one.entry->claim) object.raw("claim", json(one.entry->claim));
  } else if (one.tier == Tier::none) {
    object.text("meaning", one.number_words);
  } else {
    object.text("meaning", one.number_words.empty() ? meaning_of(one.cause)
                                                    : std::string_view(one.number_words));
    object.text("remedy", remedy_for(one.cause));
  }
  if (!one.similar.empty()) object.raw("similar", similar(one));
  out << object.close() << '\n';
}

}  // namespace curfew
