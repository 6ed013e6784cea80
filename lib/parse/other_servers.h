#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "curfew/input.h"
#include "curfew/parser.h"
#include "curfew/server.h"
#include "parse/syslog_head.h"

namespace curfew::parse {

/// The one that wrote most of the lines; null when none wrote any, or none is known. Lives as long
/// as `known`, which may be null.
const KnownServers::Server* main_other_server(Lines lines, const KnownServers* known);

/// Counts the lines of other servers that a parser passes over. Who passes over their lines says
/// so: a report that leaves out half of a machine's mail must not look whole.
class OtherServers {
 public:
  /// `own`: the format that the log is read as; its server's lines are no other's.
  explicit OtherServers(std::string_view own = {}) noexcept : own_(own) {}

  /// Who there are: Parser::known_servers. Before the first line.
  void know(const KnownServers* known);
  /// A line of another program.
  void count(const SyslogHead& head) noexcept {
    if (known_ == nullptr) return;
    const std::size_t server = known_->find_tag(head.tag, head.body);
    if (server < lines_.size()) ++lines_[server];
  }
  /// "2 lines of TITLE are not read."
  std::vector<Remark> remarks() const;

  /// What is kept: text/state.h. Whoever goes on knows the same servers.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(lines_);
  }

 private:
  std::string_view own_;
  const KnownServers* known_ = nullptr;
  std::vector<std::uint64_t> lines_;  // by place among the servers
};

}  // namespace curfew::parse
