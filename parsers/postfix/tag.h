#pragma once

#include <cstdint>
#include <string_view>

namespace curfew::postfix {

/// What the executable that wrote a line is to us. The name is that of the program, not of the
/// master.cf service: retry and error are both "error", every pipe is "pipe".
enum class Program : std::uint8_t {
  none,   ///< the tag names none: "postfix" alone (start-up lines, RFC 5424 written by rsyslog)
  other,  ///< not an executable of Postfix
  mail,   ///< delivers, or moves mail in the queue
  lmtp,
  inbound,  ///< takes mail in; says of use only that a message came
  service,  ///< says nothing about outgoing mail
};

/// A syslog tag: "postfix-out/submission/smtpd" is instance, service, program.
struct Tag {
  std::string_view instance;
  std::string_view service;
  std::string_view program;
};

/// Cuts at the first and the last slash; "postfix" is an instance without a program.
Tag read_tag(std::string_view tag) noexcept;

Program program_named(std::string_view name) noexcept;

/// "postfix", or the name of a second instance, which begins with "postfix-" (multi_instance_name).
bool is_postfix_instance(std::string_view instance) noexcept;

}  // namespace curfew::postfix
