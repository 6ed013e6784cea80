#include <memory>

#include "hmailserver/hmailserver.h"
#include "hmailserver/knowledge.h"
#include "hmailserver/log.h"
#include "hmailserver/record.h"

namespace curfew::hmailserver {
namespace {

bool is_certain(std::string_view line) {
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  if (line.empty()) return false;
  Record record;
  if (line.front() == '"') return read_record(line, record);
  if (line.front() != '{') return is_awstats_line(line);
  std::string scratch;
  return read_json_record(line, record, scratch);
}

class HmailserverFormat final : public Format {
 public:
  std::string_view name() const noexcept override { return "hmailserver"; }
  std::string_view title() const noexcept override {
    return "hMailServer (hmailserver_YYYY-MM-DD.log)";
  }

  std::size_t recognize(Lines lines) const override {
    std::size_t certain = 0;
    for (const Line& line : lines) certain += is_certain(line.text) ? 1U : 0U;
    return certain;
  }

  std::unique_ptr<Parser> make(const ClockHints& hints) const override {
    return std::make_unique<Log>(hints);
  }

  bool has_stamps() const noexcept override { return true; }
  bool stamp(std::string_view line, Stamp& stamp) const override {
    if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    Record record;
    if (line.empty()) return false;
    std::string scratch;
    const bool read = line.front() == '"'
                          ? read_record(line, record)
                          : line.front() == '{' && read_json_record(line, record, scratch);
    if (read && record.stamp) stamp = *record.stamp;
    return read && record.stamp.has_value();
  }
  const ServerKnowledge* server() const noexcept override { return &knowledge(); }
};

}  // namespace

std::shared_ptr<const Format> format() {
  return std::make_shared<HmailserverFormat>();
}

}  // namespace curfew::hmailserver
