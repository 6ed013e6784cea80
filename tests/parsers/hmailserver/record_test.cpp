#include "hmailserver/record.h"

#include <filesystem>
#include <sstream>
#include <string>

#include "support/catch.h"
#include "support/logs.h"

namespace curfew::test {
namespace {

using hmailserver::Record;

// A record behind those that were read before, and alone.
void check_same(time::StampCache& cache, const std::string& line) {
  Record alone;
  Record behind;
  const bool read = hmailserver::read_record(line, alone);
  const bool same = hmailserver::read_record(line, behind, &cache) == read &&
                    (!read || (behind.type == alone.type && behind.thread == alone.thread &&
                               behind.session == alone.session && behind.stamp == alone.stamp &&
                               behind.peer == alone.peer && behind.text == alone.text &&
                               behind.closed == alone.closed));
  if (!same) FAIL(line);
}

}  // namespace

TEST_CASE("a record is read the same whatever record was read before it") {
  const std::string lines[] = {
      "\"SMTPD\"\t8004\t101\t\"2026-01-05 00:00:00.000\"\t\"192.0.2.7\"\t\"SENT: 250 OK\"",
      "\"SMTPC\"\t8004\t101\t\"2026-01-05 00:00:59.999\"\t\"192.0.2.7\"\t\"SENT: QUIT\"",
      "\"SMTPC\"\t8004\t-1\t\"2026-01-05 00:00:00.000\"\t\"192.0.2.7\"\t\"SENT: QUIT\"",
      "\"SMTPC\"\t12345678\t1\t\"2026-01-05 00:00:00.000\"\t\"192.0.2.7\"\t\"SENT: QUIT\"",
      "\"SMTPC\"  8  1  \"2026-01-05 00:00:00.000\"  \"192.0.2.7\"  \"SENT: QUIT\"",
      "\"SMTPC\"\t8004\t101\t\"2026-01-05 00:00:0x.000\"\t\"192.0.2.7\"\t\"SENT: QUIT\"",
      "\"SMTPC\"\t8004\t101\t\"2026-01-05 00:00:60.000\"\t\"192.0.2.7\"\t\"SENT: QUIT\"",
      "\"SMTPC\"\t8004\t101\t\"2026-01-05 00:01:00\"\t\"192.0.2.7\"\t\"SENT: QUIT and more of it\"",
      "\"SMTPC\"\t8004\t101\t\"2026-01-05T00:00:00.000\"\t\"192.0.2.7\"\t\"SENT: QUIT\"",
      "\"SMTPC\"\t8004\t101\t\"2026-01-05 00:00:00.000\"\t\"192.0.2.7",
      "\"SMTPC\"\t8004\t101\t\"2026-01-05 00:00:00.000\"\t\"\"\t\"no end",
      "\"TCPIP\"\t8000\t\"2026-01-05 00:00:00.000\"\t\"TCP - 192.0.2.7 connected to "
      "192.0.2.1:25.\"",
      "\"DEBUG\"\t8000\t\"2026-01-05 00:00:00.000\"\t\"\"",
      "\"DEBUG\"\t8000\t\"2026-01-05 00:00:00.000\"",
      "\"APPLICATION\"\t8000\t\"2026-01-05 00:00:00.000\"\t\"a \"word\"\"",
      "\"APPLICATIONS\"\t8000\t\"2026-01-05 00:00:00.000\"\t\"a\"",
      "\"ERROR\"\t8000\t\"2026-01-05 00:00:00.000\"\t\"a\"",
      "\"IMAPD\"\t8000\t7\t\"2026-01-05 00:00:00.000\"\t\"192.0.2.7\"\t\"a\"",
      "",
  };
  for (const std::string& first : lines) {
    for (const std::string& second : lines) {
      for (std::size_t n = 0; n <= second.size(); ++n) {
        time::StampCache cache;
        hmailserver::read_time("2026-01-05T00:00:00.000", first.empty() ? &cache : nullptr);
        check_same(cache, first);
        check_same(cache, second.substr(0, n));  // a buffer of its own: overruns show
      }
    }
  }
}

TEST_CASE("the records of the logs at hand are read the same alone and one behind the other") {
  std::size_t count = 0;
  for (const std::filesystem::path& path :
       logs_in({"/samples", "/tests/parsers/hmailserver"}, {".log", ".txt"})) {
    time::StampCache cache;
    std::istringstream text(unpacked_text(path));
    for (std::string line; std::getline(text, line); ++count) check_same(cache, line);
  }
  CHECK(count > 1000);
}

}  // namespace curfew::test
