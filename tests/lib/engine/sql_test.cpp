// What is put into SQL and into addresses stays what it is.
#include "engine/sql.h"

#include "curfew/engine.h"
#include "curfew/error.h"
#include "engine/http.h"
#include "support/catch.h"

namespace curfew::engine {

TEST_CASE("texts end where they end") {
  CHECK(quoted_text("plain") == "'plain'");
  CHECK(quoted_text("it's \\ a\tb\n\r" + std::string(1, '\0')) == "'it\\'s \\\\ a\\tb\\n\\r\\0'");
  CHECK(quoted_text("\\'); DROP") == "'\\\\\\'); DROP'");
}

TEST_CASE("names are names") {
  CHECK(checked_name("mail_1", "cluster") == "mail_1");
  CHECK(checked_name("_a", "cluster") == "_a");
  for (const char* const wrong : {"", "1a", "a-b", "a.b", "a b", "a'", "a`", "a;", "\xc3\xa4"}) {
    CHECK_THROWS_AS(checked_name(wrong, "database"), Error);
  }
  CHECK_THROWS_AS(checked_name(std::string(201, 'a'), "database"), Error);
}

TEST_CASE("an address holds no secret and nothing but itself") {
  CHECK(checked_url("http://h:8123") == "http://h:8123");
  CHECK(checked_url("https://h/path/") == "https://h/path");
  for (const char* const wrong : {"", "h:8123", "file:///etc/passwd", "http://", "http:///a",
                                  "http://h/ b", "http://h\n", "http://h?a", "http://h#a"}) {
    CHECK_THROWS_AS(checked_url(wrong), Error);
  }
  try {
    checked_url("http://who:secret@h:8123");
    FAIL("it was taken");
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("secret") == std::string::npos);
    CHECK(error.code() == ErrorCode::bad_value);
  }
  CHECK(percent_encoded("a B+/'\xff") == "a%20B%2B%2F%27%FF");
}

TEST_CASE("tables are for one machine, or for the shards of a cluster") {
  const std::string one = engine_tables("mail", "");
  CHECK(one.find("CREATE TABLE IF NOT EXISTS mail.contacts\n") != std::string::npos);
  CHECK(one.find("Distributed") == std::string::npos);
  CHECK(one.find("{") == std::string::npos);
  const std::string shard = engine_tables("mail", "fleet");
  CHECK(shard.find("CREATE TABLE IF NOT EXISTS mail.contacts_local\n") != std::string::npos);
  CHECK(shard.find("Distributed(fleet, mail, contacts_local, cityHash64(push, event))") !=
        std::string::npos);
  CHECK(engine_tuning("mail", "fleet").find("ALTER TABLE mail.contacts_local") !=
        std::string::npos);
  CHECK(engine_tuning("mail", "").find("ALTER TABLE mail.records MODIFY TTL") != std::string::npos);
  CHECK_THROWS_AS(engine_tables("a b", ""), Error);
  CHECK_THROWS_AS(engine_tables("mail", "a'b"), Error);
}

}  // namespace curfew::engine
