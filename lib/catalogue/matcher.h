#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/rule.h"
#include "text/pattern.h"

namespace curfew::catalogue {

/// A reply made ready to be searched for many things: steady (smtp/steady_text.h), and which
/// threes of characters stand in it.
class Subject {
 public:
  /// Takes what refused means: "421 4.7.0 text".
  void set(const Reply& reply);

  std::string_view text() const noexcept { return text_; }
  std::uint16_t code() const noexcept { return code_; }

  /// A word in small letters, of three characters or more, by its first and last three.
  struct Ends {
    std::uint16_t first = 0;
    std::uint16_t last = 0;
  };
  static Ends ends_of(std::string_view needle) noexcept;
  /// The threes of characters that stand in it, whatever the case, and maybe some that do not.
  const std::bitset<4096>& threes() const {
    if (!prepared_) prepare();
    return threes_;
  }
  /// Needs: threes() was asked for.
  bool holds(std::string_view needle) const noexcept {
    return lower_.find(needle) != std::string::npos;
  }

 private:
  void prepare() const;

  std::string text_;
  std::uint16_t code_ = 0;
  mutable std::string lower_;
  mutable std::bitset<4096> threes_;
  mutable bool prepared_ = false;
};

/// Finds rules in replies. Expressions are compiled when they are first needed: most never are.
class Matcher {
 public:
  explicit Matcher(const Rules& rules);

  /// The first rule from `from` on that fits, up to rank `last`; null when there is none.
  const Rule* first(const Subject& subject, std::string_view remote_host, Rank last);
  bool fits(const Rule& rule, const Subject& subject, std::string_view remote_host);
  /// The provider code in the subject: of the rule's provider, else one that is unmistakable.
  std::string_view code_of(const Rule& rule, const Subject& subject);
  const CodeForm* unmistakable(const Subject& subject, std::string_view& code);

  /// A number for the set of rules that need the remote's name and get it from this host; 0 for
  /// none of them.
  std::uint64_t providers_of(std::string_view host) const noexcept;

  const Rules& rules() const noexcept { return rules_; }

 private:
  const text::Pattern& compiled(std::unique_ptr<text::Pattern>& slot, std::string_view pattern);
  void add_needles(const Wording& wording);
  bool may_match(const Wording& wording, std::size_t number, const Subject& subject) const;
  bool says(std::size_t rule, const Subject& subject);

  Rules rules_;
  std::vector<Subject::Ends> ends_;           // of all needles
  std::vector<std::uint32_t> first_ends_;     // by wording, then by code form
  std::vector<std::uint32_t> first_wording_;  // by rule
  std::vector<std::uint32_t>
      host_rules_;  // those that need the remote's name, one for all with the same hosts
  std::vector<std::unique_ptr<text::Pattern>> wordings_;
  std::vector<std::unique_ptr<text::Pattern>> codes_;
};

}  // namespace curfew::catalogue
