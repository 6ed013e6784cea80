#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "curfew/event.h"
#include "text/state.h"

namespace curfew::postfix {

/// Finds contacts that a delivery process logs twice: "connect to mx[192.0.2.7]:25: ..." before the
/// status line of the same failure, "lost connection with mx[192.0.2.7] ..." after the status line
/// of the recipient whose refusal ended the session, or after "host mx[192.0.2.7] said: 421 ...",
/// and that line once more for each recipient of a host that is not the last.
///
/// A process serves one delivery request after the other and never two at once, so its last line is
/// all there is to remember. Holds a fixed number of processes; a newcomer takes an old one's
/// place, and a repetition is then counted as a contact. The place depends on names alone: the same
/// log gives the same events.
class Contacts {
 public:
  /// Sets `repeats` of an attempt or session whose contact was logged before, and remembers it.
  /// `tag`: the process's tag, which with host and pid names it.
  void link(std::string_view tag, Event& event);

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(processes_);
    if constexpr (Archive::is_reading) {
      if (!processes_.empty() && processes_.size() != most_processes) archive.damage();
    }
  }

 private:
  enum class Last : std::uint8_t { none, connect, refusal, recipient_refused, status };
  struct Process {
    std::uint64_t name = 0;
    std::uint64_t remote = 0;
    std::uint64_t queue_id = 0;
    std::uint64_t line = 0;
    Last last = Last::none;

    template <class Archive>
    void each_field(Archive& archive) {
      archive(name, remote, queue_id, line);
      text::one_of(archive, last, Last::status);
    }
  };

  static constexpr std::size_t most_processes = 2048;

  Process& find(std::uint64_t name);

  std::vector<Process> processes_;  // all there may be, once there is one
};

}  // namespace curfew::postfix
