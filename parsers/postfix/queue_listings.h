#pragma once

#include <string_view>

#include "curfew/queue.h"

namespace curfew::postfix {

/// `mailq`, `postqueue -p`, `sendmail -bp`: showq(8). Lives as long as the program.
const QueueForm& mailq() noexcept;
/// `postqueue -j`: one JSON object a message. Lives as long as the program.
const QueueForm& postqueue_json() noexcept;

/// A recipient, and why the message waits for it, in showq's words. What the server repeats without
/// asking again is the same reason; and what the remote said stands behind the name of one of its
/// hosts.
QueuedRecipient queued_recipient(std::string address, std::string_view reason);

}  // namespace curfew::postfix
