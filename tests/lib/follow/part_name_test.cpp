#include "follow/part_name.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "curfew/follow.h"
#include "follow/listing.h"
#include "support/catch.h"

namespace curfew::test {

TEST_CASE("names that a rotation gives are parts of one log") {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"mail.log", "mail.log"},
      {"mail.log.1", "mail.log"},
      {"mail.log.2.gz", "mail.log"},
      {"mail.log.10.xz", "mail.log"},
      {"mail.log.0.bz2", "mail.log"},
      {"mail.log.old", "mail.log"},
      {"mail.log-20261129", "mail.log"},
      {"mail.log-20261129.gz", "mail.log"},
      {"mail.log-2026112914", "mail.log"},
      {"mail.log-20261129-1764400000.zst", "mail.log"},
      {"mail.log.20261129.1", "mail.log"},
      {"mail-20261129.log", "mail.log"},
      {"mail.1.log", "mail.log"},
      {"mail.1.log.gz", "mail.log"},
      {"server_2026-11-24.log", "server.log"},
      {"mainlog.01", "mainlog"},
      {"mainlog.10.gz", "mainlog"},
      {"maillog", "maillog"},
      {"mx1.log", "mx1.log"},
      {"mx-2.log", "mx-2.log"},
      {"mx2", "mx2"},
      {"192.0.2.1", "192.0.2.1"},
      {"192.0.2.1.log", "192.0.2.1.log"},
      {"192.0.2.1.log.1", "192.0.2.1.log"},
      {"20261129", "20261129"},
      {"20261129.log", "20261129.log"},
      {"mail.12345678.log", "mail.12345678.log"},
      {".gz", ".gz"},
      {"1", "1"},
      {"", ""},
  };
  for (const auto& [name, series] : names) {
    INFO(name);
    CHECK(log_series(name) == series);
    CHECK(log_series("/var/log.1/" + name) == "/var/log.1/" + series);
  }
}

TEST_CASE("parts of a log stand in the order in which they were written") {
  const std::vector<std::vector<std::string>> orders = {
      {"mail.log.10.gz", "mail.log.9.gz", "mail.log.2.gz", "mail.log.1", "mail.log.0", "mail.log"},
      {"mail.log-20251231", "mail.log-20261129.gz", "mail.log-20261130", "mail.log"},
      {"s_2026-01-31.log", "s_2026-02-01.log"},
      {"mail.log-20261129.2", "mail.log-20261129.1", "mail.log-20261130", "mail.log"},
  };
  for (const std::vector<std::string>& order : orders) {
    std::vector<follow::FoundFile> files;
    for (const std::string& name : order) {
      struct ::stat nothing {};
      files.emplace_back(name, false, nothing);
    }
    std::vector<follow::FoundFile*> parts;
    for (follow::FoundFile& file : files) parts.push_back(&file);
    do {
      std::vector<follow::FoundFile*> sorted = parts;
      follow::put_in_order(sorted);
      for (std::size_t i = 0; i < order.size(); ++i) CHECK(sorted[i]->path() == order[i]);
    } while (std::ranges::next_permutation(parts).found);
  }
}

}  // namespace curfew::test
