#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "curfew/event.h"
#include "definition/plan.h"

namespace curfew::definition {

/// What lines told under a key, for lines that come later. Bounded in entries and in bytes: a
/// newcomer takes the oldest one's place.
class Table {
 public:
  explicit Table(const TableForm& form);

  /// What the row has of the table's fields is kept, beside what was. Nothing without a whole key.
  void store(const Row& row);
  /// What was kept, where the row does not say it itself; the texts live as long as the events.
  void join(Row& row, Events& events);
  void drop(const Row& row);

  /// Entries that had to make room.
  std::uint64_t given_up() const noexcept { return given_up_; }

  /// What is kept: text/state.h. Read into a table of the same form.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(seed_, entries_, oldest_, given_up_);
    if constexpr (Archive::is_reading) {
      if (!find_places()) archive.damage();
    }
  }

 private:
  struct Entry {
    std::uint64_t hash = 0;
    bool used = false;
    std::string text;                    ///< the values, one behind the other
    std::vector<std::uint16_t> lengths;  ///< of each field, one more than it has; 0: there is none

    template <class Archive>
    void each_field(Archive& archive) {
      archive(used);
      if (used) archive(hash, text, lengths);
    }
  };
  static constexpr std::size_t longest_value = 512;
  static constexpr std::size_t most_bytes = std::size_t{16} << 20U;

  bool hash_of(const Row& row, std::uint64_t& hash) const;
  Entry& entry_for(std::uint64_t hash);
  void give_up(std::size_t at);
  bool find_places();
  bool fits(const Entry& entry) const noexcept;

  const TableForm& form_;
  std::uint64_t seed_;
  std::vector<Entry> entries_;
  std::size_t oldest_ = 0;
  std::size_t bytes_ = 0;
  std::uint64_t given_up_ = 0;
  std::unordered_map<std::uint64_t, std::size_t> places_;
};

}  // namespace curfew::definition
