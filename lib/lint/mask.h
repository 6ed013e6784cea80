#pragma once

#include <string>
#include <string_view>

namespace curfew::lint {

/// A line without what says whose mail it was, twice.
struct Masked {
  /// What varies from line to line named: "<time> <host> mta/smtp[#]: <id>: lost <address>".
  std::string pattern;
  /// As it may be sent to others, of the same shape: "Nov 23 16:04:53 host mta/smtp[000]:
  /// 0X0X0: lost user@example.net".
  std::string example;
};

/// Masks a line. What is left of it: words of smtp/vocabulary.h, punctuation, reply codes and
/// stamps; in ASCII. Of a line longer than 2000 characters the front is taken.
Masked mask(std::string_view line);

/// The last part of a path in the same way, for naming a log: "mail.log.1", "<word>.log".
std::string masked_name(std::string_view path);

}  // namespace curfew::lint
