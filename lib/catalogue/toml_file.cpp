#include "catalogue/toml_file.h"

#include <algorithm>
#include <array>
#include <span>

#include "curfew/error.h"
#include "text/toml.h"

namespace curfew::catalogue {
namespace {

using text::TomlFile;
using text::TomlReader;
using text::TomlValue;

constexpr std::array<std::string_view, 8> file_keys = {"provider", "kind",  "mx",    "url",
                                                       "source",   "codes", "entry", "cause"};
constexpr std::array<std::string_view, 4> code_keys = {"pattern", "sample", "alone", "source"};
constexpr std::array<std::string_view, 15> entry_keys = {
    "id",      "provider", "says", "match", "replies", "bits",        "needs_mx", "cause",
    "meaning", "remedy",   "url",  "claim", "sample",  "sample_kind", "source"};
constexpr std::array<std::string_view, 9> claim_keys = {
    "kind", "limit", "unit", "per", "basis", "window", "block", "other", "source"};
constexpr std::array<std::string_view, 3> other_keys = {"limit", "basis", "source"};
constexpr std::array<std::string_view, 4> cause_keys = {"name", "meaning", "remedy", "source"};

TomlFile file_of(const std::string& name) {
  return {.name = name,
          .code = ErrorCode::bad_catalogue,
          .remedy = "docs/catalogue.md says how entries are written."};
}

Claim read_claim(const TomlValue& table, const TomlFile& file) {
  const TomlReader reader(table, file, claim_keys);
  Claim claim;
  claim.kind = reader.word<ClaimKind>("kind", claim_kind_named, true);
  claim.unit = reader.word<ClaimUnit>("unit", claim_unit_named);
  claim.per = reader.word<ClaimScope>("per", claim_scope_named);
  claim.basis = reader.word<ClaimBasis>("basis", claim_basis_named, true);
  claim.limit = reader.number("limit");
  claim.window = reader.number("window");
  const std::vector<std::int64_t> block = reader.numbers("block");
  if (block.size() == 2 && block[0] <= block[1]) {
    claim.block_least = block[0];
    claim.block_most = block[1];
  } else if (!block.empty()) {
    file.fault(reader.line(), "block is not the least and the most seconds");
  }
  if (const TomlValue* const other = reader.table("other")) {
    const TomlReader figures(*other, file, other_keys);
    claim.other_limit = figures.number("limit");
    claim.other_basis = figures.word<ClaimBasis>("basis", claim_basis_named, true);
  }
  return claim;
}

EntryText read_entry(const TomlValue& table, const TomlFile& file) {
  const TomlReader reader(table, file, entry_keys);
  EntryText entry;
  entry.line = reader.line();
  entry.id = reader.text("id", true);
  entry.provider = reader.text("provider");
  entry.says = reader.texts("says");
  entry.match = reader.texts("match");
  if (entry.says.empty() && entry.match.empty()) {
    file.fault(entry.line, entry.id + ": neither says nor match");
  }
  entry.replies = reader.numbers("replies");
  entry.bits = reader.texts("bits");
  entry.needs_mx = reader.flag("needs_mx");
  entry.cause = reader.word<Cause>("cause", cause_named, true);
  entry.meaning = reader.text("meaning", true);
  entry.remedy = reader.text("remedy");
  entry.url = reader.text("url");
  if (const TomlValue* const claim = reader.table("claim")) entry.claim = read_claim(*claim, file);
  entry.sample = reader.text("sample", true);
  entry.sample_kind = reader.text("sample_kind", true);
  entry.source = reader.text("source");
  constexpr std::array<std::string_view, 3> kinds = {"real", "doc", "composed"};
  if (std::ranges::find(kinds, entry.sample_kind) == kinds.end()) {
    file.fault(entry.line, entry.id + ": sample_kind is not real, doc or composed");
  }
  return entry;
}

FileText read_file(const TomlValue& table, const TomlFile& file) {
  const TomlReader reader(table, file, file_keys);
  FileText text;
  text.provider = reader.text("provider");
  text.kind = reader.text("kind");
  text.mx = reader.texts("mx");
  text.url = reader.text("url");
  text.source = reader.text("source");
  for (const TomlValue& one : reader.tables("codes")) {
    const TomlReader codes(one, file, code_keys);
    text.codes.push_back({codes.text("pattern", true), codes.text("sample", true),
                          codes.flag("alone"), codes.line()});
  }
  for (const TomlValue& one : reader.tables("entry")) text.entries.push_back(read_entry(one, file));
  for (const TomlValue& one : reader.tables("cause")) {
    const TomlReader cause(one, file, cause_keys);
    text.causes.push_back({cause.word<Cause>("name", cause_named, true),
                           cause.text("meaning", true), cause.text("remedy", true)});
  }
  return text;
}

}  // namespace

FileText read_toml(std::string_view toml, const std::string& file) {
  const TomlFile named = file_of(file);
  return read_file(text::read_toml(toml, named), named);
}

}  // namespace curfew::catalogue
