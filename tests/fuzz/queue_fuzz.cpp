// The bytes are a listing of a queue: what is counted adds up, and what is written drives no
// terminal.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <sstream>

#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "curfew/queue.h"
#include "fuzz/require.h"

namespace curfew::fuzz {
namespace {

void check(std::string_view text) {
  static const Formats formats = builtin_formats();
  is_queue_listing(text, formats);
  const std::unique_ptr<Source> source = text_source("listing", text);
  QueueOptions options;
  options.formats = formats;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  const QueueListing listing = read_queue(*source, options);
  std::uint64_t recipients = 0;
  for (const WaitingMail& mail : listing.waiting) recipients += mail.recipients;
  require(listing.more ? recipients <= listing.recipients : recipients == listing.recipients);
  require(!listing.form.empty() || listing.messages == 0);
  std::ostringstream out;
  write_text(listing, TimeZone(), 80, 0, out);
  write_json(listing, TimeZone(), out);
  const std::string written = out.str();
  require(std::ranges::none_of(
      written, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }));
}

}  // namespace
}  // namespace curfew::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  try {
    curfew::fuzz::check(curfew::fuzz::text_of(bytes, size));
  } catch (const curfew::Error&) {
    // Packed data, which somebody has to unpack first.
  }
  return 0;
}
