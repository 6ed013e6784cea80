#pragma once

#include <array>
#include <string>
#include <string_view>

#include "exim/body.h"
#include "parse/dialogue.h"

namespace curfew::exim {

/// Reads what one process of `exim -v`, `exim -d` or `exim -M id -v` prints: the dialogue with a
/// remote, and the log lines it led to, which have neither stamp nor id there.
///
/// A refusal in the dialogue is an event of kind session; the log lines that tell it again repeat
/// it. The server's side of a dialogue (exim -bs) is ignored.
class Transcript {
 public:
  struct Place {
    Instant time{};
    std::uint64_t line = 0;
  };

  /// Nothing is known of what went before.
  void begin();
  /// Of the message that is delivered; empty when it is not known.
  std::string_view id() const noexcept { return {id_.data(), id_length_}; }
  /// Needs: `id` is a message id, or empty.
  void deliver(std::string_view id) noexcept;
  /// Needs: the line is not blank, and what -d puts before it is taken off. `place` is given to all
  /// events.
  LineUse read(std::string_view text, const Place& place, RecentHosts& hosts, Events& events);

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(log_follows_, connecting_, in_dialogue_);
    text::text_in(archive, id_, id_length_);
    archive(host_, ip_, port_, dialogue_);
  }

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
