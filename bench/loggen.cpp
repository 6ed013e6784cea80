#include <cstdio>
#include <exception>
#include <memory>

#include "loggen/exim_server.h"
#include "loggen/hmailserver.h"
#include "loggen/options.h"
#include "loggen/postfix_server.h"

namespace curfew::loggen {
namespace {

std::unique_ptr<Server> make_server(const Options& options) {
  if (options.format == "exim") return std::make_unique<EximServer>(options.settings);
  if (options.format == "hmailserver") return std::make_unique<HmailServer>(options.settings);
  return std::make_unique<PostfixServer>(
      options.settings,
      options.format == "postfix-iso" ? SyslogStamp::iso8601 : SyslogStamp::rfc3164,
      options.long_ids ? QueueIds::of_long : QueueIds::of_short);
}

}  // namespace
}  // namespace curfew::loggen

int main(int count, char** words) {
  auto options = curfew::loggen::read_options(count, words);
  if (!options) {
    std::fputs(curfew::loggen::usage, stderr);
    return 2;
  }
  if (!options->output.empty()) {
    options->settings.file = std::fopen(options->output.c_str(), "wb");
    if (options->settings.file == nullptr) {
      std::perror(options->output.c_str());
      return 1;
    }
  }
  try {
    curfew::loggen::make_server(*options)->run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "curfew_loggen: %s\n", error.what());
    return 1;
  }
  return std::fclose(options->settings.file) == 0 ? 0 : 1;
}
