#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/redact.h"

namespace curfew {

/// What a Redactor was shown.
struct Redactor::Seen {
  static constexpr std::size_t most = 50'000;
  static constexpr std::size_t most_odd = 64;
  static constexpr std::size_t longest = 320;  // of an address, RFC 5321 section 4.5.3.1

  std::set<std::string, std::less<>> remotes;  // registrable domains, and addresses
  std::set<std::string, std::less<>> inside;   // names of hosts at private addresses; lower case
  std::set<std::string, std::less<>> people;   // lower case
  std::vector<std::string> odd_people;         // of characters that end a word; lower case
};

namespace redact {

std::string lower_case(std::string_view text);
/// A character of a word of a reply: what may stand in a local part without quotes.
bool is_word(char c) noexcept;
/// Finds `needle`, which is lower case, where neither side goes on with a letter or digit.
std::size_t find_word(std::string_view text, std::string_view needle, std::size_t from) noexcept;
/// postmaster, abuse, mailer-daemon. Lower case.
bool is_role(std::string_view local) noexcept;

}  // namespace redact
}  // namespace curfew
