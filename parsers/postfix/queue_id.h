#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace curfew::postfix {

/// The word before the first ": " where it can be a queue id, cut off together with the colon and
/// the blank; else nothing and the body stays. "statistics" can be one too: see is_queue_id.
std::string_view take_queue_id(std::string_view& body) noexcept;

/// Whether such a word is an id and not a word of prose: all of Postfix's ids, hexadecimal digits
/// ("%05X%lX" of microseconds and inode) or long ones (enable_long_queue_ids), and what a log is
/// anonymized with.
bool is_queue_id(std::string_view word) noexcept;

/// When a message was given this long id; nothing for other ids and for times outside 2011 to 2099.
/// Postfix: global/mail_queue.h, MQID_LG_*.
std::optional<std::chrono::sys_time<std::chrono::microseconds>> time_of_queue_id(
    std::string_view id) noexcept;

}  // namespace curfew::postfix
