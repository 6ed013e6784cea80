#pragma once

#include <string>
#include <string_view>

#include "parse/envelope/envelope.h"

namespace curfew::parse {

/// "mta/smtp[427]: body", with or without a host or a priority before it: a line that lacks
/// nothing but its stamp.
bool begins_with_tag(std::string_view line) noexcept;
/// The same, and the host stands there.
bool begins_with_host_and_tag(std::string_view line) noexcept;

/// Appends the line as a syslog file holds it, "STAMP HOST TAG[PID]: BODY", where its head has
/// another shape. Taken are
/// - a facility, a severity or both before or behind the host, or in its place: busybox ("host
///   mail.info mta/smtp..."), FreeBSD's syslogd -v ("<mail.info> host"), AIX ("host mail:info"),
///   OpenWrt's logread, container images ("INFO mta/smtp...");
/// - no host: busybox -S, containers' own standard output;
/// - NethServer's "[1:host:mta/smtpd] body";
/// - labels in braces behind the stamp, as Loki's logcli gives them;
/// - a line with a head inside another: the inner one counts, and what it lacks (stamp, host) comes
///   from the outer one; a second stamp (ts), a logger's own head ("docker[1]: "). A stamp behind
///   one of `tags` is its server's own, and stays.
/// False, and nothing appended, for a line whose head is as it should be, or that has none.
bool append_with_usual_head(std::string& out, std::string_view line, const StampedTags& tags);

}  // namespace curfew::parse
