#pragma once

#include <string>
#include <vector>

#include "servers/clock.h"

namespace curfew::servers {

struct Recipient {
  std::string address;
  std::string domain;
  std::size_t remote = 0;
  bool asked = false;
  bool done = false;
  bool returned = false;
  int refused_by = -1;  // number of the rule that refused it last
};

struct Message {
  std::uint64_t number = 0;
  std::string id;  // in the log
  std::string sender;
  std::vector<Recipient> recipients;
  Time born = 0;
  int size = 0;
  int pending = 0;  // deliveries at work
  bool notification = false;
};

}  // namespace curfew::servers
