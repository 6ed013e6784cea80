#pragma once

#include <string_view>

#include "curfew/event.h"

namespace curfew::postfix {

/// "421", "421 text", "421-text".
bool begins_with_reply(std::string_view text) noexcept;

/// The reply itself; or the one it quotes, where a content filter passes on what the server behind
/// it said: "250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as X".
std::string_view reply_behind_filter(std::string_view reply) noexcept;

/// Cuts " (in reply to RCPT TO command)" off the end. Only the last one counts: the remote may
/// write such words itself. Of a line that was cut, a piece of it. False when it is not there as a
/// whole.
bool take_stage(std::string_view& reply, Stage& stage) noexcept;

/// "sending RCPT TO", the step at which a connection was lost; the rest of the line may follow.
Stage stage_of_phase(std::string_view phase) noexcept;

/// parse::read_reply, after the two things Postfix does to some replies: line ends as '?' (SASL),
/// and lines that are no reply in front of it.
Reply read_remote_reply(std::string_view raw, Events& events);

}  // namespace curfew::postfix
