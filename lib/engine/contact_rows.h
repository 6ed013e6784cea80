#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "correlate/correlator.h"

namespace curfew::engine {

/// Rows of contacts as they are sent, with their columns in the order of contact_columns.
extern const char* const contact_columns;

/// Contacts of a push, as rows that are collected until somebody takes them.
struct ContactChunk {
  std::string rows;
  std::size_t count = 0;
  std::vector<std::int32_t> months;  ///< since 1970, in which there are some; sorted

  /// Rows of more months than the engine takes at once.
  static constexpr std::size_t most_months = 90;
  static constexpr std::size_t most_bytes = std::size_t{32} * 1024 * 1024;
  bool is_full(std::size_t most_rows) const noexcept {
    return count >= most_rows || rows.size() >= most_bytes || months.size() >= most_months;
  }
  void add_month(std::int32_t month);
  void add(const ContactChunk& other);
  void clear() noexcept;
};

/// Writes the contacts of one server.
class ContactRows {
 public:
  explicit ContactRows(std::uint64_t push) : push_(push) {}

  void add(const Correlator& correlator, const Contact& contact, const Ledger::Counted& counted);

  ContactChunk chunk;
  std::uint64_t push() const noexcept { return push_; }
  std::uint64_t count() const noexcept { return next_event_; }
  /// Of all of them, in seconds since 1970; 0 where there are none.
  std::int64_t first() const noexcept { return first_; }
  std::int64_t last() const noexcept { return last_; }

 private:
  void append_time(std::int64_t seconds);

  std::uint64_t push_;
  std::uint64_t next_event_ = 0;
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  std::int64_t day_ = -1;
  std::string day_text_;
};

/// "2020-06-02 17:00:00", of seconds since 1970 that the engine can keep.
std::string time_text(std::int64_t seconds);
/// The nearest second that it can keep.
std::int64_t kept_second(Instant at) noexcept;

}  // namespace curfew::engine
