#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/input.h"

namespace curfew::input {

/// What a journal's file begins with. https://systemd.io/JOURNAL_FILE_FORMAT
inline constexpr std::string_view journal_magic = "LPKSHHRH";

/// The journal in an open file, a record a line, as `journalctl -o json` prints it; what is older
/// than `since` may be left out. Closes the descriptor, also when it throws Error (unreadable, or
/// compressed where this build does not read journals).
std::unique_ptr<Source> journal_in(int descriptor, const std::string& path,
                                   std::optional<Instant> modified, std::optional<Instant> since);
/// This machine's journal, of it what has the facility mail or is of one of these programs.
std::unique_ptr<Source> journal_of_this_machine(std::optional<Instant> since,
                                                const std::vector<std::string>& programs);

/// A journal as it grows: read() gives 0 where there is nothing now.
class GrowingJournal : public Source {
 public:
  /// Of the last record that was given whole; empty: none yet.
  virtual std::string cursor() const = 0;
};

/// From behind the record of `cursor` on; where that is empty or gone, from `since` on. The journal
/// of this machine, or the journal files in `folder`.
std::unique_ptr<GrowingJournal> growing_journal(const std::string& cursor,
                                                std::optional<Instant> since,
                                                const std::vector<std::string>& programs,
                                                const std::string& folder = {});

/// The name of the source that has no path.
inline constexpr std::string_view journal_name = "the journal";

}  // namespace curfew::input
