#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "curfew/input.h"
#include "exim/transcript.h"
#include "exim/transcript_line.h"

namespace curfew::exim {

/// What several processes print at once (`exim -d`, a queue run, a daemon in the foreground): the
/// number of its process before each line tells whose dialogue it is. Without numbers all lines are
/// one transcript.
///
/// A table of fixed size: a newcomer takes the place of the process that was silent longest.
class Transcripts {
 public:
  bool running() const noexcept { return running_; }
  void end() noexcept { running_ = false; }

  /// Needs: the line is not blank. `time` is given to all events.
  LineUse read(const Line& line, Instant time, RecentHosts& hosts, Events& events);

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(running_, processes_);
  }

 private:
  static constexpr std::size_t most = 16;
  struct Process {
    std::array<char, 10> pid{};
    std::size_t pid_length = 0;
    std::uint64_t heard = 0;  // the number of its last line; 0: the place is free
    Transcript transcript;

    template <class Archive>
    void each_field(Archive& archive) {
      text::text_in(archive, pid, pid_length);
      archive(heard, transcript);
    }
    std::string_view pid_view() const noexcept { return {pid.data(), pid_length}; }
  };

  Process* find(std::string_view pid) noexcept;
  Process& find_or_begin(std::string_view pid);
  void inherit(Process& process, std::string_view text);

  bool running_ = false;
  std::array<Process, most> processes_;
};

}  // namespace curfew::exim
