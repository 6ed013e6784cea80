#include "parsers/hmailserver/remotes.h"

namespace curfew::test::hmail {

std::int64_t Dice::roll(std::int64_t sides) {
  state_ += 0x9E3779B97F4A7C15U;  // splitmix64
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  z ^= z >> 31U;
  return static_cast<std::int64_t>(z % static_cast<std::uint64_t>(sides));
}

std::vector<Host> Remotes::hosts_of(std::string_view domain) {
  const Host curfew{"cxr.mx.curfew.example", "192.0.2.10"};
  if (domain == "curfew.example") return {curfew};
  if (domain == "grey.example")
    return {{"mx1.grey.example", "192.0.2.20"}, {"mx2.grey.example", "192.0.2.21"}};
  if (domain == "dead.example")
    return {{"mx1.dead.example", "192.0.2.30"}, {"mx2.dead.example", "192.0.2.31"}};
  if (domain == "backup.example")
    return {{"mx1.backup.example", "192.0.2.30"}, {"mx2.backup.example", "192.0.2.40"}};
  if (domain == "good.example") return {{"mx.good.example", "192.0.2.50"}};
  if (domain == "lossy.example") return {{"mx.lossy.example", "2001:db8::60"}};
  if (domain == "smart.example.org") return {{"smart.example.org", "198.51.100.25"}};
  return {};
}

bool Remotes::is_dead(std::string_view ip) {
  return ip == "192.0.2.30" || ip == "192.0.2.31";
}

Manner Remotes::to_session(const Host& host, Clock now, Dice& dice) {
  if (host.name == "cxr.mx.curfew.example") {
    const Clock of_day = now % day / hour;
    if (of_day < 17 && of_day >= 7) return {};
    return {Stage::banner,
            "421 cxr.mx.curfew.example cmsmtp 203.0.113.5 blocked. Refer to Error "
            "Codes section at https://curfew.example/errors for more information. "
            "AUP#CXCNCT"};
  }
  const std::int64_t luck = dice.roll(100);
  if (host.name == "mx.good.example") {
    if (luck < 3) return {Stage::end_of_data, "452 4.3.1 out of space"};
    if (luck < 5) return {Stage::end_of_data, "554 5.7.1 looks like \"spam\" to us"};
    if (luck < 7) return {Stage::data, "451 4.3.0 later"};
    if (luck < 9) return {Stage::ehlo, "421-4.3.2 shutting down\r\n421 4.3.2 come back"};
  }
  if (host.name == "mx.lossy.example") {
    if (luck < 30) return {Stage::mail_from, ""};
    if (luck < 40) return {Stage::end_of_data, ""};
    if (luck < 50) return {Stage::banner, "554 5.3.2 no service here"};
    if (luck < 60) return {Stage::mail_from, "450 4.1.8 who are you?"};
  }
  if (host.name == "smart.example.org" && luck < 10) return {Stage::mail_from, "451 4.7.1 slower"};
  return {};
}

Manner Remotes::to_recipient(const Host& host, const std::string& pair, Clock now) {
  if (host.name.find("grey") != host.name.npos) {
    const auto [seen, added] = greylist_.emplace(pair, now);
    if (now - seen->second < 10 * minute) {
      return {Stage::rcpt_to, "451 4.7.1 Greylisted, please come back in 600 seconds"};
    }
  }
  if (pair.find(" nobody") != pair.npos) return {Stage::rcpt_to, "550 5.1.1 no such user"};
  if (pair.find(" full") != pair.npos)
    return {Stage::rcpt_to, "452-4.2.2 the mailbox\r\n452 4.2.2 is full"};
  return {};
}

}  // namespace curfew::test::hmail
