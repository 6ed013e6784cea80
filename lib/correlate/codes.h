#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "correlate/remote_code_table.h"
#include "curfew/catalogue.h"
#include "curfew/correlator.h"
#include "curfew/event.h"
#include "curfew/names.h"
#include "text/hash.h"

namespace curfew::correlate {

/// The group keys of refusals, and what each stood for at each remote.
///
/// A remote that words every reply differently gets `most_codes` keys; what comes later is counted
/// under "other replies". So a stranger's texts cannot fill the memory.
class Codes {
 public:
  static constexpr std::uint32_t most_codes = 500;
  static constexpr std::size_t most_in_all = 100'000;  ///< of all remotes together

  /// No catalogue: the built-in one.
  explicit Codes(Names& names, std::shared_ptr<const Catalogue> catalogue = nullptr);

  /// The key of the event's refusal at this remote, and keeps the facts of its first; fills the
  /// event's cause, provider and provider code.
  Name of(Event& event, Name remote);
  /// A key found elsewhere (the domain's last reason), now also this remote's.
  void share(Name remote, Name code, Event& event);
  const CodeFacts* find(Name remote, Name code) const noexcept;

 private:
  /// A reply met lately, known by two hashes of everything its key is made of.
  struct alignas(64) Recent {
    text::HashPair key;
    Name code = Name::none;
    Cause cause = Cause::unknown;
    std::string_view provider;           // the catalogue's
    std::uint32_t provider_code_at = 0;  // in the reply's text
    std::uint32_t provider_code_size = 0;
  };

  /// What the codes of a reply came to at a remote, where its words do not matter.
  struct alignas(32) RecentCodes {
    text::HashPair key;
    Name code = Name::none;
  };

  void note(Name remote, Name code, const Event& event, const Classification& found);
  Classification classify(const Event& event);
  text::HashPair key_of(const Event& event, Name remote, Name code) const noexcept;
  Name look_up(Event& event, Name remote);
  Name look_up_words(const Event& event, Name remote, const Classification& found);

  static constexpr std::size_t recent_count = 4096;  // powers of two
  static constexpr std::size_t recent_codes_count = 4096;

  Names& names_;
  Classifier classifier_;
  std::uint64_t seed_;
  std::vector<Recent> recent_;
  std::vector<RecentCodes> recent_codes_;
  std::string key_;
  Name other_replies_ = Name::none;
  RemoteCodeTable<CodeFacts> facts_;
  std::vector<std::uint16_t> codes_of_remote_;  // by remote: how many
};

}  // namespace curfew::correlate
