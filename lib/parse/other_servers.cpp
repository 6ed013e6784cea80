#include "parse/other_servers.h"

#include <algorithm>
#include <string>

#include "text/grouped.h"

namespace curfew::parse {

const KnownServers::Server* main_other_server(Lines lines, const KnownServers* known) {
  if (known == nullptr) return nullptr;
  const std::span<const KnownServers::Server> servers = known->servers();
  std::vector<std::uint64_t> counts(servers.size());
  for (const Line& line : lines) {
    const std::size_t server = known->find_line(line.text);
    if (server < counts.size()) ++counts[server];
  }
  const auto most = std::ranges::max_element(counts);
  return most == counts.end() || *most == 0
             ? nullptr
             : &servers[static_cast<std::size_t>(most - counts.begin())];
}

void OtherServers::know(const KnownServers* known) {
  if (known == known_) return;
  known_ = known;
  // Numbers that an earlier run kept stay.
  lines_.resize(known == nullptr ? 0 : known->servers().size());
}

std::vector<Remark> OtherServers::remarks() const {
  std::vector<Remark> remarks;
  if (known_ == nullptr) return remarks;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    if (lines_[i] == 0) continue;
    const KnownServers::Server& server = known_->servers()[i];
    const bool one = lines_[i] == 1;
    std::string text = text::grouped(lines_[i]);
    text += one ? " line of " : " lines of ";
    text += server.title;
    text += one ? " is not read" : " are not read";
    const std::string_view name = server.format;
    if (!own_.empty() && name == own_) continue;
    remarks.push_back({.key = "other_server",
                       .text = text + '.',
                       .hint = name.empty() ? Hint::none : Hint::read_format,
                       .hint_data = std::string(name)});
  }
  return remarks;
}

}  // namespace curfew::parse
