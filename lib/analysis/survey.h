#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/head.h"
#include "analysis/server_result.h"
#include "curfew/input.h"
#include "curfew/parser.h"
#include "curfew/time.h"

namespace curfew::analysis {

/// A log that was opened and whose head was read.
struct OpenLog {
  std::unique_ptr<Source> source;
  std::unique_ptr<Head> head;
};

/// `tags` as of Wrapping. Throws what the source throws.
OpenLog open_log(const Input& input, const parse::StampedTags& tags);

/// What the head of a log told.
struct Survey {
  const Input* input = nullptr;
  const Format* format = nullptr;  ///< null: holds no mail log
  bool empty = false;
  bool is_packed = false;  ///< reading it is work for a thread of its own
  ClockHints hints;
  bool without_year = false;  ///< its stamps have none
  bool without_offset = false;
  std::optional<SeenOffset> offset;  ///< where all of its own stamps carry one
  std::optional<Instant> first;      ///< of its first line that has a stamp of its own
  std::vector<std::string> hosts;    ///< who wrote it, as far as its head names them; sorted
  std::string host;                  ///< of lines that name none
  Wrapping wrapping;
  std::string front;  ///< at most `front_size` bytes: the same log, the same front
  OpenLog opened;     ///< to be read on; where it is null, opened again

  static constexpr std::size_t front_size = 1024;
  static constexpr std::size_t most_hosts = 64;
};

/// The first logs stay open, so that nothing is read twice where few are read; of many a megabyte
/// each would be too much. For several threads.
class HeldHeads {
 public:
  static constexpr std::size_t most_logs = 64;
  static constexpr std::size_t most_bytes = 8 * Head::size;

  /// For one more log with a head of so many bytes: takes the room, where there is some.
  bool has_room(std::size_t bytes) noexcept;

 private:
  std::atomic<std::size_t> logs_ = 0;
  std::atomic<std::size_t> bytes_ = 0;
};

/// Of the log that was surveyed; `name` is empty where it has no input.
LogOrigin origin_of(const Survey& survey);

/// All but `input` and `opened`, as bytes, for restore() by the same version of the library; the
/// format is kept by its name.
std::string keep(const Survey& survey);
/// Puts that into a survey. Throws Error (unreadable) where the bytes are something else, or
/// `formats`, which must live as long, has no format of that name; the survey is then half of it.
void restore(Survey& survey, std::string_view state, const Formats& formats);

/// Fills what the lines of the head say, read with survey.format and survey.hints.
void read_head(const Head& head, Survey& survey);

}  // namespace curfew::analysis
