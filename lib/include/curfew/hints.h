#pragma once

// What a program's user can do about something, in the program's own words. A value; who only reads
// it may share it between threads.
//
//     curfew::Hints words;
//     words.set(curfew::Hint::more_findings, "(press F3)");
//     std::cout << words.after("and 4 others", curfew::Hint::more_findings) << '\n';

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/export.h"

namespace curfew {

/// What the user of a program can do about something that the library says. Which option, button
/// or call does it is the program's to know: it gives the words, see Hints.
enum class Hint : std::uint8_t {
  none,
  // Behind what a page leaves out: how to see it.
  more_remotes,    ///< "and 4 other remotes" in a report
  more_findings,   ///< "and 4 others" among the findings of a report
  more_days,       ///< "12 days left out" of the drawing of a pattern
  more_rows,       ///< "and 4 others" below a table of a daily report
  full_report,     ///< "and 4 others" among the findings of a daily report
  more_templates,  ///< "and 30 lines of other templates" of Lint
  more_logs,       ///< "and 4 other logs" of Lint
  more_messages,   ///< "and 4 more messages" of Traces
  more_waiting,    ///< "and 4 others" of a QueueListing
  more_senders,    ///< "and 4 other senders" of Affected
  // Behind how logs were read.
  unknown_lines,  ///< "3 unknown": how to see those lines
  by_log_zone,    ///< "stamps read in UTC": what AnalyzerOptions::log_zone is called
  by_year,        ///< "first year 2020": what AnalyzerOptions::year is called
  // Behind warnings: how to read the logs better.
  set_year,       ///< the year of the first stamp was guessed wrong
  name_log_zone,  ///< the clock of a log was put forward or back
  name_zone,      ///< stamps show two offsets from UTC
  read_less,      ///< there is more to keep than there is room for
  read_format,    ///< lines of another server are left out; data: the format that reads those
  // Behind advice.
  letter,    ///< their postmaster may be asked; data: the id of the finding
  affected,  ///< those whose mail it was may be told; data: the id of the finding
  // Behind what is to be done about an Error.
  standard_input,  ///< there is no such file
  log_files,       ///< a folder; data: its path
  read_again,      ///< a file was replaced while folders were read
  pipe,            ///< packed, or a journal: ends with a shell line that writes the log
  pipe_archive,    ///< files in a file: ends with a shell line that writes what is in it
  pipe_all,        ///< unpacking was stopped; data: a shell line that writes all of it
  journal,         ///< a systemd journal could not be read
  queue_listing,   ///< no log, but a listing of a queue
  known_server,    ///< no line of a server's log is known, though its logs are read
  unread_server,   ///< a server's logs are not read; data: the server
  no_mail_log,     ///< no log that is known
  engine_tables,   ///< the engine lacks tables: what prints their definition
  engine_user,     ///< the engine does not know the user or the password
  engine_push,     ///< the engine does not hold what was asked for: how logs are sent to it
};

inline constexpr std::size_t hint_count = static_cast<std::size_t>(Hint::engine_push) + 1;

/// A program's words for hints. Without any, which is how it begins, the library's texts are whole
/// in themselves: "and 4 others". A value; whoever only reads it may share it between threads.
///
///     curfew::Hints words;
///     words.set(curfew::Hint::more_findings, "(press F3)");
///     words.set(curfew::Hint::letter, "; the button \"Letter\" of {} writes to them");
///     report.hints = words;
class CURFEW_API Hints {
 public:
  /// In place of earlier ones. The first "{}" stands for the data, of hints that have some; where
  /// there are none, it goes with the blank before it. Words stand behind a text, after a blank.
  /// Those that begin with a comma, a semicolon or a colon end its last sentence, before the
  /// period; those that begin with a bar end its shell line, before the accent that closes it.
  void set(Hint hint, std::string words);
  /// Empty where there are none. Lives until the next set().
  std::string_view words(Hint hint) const noexcept;
  /// The text, with the words for the hint. The words alone where the text is empty.
  std::string after(std::string text, Hint hint, std::string_view data = {}) const;

 private:
  std::vector<std::string> words_;  // by hint
};

}  // namespace curfew
