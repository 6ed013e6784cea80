#pragma once

#include <string>
#include <utility>

#include "curfew/c.h"
#include "support/catch.h"

namespace curfew::test {

/// A text of the interface, given back.
inline std::string taken(char* text) {
  std::string copy = text == nullptr ? "" : text;
  CHECK(curfew_string_free(text, nullptr) == CURFEW_OK);
  return copy;
}

/// Options that give the same answer everywhere and always.
inline curfew_options steady_options() {
  curfew_options options = CURFEW_OPTIONS_INIT;
  options.system_zone = "Europe/Berlin";
  options.now = 1'795'564'800;
  return options;
}

/// An analyzer that is freed, unless the test did it.
class OwnAnalyzer {
 public:
  explicit OwnAnalyzer(const curfew_options& options = steady_options()) {
    REQUIRE(curfew_analyzer_new(&options, &analyzer_, nullptr) == CURFEW_OK);
  }
  ~OwnAnalyzer() { curfew_analyzer_free(analyzer_, nullptr); }
  OwnAnalyzer(const OwnAnalyzer&) = delete;
  OwnAnalyzer& operator=(const OwnAnalyzer&) = delete;

  curfew_analyzer* get() const noexcept { return analyzer_; }
  curfew_session* session() const {
    curfew_session* session = nullptr;
    REQUIRE(curfew_session_new(analyzer_, "log", &session, nullptr) == CURFEW_OK);
    return session;
  }
  std::string report(int form = CURFEW_JSON) const {
    char* text = nullptr;
    REQUIRE(curfew_analyzer_report(analyzer_, form, &text, nullptr, nullptr) == CURFEW_OK);
    return taken(text);
  }

 private:
  curfew_analyzer* analyzer_ = nullptr;
};

}  // namespace curfew::test
