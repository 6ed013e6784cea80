#include "redact/places.h"

#include "support/catch.h"

namespace curfew::redact {

TEST_CASE("private addresses are those that nobody outside reaches") {
  for (const char* ip :
       {"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.3.4", "100.64.0.1",
        "fd00::1", "fc12:3::4", "fe80::1", "IPv6:fe80::1", "::ffff:10.0.0.1"}) {
    CHECK(is_private_address(ip));
  }
  for (const char* ip : {"172.32.0.1", "192.0.2.1", "127.0.0.1", "::1", "2001:db8::1",
                         "100.128.0.1", "10.1.2", "10.1.2.3.4", "", "fe", "ff02::1"}) {
    CHECK_FALSE(is_private_address(ip));
  }
}

TEST_CASE("internal names have no dot or end in what is used inside") {
  for (const char* name : {"mbox1", "ws12.corp", "nas.fritz.home.arpa", "a.b.local", "x.lan"}) {
    CHECK(is_internal_name(name));
  }
  for (const char* name :
       {"", "localhost", "mx.example.net", "local.example", "corp.example.net"}) {
    CHECK_FALSE(is_internal_name(name));
  }
}

TEST_CASE("addresses and full names are told from codes, versions and words") {
  CHECK(is_address("192.0.2.1"));
  CHECK(is_address("2001:db8::1"));
  CHECK(is_address("IPv6:2001:db8::1"));
  for (const char* text : {"4.7.1", "250", "a:b", "17:00:05x", "1.2.3.400", ""}) {
    CHECK_FALSE(is_address(text));
  }
  CHECK(is_full_name("mx.example.net"));
  CHECK(is_full_name("example.xn--p1ai"));
  for (const char* text : {"4.7.1", "word", ".net", "a..bc", "e.g", "v1.2"}) {
    CHECK_FALSE(is_full_name(text));
  }
}

}  // namespace curfew::redact
