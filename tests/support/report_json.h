#pragma once

#include <sstream>
#include <string>

#include "curfew/report.h"

namespace curfew::test {

inline std::string json(const Report& report) {
  std::ostringstream out;
  write_json(report, out);
  return out.str();
}

}  // namespace curfew::test
