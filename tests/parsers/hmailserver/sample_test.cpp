#include <cstdlib>
#include <fstream>
#include <sstream>

#include "parsers/hmailserver/simulator.h"
#include "support/catch.h"

namespace curfew::test {

// CURFEW_BLESS=1 in the environment writes it anew.
TEST_CASE("the sample is what the simulator writes") {
  const hmail::Simulation simulation = simulate(hmail::Setup{
      .version = {.name = "5.6"}, .logging = {}, .seed = 2020, .days = 6, .messages_a_day = 24});
  const std::string path = CURFEW_SOURCE_DIR "/samples/hmailserver-curfew.log";
  if (std::getenv("CURFEW_BLESS") != nullptr) {
    std::ofstream(path, std::ios::binary) << simulation.log;
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  CHECK((text.str() == simulation.log));
  CHECK(simulation.log.size() < 1024 * 1024);
}

}  // namespace curfew::test
