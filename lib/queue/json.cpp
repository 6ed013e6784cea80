#include <ostream>

#include "curfew/queue.h"
#include "text/json_string.h"

namespace curfew {
namespace {

void words(std::string& out, const char* key, std::string_view value) {
  out += std::string("\"") + key + "\":";
  text::append_json_string(out, value);
}

void number(std::string& out, const char* key, std::uint64_t value) {
  out += std::string("\"") + key + "\":" + std::to_string(value);
}

void time(std::string& out, const char* key, const std::optional<Instant>& at,
          const TimeZone& zone) {
  if (at) words(out, key, rfc3339(*at, zone));
  if (!at) out += std::string("\"") + key + "\":null";
}

std::string json(const WaitingMail& mail, const TimeZone& zone) {
  std::string out = "  {";
  words(out, "domain", mail.domain);
  number(out += ',', "recipients", mail.recipients);
  time(out += ',', "oldest", mail.oldest, zone);
  words(out += ',', "queue_id", mail.example);
  words(out += ',', "reason", mail.reason);
  words(out += ',', "cause", name(mail.cause));
  if (!mail.provider.empty()) words(out += ',', "provider", mail.provider);
  return out + '}';
}

}  // namespace

void write_json(const QueueListing& listing, const TimeZone& zone, std::ostream& out) {
  std::string line = "{\n ";
  words(line, "schema", "curfew-queue/1");
  words(line += ",\n ", "form", listing.form);
  number(line += ",\n ", "messages", listing.messages);
  number(line += ",\n ", "recipients", listing.recipients);
  number(line += ",\n ", "held", listing.held);
  number(line += ",\n ", "bytes", listing.bytes);
  number(line += ",\n ", "unknown_lines", listing.unknown);
  time(line += ",\n ", "oldest", listing.oldest, zone);
  line += ",\n \"more\":";
  line += listing.more ? "true" : "false";
  line += ",\n \"waiting\": [";
  const char* before = "\n";
  for (const WaitingMail& mail : listing.waiting) {
    line += before + json(mail, zone);
    before = ",\n";
  }
  out << line << "]\n}\n";
}

}  // namespace curfew
