#include "servers/replies.h"

namespace curfew::servers {
namespace {

std::string hex(std::uint64_t value, int digits) {
  std::string text;
  for (int i = 0; i < digits; ++i) text += "0123456789ABCDEF"[value >> (4 * i) & 15U];
  return text;
}

std::string value_of(const std::string& field, const Asking& asking, const Host& host,
                     const std::string& our_ip, scenarios::Random& random) {
  if (field == "ip") return our_ip;
  if (field == "host") return host.name;
  if (field == "rcpt") return asking.recipient == nullptr ? std::string() : *asking.recipient;
  if (field == "from") return *asking.sender;
  if (field == "id") return hex(random.next(), 12);
  if (field == "number") return std::to_string(100'000 + random.below(900'000));
  if (field == "seconds") return std::to_string(30 + random.below(270));
  if (field == "date") return mail_date(asking.time) + " +0000";
  if (field == "weekday") return mail_date(asking.time).substr(0, 3);
  if (field == "clock") return date_time(asking.time, ' ').substr(11);
  return '{' + field + '}';
}

}  // namespace

std::string filled(const std::string& reply, const Asking& asking, const Host& host,
                   const std::string& our_ip, scenarios::Random& random) {
  std::string text;
  for (std::size_t i = 0; i < reply.size(); ++i) {
    const std::size_t end = reply[i] == '{' ? reply.find('}', i) : std::string::npos;
    if (end == std::string::npos) {
      text += reply[i];
    } else {
      text += value_of(reply.substr(i + 1, end - i - 1), asking, host, our_ip, random);
      i = end;
    }
  }
  return text;
}

}  // namespace curfew::servers
