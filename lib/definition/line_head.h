#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "curfew/event.h"
#include "curfew/time.h"
#include "definition/plan.h"
#include "parse/syslog_head.h"
#include "time/stamp.h"

namespace curfew::definition {

/// Whose a line is, by what it begins with.
enum class Owner : std::uint8_t {
  nobody,   ///< blank, or a line of names of columns
  other,    ///< another program's
  server,   ///< the server's
  anybody,  ///< perhaps the server's: what no rule knows is another's
  strange,  ///< nothing that a head knows
};

/// Takes the head off a line. Has state (the order of columns, the last stamp); one for each log.
class LineHead {
 public:
  explicit LineHead(const Plan& plan);

  /// Sets the row to what the head told; `stamp` where it told a time (has_stamp()). Texts that do
  /// not stand in the line as they are live in `events`.
  Owner read(std::string_view line, Row& row, Events& events);
  bool has_stamp() const noexcept { return has_stamp_; }
  const Stamp& stamp() const noexcept { return stamp_; }
  /// Of a line of another program.
  const parse::SyslogHead& syslog() const noexcept { return syslog_; }

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(columns_);
  }

 private:
  bool read_stamp(const Head& head, std::string_view text);
  Owner read_syslog(const Head& head, std::string_view line, Row& row);
  bool read_pattern(const Head& head, std::string_view line, Row& row);
  Owner read_csv(const Head& head, std::string_view line, Row& row, Events& events);
  bool read_json(const Head& head, std::string_view line, Row& row, Events& events);

  const Plan& plan_;
  time::StampCache stamps_;
  Stamp stamp_;
  bool has_stamp_ = false;
  bool syslog_tried_ = false;
  bool is_syslog_ = false;
  parse::SyslogHead syslog_;
  std::vector<std::string> columns_;  // as the log's own line of names has them
};

/// Whether a tag is one of these programs; `anybody` for one that "*" alone fits.
Owner owner_of(std::string_view tag, const std::vector<std::string>& programs) noexcept;

/// Takes the members of an object that are named, "response.code", into the row. False where the
/// text is no whole object.
bool take_members(std::string_view object,
                  const std::vector<std::pair<std::string, Field>>& members, Row& row,
                  Events& events);

}  // namespace curfew::definition
