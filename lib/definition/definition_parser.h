#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "curfew/parser.h"
#include "definition/line_head.h"
#include "definition/plan.h"
#include "definition/rule_reader.h"
#include "definition/table.h"
#include "definition/transcripts.h"
#include "parse/other_servers.h"

namespace curfew::definition {

/// Of a longer line only the front is looked at; records are read whole.
inline constexpr std::size_t longest_text = 8192;

/// What a parser is to look at of a line.
std::string_view front_of(const Plan& plan, std::string_view line) noexcept;

/// Reads a log as a definition says.
class DefinitionParser final : public Parser {
 public:
  /// `on_rule` is told the place of each line's rule; may be empty.
  DefinitionParser(std::shared_ptr<const Plan> plan, const ClockHints& hints,
                   std::function<void(std::size_t)> on_rule);

  void parse(Lines lines, Events& events) override;
  std::vector<Remark> remarks() const override;
  std::unique_ptr<Parser> copy() const override {
    return std::make_unique<DefinitionParser>(*this);
  }
  bool keep(std::string& state) const override;
  void restore(std::string_view state) override;
  /// What is kept: text/state.h, and by which definition.
  template <class Archive>
  void each_field(Archive& archive) {
    std::uint64_t hash = plan_->hash;
    archive(hash);
    if constexpr (Archive::is_reading) {
      if (hash != plan_->hash) return archive.damage();
    }
    archive(head_, others_, last_, any_stamp_);
    for (Table& table : tables_) archive(table);
    if (transcripts_) archive(*transcripts_);
  }

 private:
  LineUse read(const Line& line, Events& events);
  LineUse read_by_rule(const Rule& rule, const Line& line, Events& events);
  void tell(const Rule& rule, const LinePlace& place, bool cut, Events& events);
  Instant time_of_line();

  std::shared_ptr<const Plan> plan_;
  std::function<void(std::size_t)> on_rule_;
  LineHead head_;
  std::vector<Table> tables_;
  std::optional<Transcripts> transcripts_;
  parse::OtherServers others_;
  Row row_;
  Facts facts_;
  Instant last_{};
  bool any_stamp_ = false;
};

}  // namespace curfew::definition
