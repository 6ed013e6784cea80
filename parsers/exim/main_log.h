#pragma once

#include <optional>

#include "curfew/parser.h"
#include "exim/body.h"
#include "exim/head.h"
#include "exim/header_copy.h"
#include "exim/recent_hosts.h"
#include "exim/split_entries.h"
#include "exim/transcripts.h"

namespace curfew::exim {

/// Reads main log, reject log, panic log and transcripts of Exim, alone or through syslog.
class MainLog final : public Parser {
 public:
  explicit MainLog(const ClockHints& hints) : Parser(hints) {}

  void parse(Lines lines, Events& events) override;
  std::vector<Remark> remarks() const override { return others_.remarks(); }
  std::unique_ptr<Parser> copy() const override { return std::make_unique<MainLog>(*this); }
  bool keep(std::string& state) const override;
  void restore(std::string_view state) override;
  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(second_line_due_, hosts_, headers_, transcripts_, split_, others_);
  }

 private:
  LineUse read(const Line& line, Events& events);
  LineUse read_stamped(const Head& head, const Line& line, Events& events);
  LineUse read_from_syslog(const Head& head, const Line& line, Events& events);
  void give_up(SplitEntry& entry, const Line& line, Events& events);
  LineUse read_entry(SplitEntry& entry, bool whole, const Line& line, Events& events);
  std::optional<LineUse> read_timed(const Line& line, Events& events);
  LineUse read_unstamped(const Line& line, Events& events);

  time::StampCache stamps_;
  bool second_line_due_ = false;
  RecentHosts hosts_;
  HeaderCopy headers_;
  Transcripts transcripts_;
  SplitEntries split_;
  parse::OtherServers others_;
};

}  // namespace curfew::exim
