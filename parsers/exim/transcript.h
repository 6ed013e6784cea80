#pragma once

#include <array>
#include <string>
#include <string_view>

#include "curfew/lines.h"
#include "exim/body.h"
#include "parse/dialogue.h"

namespace curfew::exim {

/// Reads what `exim -v`, `exim -d` and `exim -M id -v` print: the dialogue with a remote, and the
/// log lines it led to, which have neither stamp nor id there.
///
/// A refusal in the dialogue is an event of kind session; the log lines that tell it again repeat
/// it. The server's side of a dialogue (exim -bs) is ignored.
class Transcript {
 public:
  bool running() const noexcept { return running_; }
  void end() noexcept { running_ = false; }

  /// Needs: the line is not blank. `time` is given to all events.
  LineUse read(const Line& line, Instant time, RecentHosts& hosts, Events& events);

 private:
  LineUse read_text(std::string_view text, const Context& context, RecentHosts& hosts,
                    Events& events);
  LineUse read_logged(std::string_view text, const Context& context, RecentHosts& hosts,
                      Events& events);
  LineUse read_connecting(std::string_view text, const Context& context, RecentHosts& hosts,
                          Events& events);
  LineUse read_connected(std::string_view text, const Context& context, RecentHosts& hosts,
                         Events& events);
  LineUse read_reply_line(std::string_view text, const Context& context, RecentHosts& hosts,
                          Events& events);
  LineUse read_silence(std::string_view text, const Context& context, RecentHosts& hosts,
                       Events& events);
  Event& begin_refusal(const Context& context, Events& events) const;

  bool running_ = false;
  bool log_follows_ = false;
  bool connecting_ = false;
  bool in_dialogue_ = false;  // since "Connecting to"
  std::array<char, 24> id_{};
  std::size_t id_length_ = 0;
  std::string host_;
  std::string ip_;
  std::uint16_t port_ = 0;
  parse::Dialogue dialogue_{{.line_break = "\\n"}};
};

}  // namespace curfew::exim
