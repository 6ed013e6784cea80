// The bytes are a listing of a queue: what is counted adds up, and what is written drives no
// terminal.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <sstream>

#include "curfew/queue.h"
#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curfew;
  const std::string_view text = fuzz::text_of(bytes, size);
  is_queue_listing(text);
  const std::unique_ptr<Source> source = text_source("listing", text);
  QueueOptions options;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  const QueueListing listing = read_queue(*source, options);
  std::uint64_t recipients = 0;
  for (const WaitingMail& mail : listing.waiting) recipients += mail.recipients;
  fuzz::require(listing.more ? recipients <= listing.recipients : recipients == listing.recipients);
  fuzz::require(listing.form.empty() == (listing.messages == 0) || !listing.form.empty());
  std::ostringstream out;
  write_text(listing, TimeZone(), 80, 0, out);
  write_json(listing, TimeZone(), out);
  const std::string written = out.str();
  fuzz::require(std::ranges::none_of(
      written, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }));
  return 0;
}
