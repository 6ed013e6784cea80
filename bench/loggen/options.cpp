#include "loggen/options.h"

#include <charconv>
#include <string_view>

namespace curfew::loggen {
namespace {

template <typename Number>
bool read_number(std::string_view text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && stop == end && number > 0;
}

// "500M", "1G", "20000000"; powers of ten.
bool read_size(std::string_view text, std::uint64_t& size) {
  std::uint64_t unit = 1;
  if (text.ends_with('K')) unit = 1'000;
  if (text.ends_with('M')) unit = 1'000'000;
  if (text.ends_with('G')) unit = 1'000'000'000;
  if (unit != 1) text.remove_suffix(1);
  if (!read_number(text, size)) return false;
  size *= unit;
  return true;
}

bool read_option(std::string_view name, std::string_view value, Options& options) {
  Settings& settings = options.settings;
  if (name == "--size") return read_size(value, settings.size);
  if (name == "--seed") return read_number(value, settings.seed);
  if (name == "--days") return read_number(value, settings.days);
  if (name == "--domains") return read_number(value, settings.domains) && settings.domains >= 500;
  if (name == "--output") {
    options.output = value;
    return !value.empty();
  }
  if (name == "--queue-ids") {
    options.long_ids = value == "long";
    return value == "long" || value == "short";
  }
  if (name != "--format") return false;
  options.format = value;
  return value == "postfix-iso" || value == "postfix-bsd" || value == "exim" ||
         value == "hmailserver";
}

}  // namespace

const char* const usage =
    "usage: curfew_loggen --format postfix-iso|postfix-bsd|exim|hmailserver --size BYTES\n"
    "                     [option...]\n"
    "Writes a made-up mail log: the same options give the same bytes.\n"
    "  --output FILE   instead of standard output\n"
    "  --size N        how many bytes; 500M and 1G are understood\n"
    "  --seed N        another seed, another log (default 1)\n"
    "  --days D        spread over so many days (default: as a server with 84,000 mails a day)\n"
    "  --domains N     how many domains mail goes to, 500 or more (default 6000)\n"
    "  --queue-ids X   short or long queue ids in Postfix (default short)\n";

std::optional<Options> read_options(int count, char** words) {
  Options options;
  for (int i = 1; i < count; i += 2) {
    if (i + 1 == count || !read_option(words[i], words[i + 1], options)) return std::nullopt;
  }
  if (options.settings.size == 0 || options.format.empty()) return std::nullopt;
  return options;
}

}  // namespace curfew::loggen
