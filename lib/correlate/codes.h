#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "correlate/correlator.h"
#include "correlate/remote_code_table.h"
#include "curfew/catalogue.h"
#include "curfew/event.h"
#include "text/hash.h"
#include "text/names.h"
#include "text/state.h"
#include "text/zeroed_table.h"

namespace curfew::correlate {

/// Which wording of a code is its commonest. The few that lead are counted, and one that is not
/// among them takes one from each (Misra and Gries): what more than a fifth of all replies say
/// stays among them, however many wordings there are.
class Wordings {
 public:
  /// Counts it; true where it has just become the commonest. A wording is never 0.
  bool count(std::uint32_t wording) noexcept {
    if (leading_[0].wording != wording) return count_other(wording);
    ++leading_[0].count;
    return false;
  }
  /// How often the commonest was met, at least.
  std::uint32_t most() const noexcept { return leading_[0].count; }
  template <class Archive>
  void each_field(Archive& archive) {
    archive(leading_);
  }

 private:
  struct Leading {
    std::uint32_t wording = 0;
    std::uint32_t count = 0;

    template <class Archive>
    void each_field(Archive& archive) {
      archive(wording, count);
    }
  };
  bool count_other(std::uint32_t wording) noexcept;

  std::array<Leading, 4> leading_;  // the commonest first
};

/// The group keys of refusals, and what each stood for at each remote.
///
/// A remote that words every reply differently gets `most_codes` keys; what comes later is counted
/// under "other replies". So untrusted texts cannot fill the memory.
class Codes {
 public:
  static constexpr std::uint32_t most_codes = 500;
  static constexpr std::size_t most_in_all = 100'000;  ///< of all remotes together

  /// No catalogue: the built-in one.
  explicit Codes(Names& names, std::shared_ptr<const Catalogue> catalogue = nullptr);
  /// What `other` knows, for a copy of its names.
  Codes(const Codes& other, Names& names);

  /// The key of the event's refusal at this remote, and keeps the facts of its commonest wording;
  /// fills the event's cause, provider and provider code.
  Name of(Event& event, Name remote);
  /// A key found elsewhere (the domain's last reason), now also this remote's.
  void share(Name remote, Name code, Event& event);
  const CodeFacts* find(Name remote, Name code) const noexcept;
  /// What codes stand for at another server's remotes: of a code of both, what the wording says
  /// that was met more often.
  void add(const Codes& other);

  /// As of Remotes.
  void rest() noexcept;
  void wake();

  /// As text/state.h says. The words are those of the names, entries those of the catalogue.
  void keep(text::StateWriter& writer) const;
  void restore(text::StateReader& reader);

 private:
  /// What a code stands for at a remote.
  struct Known {
    CodeFacts facts;
    Wordings wordings;
    std::uint32_t of_another = 0;  // how often its wording was met where the facts are another's
  };

  /// A code, and what it stands for: null for "other replies".
  struct Found {
    Name code = Name::none;
    Known* known = nullptr;
  };

  /// A reply met lately, known by two hashes of everything its key is made of.
  struct alignas(64) Recent {
    text::HashPair key;
    std::string_view provider;  // the catalogue's
    Found found;
    std::uint32_t wording = 0;
    std::uint32_t provider_code_at = 0;  // in the reply's text
    std::uint16_t provider_code_size = 0;
    Cause cause = Cause::unknown;
  };
  static_assert(sizeof(Recent) == 64);

  /// What the codes of a reply came to at a remote, where its words do not matter.
  struct alignas(32) RecentCodes {
    text::HashPair key;
    Found found;
  };
  static_assert(sizeof(RecentCodes) == 32);

  static void note(const Event& event, const Classification& found, CodeFacts& facts);
  Classification classify(const Event& event);
  text::HashPair key_of(const Event& event, Name remote, Name code) const noexcept;
  static std::uint32_t wording_of(const Event& event, const Classification& found) noexcept;
  Found look_up(const Event& event, Name remote);
  Found look_up_words(const Event& event, Name remote);

  static constexpr std::size_t recent_count = 4096;  // powers of two
  static constexpr std::size_t recent_codes_count = 4096;

  Names& names_;
  std::shared_ptr<const Catalogue> catalogue_;
  std::optional<Classifier> classifier_;  // while awake, once a reply came
  std::uint64_t seed_;
  text::ZeroedTable<Recent> recent_;
  text::ZeroedTable<RecentCodes> recent_codes_;
  std::string key_;
  RemoteCodeTable<Known> known_;
  std::vector<std::uint16_t> codes_of_remote_;  // by remote: how many
};

}  // namespace curfew::correlate
