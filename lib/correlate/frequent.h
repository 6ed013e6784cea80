#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "text/names.h"

namespace curfew::correlate {

/// No address is longer (RFC 5321, 4.5.3.1.3); what is behind is not looked at.
constexpr std::size_t longest_address = 254;

/// A recipient or a sender, and how often it was counted.
struct FrequentWord {
  std::uint64_t hash = 0;
  Name word = Name::none;
  std::uint32_t first = 0;
  std::uint32_t retry = 0;

  std::uint64_t count() const noexcept { return std::uint64_t{first} + retry; }
  template <class Archive>
  void each_field(Archive& archive) {
    archive(hash, word, first, retry);
  }
  friend bool operator==(const FrequentWord&, const FrequentWord&) = default;
};

/// The words refused most, by Space-Saving: exact while there are at most `most`; a newcomer takes
/// the place and the count of the rarest.
class Refused {
 public:
  static constexpr std::size_t most = 16;

  /// The entry counted; its word may want to be set.
  FrequentWord& add(std::uint64_t hash, bool first);
  /// Without loss up to `most_in_sum`; of more, those with the least hashes are kept.
  void add(const Refused& other);
  static constexpr std::size_t most_in_sum = 1024;
  const std::vector<FrequentWord>& words() const noexcept { return words_; }
  void assign(std::vector<FrequentWord> words) { words_ = std::move(words); }
  template <class Archive>
  void each_field(Archive& archive) {
    archive(words_);
  }

 private:
  std::vector<FrequentWord> words_;
};

/// How often messages to recipients (or of senders) were accepted: of as many as there is room for,
/// those that were refused too before others. And about how many recipients there are at all.
class Accepted {
 public:
  static constexpr std::size_t most = 32;

  void add(std::uint64_t hash, bool first);
  void refused(std::uint64_t hash);  // this one is worth a place
  void add(const Accepted& other);   // as Refused's
  /// {first attempts, retries} accepted of this word.
  std::pair<std::uint32_t, std::uint32_t> of(std::uint64_t hash) const noexcept;
  double distinct() const;
  std::size_t memory() const noexcept { return entries_.capacity() * sizeof(Entry); }

  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t first = 0;
    std::uint32_t retry : 31 = 0;
    std::uint32_t refused : 1 = 0;

    template <class Archive>
    void each_field(Archive& archive) {
      std::uint32_t retries = retry;
      std::uint32_t was_refused = refused;
      archive(hash, first, retries, was_refused);
      retry = retries & 0x7FFFFFFFU;
      refused = was_refused & 1U;
    }
    std::uint64_t rank() const noexcept {
      return (std::uint64_t{refused} << 40) | (std::uint64_t{first} + retry);
    }
  };
  const std::vector<Entry>& entries() const noexcept { return entries_; }
  /// Which marks were met, for about how many there are.
  std::array<std::uint64_t, 4> seen() const noexcept { return seen_; }
  void assign(std::vector<Entry> entries, const std::array<std::uint64_t, 4>& seen) {
    entries_ = std::move(entries);
    seen_ = seen;
  }
  template <class Archive>
  void each_field(Archive& archive) {
    archive(entries_, seen_);
  }

 private:
  static constexpr std::size_t marks = 256;

  Entry* find(std::uint64_t hash) noexcept;
  Entry* place_for(std::uint64_t hash, bool refused);
  void mark(std::uint64_t hash) noexcept { seen_[(hash >> 46) % 4] |= 1ULL << ((hash >> 40) % 64); }

  std::vector<Entry> entries_;
  std::array<std::uint64_t, 4> seen_{};  // linear counting
};

/// Equal words, equal hashes, in every run: sketches of two runs may be added.
std::uint64_t word_hash(std::string_view word) noexcept;

}  // namespace curfew::correlate
