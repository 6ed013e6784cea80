#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/rule.h"

namespace curfew::catalogue {

/// Rules read from files, and all they point to. Does not move.
class RuleStore {
 public:
  RuleStore() = default;
  RuleStore(const RuleStore&) = delete;
  RuleStore& operator=(const RuleStore&) = delete;

  /// Adds the entries of one file. `stem` names it in messages. Throws Error (bad_catalogue).
  void add(std::string_view toml, const std::string& file);
  /// Adds the meanings and remedies of causes (causes.toml).
  void add_causes(std::string_view toml, const std::string& file);
  void set_causes(std::span<const CauseWords> causes) {
    causes_.assign(causes.begin(), causes.end());
  }
  /// Makes those of this store the user's, and adds rules that live elsewhere behind them.
  void append(const Rules& others);
  /// Sorts by rank, fills what follows from the samples and says what is wrong: an entry that does
  /// not match its own sample, or whose sample an earlier one takes.
  std::vector<std::string> prove();
  /// The same, and throws Error (bad_catalogue) with the first fault.
  void finish();

  Rules rules() const noexcept { return {rules_, codes_}; }
  const std::vector<CauseWords>& causes() const noexcept { return causes_; }

  std::string_view keep(std::string_view text);
  std::span<const std::string_view> keep(std::vector<std::string_view> words);
  std::span<const std::uint16_t> keep(std::vector<std::uint16_t> numbers);
  std::span<const Wording> keep(std::vector<Wording> wordings);
  /// A pattern checked, with its needles. Throws Error (bad_pattern).
  Wording wording(const std::string& pattern);

 private:
  void prove_samples(std::vector<std::string>& faults);
  void prove_order(std::vector<std::string>& faults) const;

  std::deque<std::string> texts_;
  std::deque<std::vector<std::string_view>> words_;
  std::deque<std::vector<std::uint16_t>> numbers_;
  std::deque<std::vector<Wording>> wordings_;
  std::vector<Rule> rules_;
  std::vector<CodeForm> codes_;
  std::vector<CauseWords> causes_ = std::vector<CauseWords>(cause_count);
};

}  // namespace curfew::catalogue
