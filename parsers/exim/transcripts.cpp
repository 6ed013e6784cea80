#include "exim/transcripts.h"

#include <algorithm>

namespace curfew::exim {
namespace {

// What is said of a message only while it is delivered; an arrival may be another message's.
bool is_about_delivery(std::string_view text) noexcept {
  const std::string_view logged = without_indent(text);
  return is_connecting(text) || logged.starts_with("== ") || logged.starts_with("=> ") ||
         logged.starts_with("-> ") || logged.starts_with("** ");
}

}  // namespace

Transcripts::Process* Transcripts::find(std::string_view pid) noexcept {
  const auto found = std::ranges::find_if(processes_, [pid](const Process& process) {
    return process.heard != 0 && process.pid_view() == pid;
  });
  return found == processes_.end() ? nullptr : &*found;
}

Transcripts::Process& Transcripts::find_or_begin(std::string_view pid) {
  if (Process* const known = find(pid)) return *known;
  Process& process = *std::ranges::min_element(processes_, {}, &Process::heard);
  std::ranges::copy(pid, process.pid.begin());
  process.pid_length = pid.size();
  process.transcript.begin();
  return process;
}

// One process delivers a message, and another, which may not name it, speaks to the remote:
// "local-accept-delivery forked for transport: 759", where that is told.
void Transcripts::inherit(Process& process, std::string_view text) {
  constexpr std::string_view forked = " forked for transport: ";
  const std::size_t at = text.find(forked);
  if (at != std::string_view::npos) {
    const std::string_view child = text.substr(at + forked.size());
    const bool is_pid = !child.empty() && child.size() <= 10 &&
                        std::ranges::all_of(child, text::is_digit) && child != process.pid_view();
    const std::string_view id = process.transcript.id();
    if (!is_pid || id.empty()) return;
    Process& begun = find_or_begin(child);
    begun.heard = process.heard;
    begun.transcript.deliver(id);
    return;
  }
  if (!is_about_delivery(text) || !process.transcript.id().empty()) return;
  std::string_view only;
  for (const Process& other : processes_) {
    const std::string_view id = other.transcript.id();
    if (other.heard == 0 || id.empty() || id == only) continue;
    if (!only.empty()) return;
    only = id;
  }
  process.transcript.deliver(only);
}

LineUse Transcripts::read(const Line& line, Instant time, RecentHosts& hosts, Events& events) {
  Prefixed prefixed = read_prefix(line.text);
  // "250 ok" of a reply that was pasted without its blanks is no process 250.
  const bool is_process = !prefixed.doubtful || is_telling(prefixed.text) ||
                          (running_ && find(prefixed.pid) != nullptr);
  if (!is_process) prefixed = {.pid = {}, .text = line.text};
  if (!running_ && is_telling(prefixed.text)) {
    // A new transcript, or one that a log line interrupted: what went before is over.
    for (Process& process : processes_) process.heard = 0;
    running_ = true;
  }
  if (!running_) return is_prompt(prefixed.text) ? LineUse::ignored : LineUse::unknown;
  Process& process = find_or_begin(prefixed.pid);
  process.heard = line.number;
  inherit(process, prefixed.text);
  const Transcript::Place place{.time = time, .line = line.number};
  return process.transcript.read(prefixed.text, place, hosts, events);
}

}  // namespace curfew::exim
