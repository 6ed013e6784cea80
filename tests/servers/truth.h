#pragma once

#include <string>
#include <vector>

#include "servers/rules.h"
#include "servers/world.h"

namespace curfew::servers {

/// What was planted: one cause, at one remote (or, without one, with us).
struct Planted {
  std::string remote{};
  std::string host{};  // where it is one of several
  std::string kind{};
  std::string variant{};                  // which of the ways to plant that kind
  std::vector<std::string> acceptable{};  // kinds of findings that would be right
  std::string reply{};
  std::vector<Hours> hours{};
  std::vector<Span> spans{};
  int limit = 0;
  Time period = 0;
  Time delay = 0;
};

/// Writes all that is true of a log as JSON.
void write_truth(const Settings& settings, const World& world, const std::vector<Planted>& planted);

}  // namespace curfew::servers
