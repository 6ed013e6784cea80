#include "catalogue/rule_store.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "catalogue/matcher.h"
#include "catalogue/toml_file.h"
#include "curfew/error.h"
#include "text/needles.h"
#include "text/pattern.h"

namespace curfew::catalogue {
namespace {

struct Kind {
  std::string_view name;
  Rank rank;
};

constexpr std::array kinds = {
    Kind{"own_server", Rank::own_server},   Kind{"provider", Rank::provider},
    Kind{"software", Rank::software},       Kind{"blocklist", Rank::blocklist},
    Kind{"greylisting", Rank::greylisting}, Kind{"wording", Rank::wording}};

[[noreturn]] void fault(const std::string& where, const std::string& sentence) {
  throw Error(ErrorCode::bad_catalogue, where + ": " + sentence,
              "docs/catalogue.md says how entries are written.");
}

Rank rank_of(const FileText& file, const std::string& name) {
  const auto* const found = std::ranges::find(kinds, file.kind, &Kind::name);
  if (found == kinds.end()) fault(name + ":1", "no such kind: " + file.kind);
  return found->rank;
}

// An entry that needs the remote's name gets it.
std::string_view host_for(const Rule& rule) noexcept {
  return rule.needs_mx ? rule.mx.front() : std::string_view{};
}

Subject subject_of(std::string_view sample) {
  Subject subject;
  subject.set(read_pasted_reply(sample));
  return subject;
}

}  // namespace

std::string_view RuleStore::keep(std::string_view text) {
  if (text.empty()) return {};
  return texts_.emplace_back(text);
}

std::span<const std::string_view> RuleStore::keep(std::vector<std::string_view> words) {
  if (words.empty()) return {};
  return words_.emplace_back(std::move(words));
}

std::span<const std::uint16_t> RuleStore::keep(std::vector<std::uint16_t> numbers) {
  if (numbers.empty()) return {};
  return numbers_.emplace_back(std::move(numbers));
}

std::span<const Wording> RuleStore::keep(std::vector<Wording> wordings) {
  if (wordings.empty()) return {};
  return wordings_.emplace_back(std::move(wordings));
}

Wording RuleStore::wording(const std::string& pattern) {
  const text::Pattern checked(pattern);  // throws
  std::vector<std::string_view> needles;
  for (const std::string& needle : text::needles_of(pattern)) needles.push_back(keep(needle));
  return {keep(pattern), keep(std::move(needles))};
}

namespace {

/// Makes rules of one file's entries.
class FileRules {
 public:
  FileRules(RuleStore& store, const FileText& file, const std::string& name)
      : store_(store), file_(file), name_(name), rank_(rank_of(file, name)) {
    std::vector<std::string_view> domains;
    for (const std::string& domain : file.mx) domains.push_back(store.keep(domain));
    mx_ = store.keep(std::move(domains));
    provider_ = store.keep(file.provider);
  }

  std::string_view provider() const noexcept { return provider_; }

  Wording checked(const std::string& pattern, std::size_t line) const {
    try {
      return store_.wording(pattern);
    } catch (const Error& error) {
      fault(name_ + ':' + std::to_string(line), error.what());
    }
  }

  Rule rule(const EntryText& entry) const {
    Rule rule;
    const std::string where = name_ + ':' + std::to_string(entry.line);
    rule.entry.id = store_.keep(entry.id);
    rule.entry.provider = entry.provider.empty() ? provider_ : store_.keep(entry.provider);
    rule.entry.cause = entry.cause;
    rule.entry.meaning = store_.keep(entry.meaning);
    rule.entry.remedy = entry.remedy.empty()
                            ? store_.causes()[static_cast<std::size_t>(entry.cause)].remedy
                            : store_.keep(entry.remedy);
    rule.entry.url = store_.keep(entry.url.empty() ? file_.url : entry.url);
    rule.entry.claim = entry.claim;
    rule.entry.sample = store_.keep(entry.sample);
    rule.entry.sample_kind = store_.keep(entry.sample_kind);
    rule.entry.source = store_.keep(entry.source.empty() ? file_.source : entry.source);
    std::vector<std::string_view> bits;
    for (const std::string& bit : entry.bits) bits.push_back(store_.keep(bit));
    rule.entry.bits = store_.keep(std::move(bits));
    rule.rank = rank_;
    rule.needs_mx = entry.needs_mx;
    if (rule.needs_mx && mx_.empty()) fault(where, entry.id + ": needs_mx, and the file has no mx");
    rule.mx = mx_;
    std::vector<std::uint16_t> replies;
    for (const std::int64_t code : entry.replies) {
      if (code < 200 || code > 599) fault(where, entry.id + ": no reply code");
      replies.push_back(static_cast<std::uint16_t>(code));
    }
    rule.replies = store_.keep(std::move(replies));
    std::vector<Wording> wordings;
    for (const std::string& words : entry.says) {
      wordings.push_back(checked("(?i)" + words, entry.line));
    }
    for (const std::string& words : entry.match) wordings.push_back(checked(words, entry.line));
    rule.wordings = store_.keep(std::move(wordings));
    return rule;
  }

 private:
  RuleStore& store_;
  const FileText& file_;
  const std::string& name_;
  Rank rank_;
  std::span<const std::string_view> mx_;
  std::string_view provider_;
};

}  // namespace

void RuleStore::add_causes(std::string_view toml, const std::string& file) {
  for (const CauseText& cause : read_toml(toml, file).causes) {
    causes_[static_cast<std::size_t>(cause.cause)] = {keep(cause.meaning), keep(cause.remedy)};
  }
}

void RuleStore::add(std::string_view toml, const std::string& file) {
  const FileText text = read_toml(toml, file);
  const FileRules rules(*this, text, file);
  const auto first_code = static_cast<std::uint16_t>(codes_.size());
  for (const CodesText& form : text.codes) {
    codes_.push_back({rules.provider(), rules.checked(form.pattern, form.line), form.alone});
    const Subject sample = subject_of(form.sample);
    std::string_view code;
    if (!codes_.back().wording.pattern.empty() &&
        !text::Pattern(form.pattern).find(sample.text(), code)) {
      fault(file + ':' + std::to_string(form.line), "the pattern is not in its sample");
    }
  }
  for (const EntryText& entry : text.entries) {
    Rule rule = rules.rule(entry);
    rule.first_code = first_code;
    rule.code_count = static_cast<std::uint16_t>(text.codes.size());
    rules_.push_back(rule);
  }
}

void RuleStore::append(const Rules& others) {
  for (Rule& rule : rules_) rule.own = true;
  const auto shift = static_cast<std::uint16_t>(codes_.size());
  codes_.insert(codes_.end(), others.codes.begin(), others.codes.end());
  for (Rule rule : others.rules) {
    rule.first_code = static_cast<std::uint16_t>(rule.first_code + shift);
    rules_.push_back(rule);
  }
}

// Ids, samples, codes; what the ranks and the codes of entries follow from.
void RuleStore::prove_samples(std::vector<std::string>& faults) {
  std::set<std::string_view> ids;
  Matcher matcher(rules());
  for (Rule& rule : rules_) {
    const std::string id(rule.entry.id);
    if (!ids.insert(rule.entry.id).second) faults.push_back(id + ": two entries have this id");
    const Subject subject = subject_of(rule.entry.sample);
    if (!matcher.fits(rule, subject, host_for(rule))) {
      faults.push_back(
          id + ": does not match its own sample, which is read as: " + std::string(subject.text()));
    }
    rule.entry.code = keep(matcher.code_of(rule, subject));
  }
}

void RuleStore::prove_order(std::vector<std::string>& faults) const {
  Matcher matcher(rules());
  for (const Rule& rule : rules_) {
    const Rule* const taken =
        matcher.first(subject_of(rule.entry.sample), host_for(rule), Rank::wording);
    if (taken == &rule || taken == nullptr) continue;  // null: told already
    faults.push_back(std::string(rule.entry.id) + ": its sample is taken by " +
                     std::string(taken->entry.id));
  }
}

std::vector<std::string> RuleStore::prove() {
  std::vector<std::string> faults;
  prove_samples(faults);
  std::ranges::stable_sort(rules_, {}, &Rule::rank);
  prove_order(faults);
  return faults;
}

void RuleStore::finish() {
  const std::vector<std::string> faults = prove();
  if (!faults.empty()) {
    throw Error(ErrorCode::bad_catalogue, faults.front(),
                "docs/catalogue.md says how entries are written.");
  }
}

}  // namespace curfew::catalogue
