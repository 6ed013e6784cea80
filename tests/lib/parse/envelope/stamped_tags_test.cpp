#include "curfew/builtin_formats.h"
#include "parse/envelope/loose_head.h"
#include "support/catch.h"

// A server that writes its own stamp behind syslog's, and a logger that wraps a line of such a log.

namespace curfew::test {
namespace {

constexpr std::string_view entry = "2026-11-23 16:04:53 1xVWt8-00002u-1b Completed";

// The line as it should be; empty where it stands so.
std::string changed(std::string_view tag, const parse::StampedTags& tags) {
  std::string line = "Nov 23 16:04:53 mail ";
  line += tag;
  line += "[427]: ";
  line += entry;
  std::string out;
  return parse::append_with_usual_head(out, line, tags) ? out : "";
}

}  // namespace

TEST_CASE("a stamp behind a server's own tag is no other line's") {
  const parse::StampedTags tags = builtin_formats().stamped_tags();
  CHECK(changed("exim", tags).empty());
  CHECK(changed("exim4", tags).empty());
  CHECK(changed("docker", tags) == entry);
  CHECK(changed("exim", {}) == entry);
}

}  // namespace curfew::test
