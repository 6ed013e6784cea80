#pragma once

#include <string>
#include <string_view>

#include "curfew/parser.h"
#include "hmailserver/record.h"
#include "hmailserver/server.h"
#include "time/stamp.h"

namespace curfew::hmailserver {

/// Reads the logs of hMailServer, from 4 to 5.7 and its forks.
class Log final : public Parser {
 public:
  explicit Log(const ClockHints& hints) : Parser(hints) {}

  void parse(Lines lines, Events& events) override;
  void finish(Events& events) override { server_.finish(events); }
  std::vector<Remark> remarks() const override;
  std::unique_ptr<Parser> copy() const override { return std::make_unique<Log>(*this); }
  bool keep(std::string& state) const override;
  void restore(std::string_view state) override;
  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(server_, unfinished_);
  }

 private:
  LineUse read(const Line& line, Events& events);
  LineUse read_padded(std::string_view text, const Line& line, Events& events);
  LineUse read_other(std::string_view text, const Line& line, Events& events);
  LineUse read_record_of(const Record& record, const Line& line, Events& events);
  LineUse read_also(const Record& record, const Line& line, Events& events);
  LineUse read_step_of(const Record& record, const Line& line, Events& events);

  Server server_;
  time::StampCache stamps_;
  std::string scratch_;
  bool unfinished_ = false;  // the newest record had no end
};

}  // namespace curfew::hmailserver
