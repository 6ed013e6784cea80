#include "mail_head.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <string>

#include "settings.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

std::string address(const CommandLine& line, const char* option) {
  std::string text = line.value(option);
  if (!is_mail_address(text)) {
    throw UsageError("--" + std::string(option) + ' ' + text + ": is not one mail address",
                     "Give one as in root or postmaster@example.org, without a name; an alias of "
                     "the mail server stands for several.");
  }
  return text;
}

std::string host() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return {};
  return name.data();
}

}  // namespace

Mail mail_head(const CommandLine& line, const char* report) {
  Mail mail;
  mail.to = address(line, "mail-to");
  if (line.has("mail-from")) mail.from = address(line, "mail-from");
  mail.report = report;
  const std::optional<Instant> now = analyzer_options(line).now;
  mail.date = now ? *now : std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  // Who sends for another machine says so by the address.
  const std::size_t at = mail.from.find('@');
  mail.host = at == std::string::npos ? host() : mail.from.substr(at + 1);
  return mail;
}

TextOptions mail_text(TextOptions options) {
  options.width = 76;
  options.break_lines = true;
  options.color = false;
  return options;
}

}  // namespace curfew::cli
