#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/server.h"
#include "definition/server_table.h"

namespace curfew::definition {

/// What a definition's [server] says of its server. The file is read when something of it is asked
/// for the first time: formats are many, and of most of them nothing ever is.
class DefinedServer final : public ServerKnowledge {
 public:
  /// `title`: the format's, "TITLE (which log)". `table` must give the same one always, and may be
  /// called from several threads.
  DefinedServer(std::string_view title, std::function<const ServerTable&()> table);

  std::string_view title() const override { return title_; }
  RetryFacts retries() const override { return table_().retries; }
  std::optional<Advice> advise(const Remedy& remedy) const override;
  std::string_view words_for(RemedyKind kind) const override;
  std::vector<OptionalField> optional_fields() const override;
  std::vector<std::string> journal_programs() const override { return table_().journal; }

 private:
  std::string title_;
  std::function<const ServerTable&()> table_;
};

}  // namespace curfew::definition
