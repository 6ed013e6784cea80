#include "curfew/catalogue.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <system_error>

#include "catalogue/holding.h"
#include "curfew/error.h"
#include "curfew/input.h"
#include "text/cursor.h"

namespace curfew {
namespace {

namespace fs = std::filesystem;

using catalogue::Rule;

std::vector<fs::path> files_in(const std::string& folder) {
  std::error_code failed;
  std::vector<fs::path> paths;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (at->path().extension() == ".toml") paths.push_back(at->path());
  }
  if (failed) throw Error(ErrorCode::bad_catalogue, folder + ": " + failed.message());
  std::ranges::sort(paths);
  return paths;
}

std::string text_of(const fs::path& path) {
  try {
    const std::unique_ptr<Source> file = open_file(path.string());
    std::string text;
    std::string room(std::size_t{64} * 1024, '\0');
    while (const std::size_t got = file->read(room)) text.append(room, 0, got);
    return text;
  } catch (const Error& error) {
    throw Error(ErrorCode::bad_catalogue, error.what());
  }
}

/// "[TSS04]" and "tss04" are one code, "AUP#CXCNCT" and "CXCNCT" too.
std::string bare(std::string_view code) {
  std::string out;
  for (const char c : code) {
    if (text::is_alphanumeric(c) || c == '#' || c == ':' || c == '-' || c == '_' || c == '.') {
      out += text::to_lower(c);
    }
  }
  if (out.starts_with("aup#")) out.erase(0, 4);
  return out;
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

constexpr std::size_t longest_code = 40;

}  // namespace

std::string meaning_of(const CatalogueEntry& entry, std::string_view provider_code) {
  std::string text(entry.meaning);
  if (entry.bits.empty() || provider_code.size() < entry.bits.size()) return text;
  const std::string_view digits = provider_code.substr(provider_code.size() - entry.bits.size());
  const char* before = " Here: ";
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits[i] != '1') continue;
    text += before;
    text += entry.bits[i];
    before = ", ";
  }
  if (*before == ',') text += '.';
  return text;
}

std::string_view meaning_of(Cause cause) noexcept {
  return catalogue::built_in_causes[static_cast<std::size_t>(cause)].meaning;
}

std::string_view remedy_for(Cause cause) noexcept {
  return catalogue::built_in_causes[static_cast<std::size_t>(cause)].remedy;
}

Catalogue::Catalogue() : holding_(std::make_unique<catalogue::Holding>()) {}
Catalogue::~Catalogue() = default;

std::shared_ptr<const Catalogue> Catalogue::built_in() {
  std::shared_ptr<Catalogue> made(new Catalogue);
  made->holding_->rules = catalogue::built_in_rules;
  return made;
}

std::shared_ptr<const Catalogue> Catalogue::with(const std::string& folder) {
  std::shared_ptr<Catalogue> made(new Catalogue);
  catalogue::RuleStore& own = made->holding_->own;
  own.set_causes(catalogue::built_in_causes);
  for (const fs::path& path : files_in(folder)) own.add(text_of(path), path.string());
  own.finish();
  own.append(catalogue::built_in_rules);
  made->holding_->rules = own.rules();
  return made;
}

std::size_t Catalogue::size() const noexcept {
  return holding_->rules.rules.size();
}

const CatalogueEntry& Catalogue::entry(std::size_t i) const noexcept {
  return holding_->rules.rules[i].entry;
}

const CatalogueEntry* Catalogue::find(std::string_view id) const noexcept {
  for (const Rule& rule : holding_->rules.rules) {
    if (rule.entry.id == id) return &rule.entry;
  }
  return nullptr;
}

std::string_view Catalogue::provider(std::string_view name) const noexcept {
  for (const Rule& rule : holding_->rules.rules) {
    if (rule.entry.provider == name) return rule.entry.provider;
  }
  for (const catalogue::CodeForm& form : holding_->rules.codes) {
    if (form.provider == name) return form.provider;
  }
  return {};
}

const CatalogueEntry* Catalogue::with_code(std::string_view code) const {
  const std::string wanted = bare(code);
  if (wanted.empty()) return nullptr;
  for (const Rule& rule : holding_->rules.rules) {
    if (!rule.entry.code.empty() && bare(rule.entry.code) == wanted) return &rule.entry;
  }
  return nullptr;
}

std::vector<const CatalogueEntry*> Catalogue::similar(std::string_view code,
                                                      std::size_t most) const {
  const std::string wanted = bare(code);
  if (wanted.empty() || wanted.size() > longest_code) return {};
  struct Near {
    std::size_t steps;
    const CatalogueEntry* entry;
  };
  std::vector<Near> near;
  for (const Rule& rule : holding_->rules.rules) {
    if (rule.entry.code.empty()) continue;
    const std::string other = bare(rule.entry.code);
    const std::size_t steps = distance(wanted, other);
    const std::size_t farthest = (std::max(wanted.size(), other.size()) + 1) / 2;
    const bool known = std::ranges::any_of(
        near, [&](const Near& one) { return one.entry->code == rule.entry.code; });
    if (steps != 0 && steps <= farthest && !known) near.push_back({steps, &rule.entry});
  }
  std::ranges::stable_sort(near, {}, &Near::steps);
  std::vector<const CatalogueEntry*> entries;
  for (std::size_t i = 0; i < near.size() && i < most; ++i) entries.push_back(near[i].entry);
  return entries;
}

}  // namespace curfew
