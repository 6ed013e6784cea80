#include <algorithm>
#include <ostream>
#include <string>

#include "curfew/affected.h"
#include "text/csv.h"

namespace curfew {
namespace {

std::string all_recipients(const AffectedSender& one) {
  std::string all;
  for (const std::string& recipient : one.recipients) {
    if (!all.empty()) all += ' ';
    all += recipient;
  }
  return all;
}

}  // namespace

void write_csv(const Affected& affected, std::ostream& out, std::size_t top) {
  out << "sender,messages,returned,waiting,removed,late,first_try,last_try,longest_wait_seconds,"
         "recipients,more_recipients\r\n";
  const std::size_t told =
      top == 0 ? affected.senders.size() : std::min(top, affected.senders.size());
  for (std::size_t i = 0; i < told; ++i) {
    const AffectedSender& one = affected.senders[i];
    std::string row;
    text::append_csv(row, one.sender);
    for (const std::uint64_t count : {one.ends.messages(), one.ends.returned, one.ends.waiting,
                                      one.ends.removed, one.ends.late}) {
      row += ',' + std::to_string(count);
    }
    row += ',' + rfc3339(one.first_try, affected.zone);
    row += ',' + rfc3339(one.last_try, affected.zone);
    row +=
        ',' + std::to_string(std::chrono::round<std::chrono::seconds>(one.longest).count()) + ',';
    text::append_csv(row, all_recipients(one));
    out << row << ',' << one.more_recipients << "\r\n";
  }
}

}  // namespace curfew
