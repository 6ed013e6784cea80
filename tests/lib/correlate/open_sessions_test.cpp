#include "correlate/open_sessions.h"

#include "support/catch.h"

namespace curfew::correlate {
namespace {

using namespace std::chrono_literals;

constexpr auto remote = static_cast<Name>(1);
constexpr auto other = static_cast<Name>(2);
const Instant noon{1'591'099'200s};

}  // namespace

TEST_CASE("sessions that overlap are open at once") {
  OpenSessions sessions;
  CHECK(sessions.begin(remote, 1, noon, 60s).open == 1);
  CHECK(sessions.begin(remote, 2, noon + 10s, 60s).open == 2);
  CHECK(sessions.begin(remote, 3, noon + 65s, 60s).open == 2);
  CHECK(sessions.begin(remote, 4, noon + 200s, 60s).open == 1);
}

TEST_CASE("each remote's sessions are counted by themselves") {
  OpenSessions sessions;
  sessions.begin(remote, 1, noon, 60s);
  CHECK(sessions.begin(other, 2, noon, 60s).open == 1);
}

TEST_CASE("several recipients of one session are one session") {
  OpenSessions sessions;
  sessions.begin(remote, 1, noon, 60s);
  CHECK(sessions.begin(remote, 1, noon, 60s).open == 1);
  CHECK(sessions.begin(remote, 1, noon + 30s, 60s).open == 1);
  CHECK(sessions.begin(remote, 2, noon + 80s, 1s).open == 2);
}

TEST_CASE("a session of unknown length gives an upper bound") {
  OpenSessions sessions;
  CHECK(sessions.begin(remote, 1, noon, -1ms).exact);
  const OpenSessions::Count second = sessions.begin(remote, 2, noon + 10s, 1s);
  CHECK(second.open == 2);
  CHECK_FALSE(second.exact);
  const OpenSessions::Count later = sessions.begin(remote, 3, noon + 5min, 1s);
  CHECK(later.open == 1);
  CHECK(later.exact);
}

TEST_CASE("a remote with more sessions than are told apart is bounded") {
  OpenSessions sessions;
  OpenSessions::Count count;
  for (std::uint64_t i = 0; i < 3000; ++i) count = sessions.begin(remote, i, noon, 60s);
  CHECK(count.open == OpenSessions::most);
}

}  // namespace curfew::correlate
