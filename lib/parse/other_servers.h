#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/input.h"
#include "curfew/parser.h"
#include "parse/syslog_head.h"

namespace curfew::parse {

/// Mail transfer servers whose lines the parser of a log does not read, known by their syslog tag
/// or by a shape that no other program's lines have. Who passes over their lines says so: a report
/// that leaves out half of a machine's mail must not look whole.
enum class OtherServer : std::uint8_t {
  none,
  sendmail,
  opensmtpd,
  qmail,
  courier,
  haraka,
  maddy,
  stalwart,
  kumomta,
  zonemta,
  mdaemon,
  exchange,
  mailenable,
  kerio,
  domino,
  icewarp,
  // Those that are read, in a log that was taken for the other's.
  postfix,
  exim
};

inline constexpr std::size_t other_server_count = 18;

/// "Sendmail". Needs: not `none`.
std::string_view title(OtherServer server) noexcept;
/// The format its logs are read as, "sendmail"; empty where they are not read. Needs: not `none`.
std::string_view format(OtherServer server) noexcept;

/// Whose a line of a mixed log is: by its tag, and where others share the tag ("sendmail" is also a
/// command of Postfix's) by its shape.
OtherServer other_server_of(const SyslogHead& head) noexcept;
/// Whose a line is, by its tag or its shape, with a syslog head or without. Slow.
OtherServer other_server_of(std::string_view line) noexcept;

/// The one that wrote most of the lines; `none` when none wrote any.
OtherServer main_other_server(Lines lines) noexcept;

/// Counts the lines of other servers that a parser passes over.
class OtherServers {
 public:
  /// `own`: the format that the log is read as; its server's lines are no other's.
  explicit OtherServers(std::string_view own = {}) noexcept : own_(own) {}

  /// A line of another program.
  void count(const SyslogHead& head) noexcept {
    ++lines_[static_cast<std::size_t>(other_server_of(head))];
  }
  /// "2 lines of Sendmail are not read."
  std::vector<Remark> remarks() const;

 private:
  std::string_view own_;
  std::array<std::uint64_t, other_server_count> lines_{};
};

}  // namespace curfew::parse
