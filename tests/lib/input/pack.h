#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "support/catch.h"

namespace curfew::test {

/// Text packed by a command that reads standard input: "gzip -c", "xz -c -9" ...
inline std::string pack(const std::string& text, const std::string& command) {
  char name[] = "/tmp/curfew-pack-XXXXXX";
  const int file = ::mkstemp(name);
  REQUIRE(file >= 0);
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t n = ::write(file, text.data() + at, text.size() - at);
    REQUIRE(n > 0);
    at += static_cast<std::size_t>(n);
  }
  ::close(file);
  std::FILE* const pipe = ::popen((command + " < " + name).c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string packed;
  char room[65536];
  while (const std::size_t n = std::fread(room, 1, sizeof room, pipe)) packed.append(room, n);
  const int status = ::pclose(pipe);
  ::unlink(name);
  INFO(command);
  REQUIRE(status == 0);
  return packed;
}

}  // namespace curfew::test
