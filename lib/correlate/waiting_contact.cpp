#include "correlate/waiting_contact.h"

#include <limits>

#include "correlate/histogram.h"

namespace curfew::correlate {
namespace {

constexpr std::uint8_t no_age = 0xFF;

std::uint64_t seconds_of(Milliseconds length) noexcept {
  return static_cast<std::uint64_t>(length.count() / 1000);
}

// The least value of the bin stands for all of it.
std::uint64_t value_of(Scale scale, std::uint8_t bin) noexcept {
  return bin == 0 ? 0 : bin_edges(scale)[bin - 1U];
}

// Whether nothing happened to it but that it was accepted.
bool is_plain(const EndedContact& ended) noexcept {
  const Contact& contact = ended.contact;
  return contact.asked && contact.code == Name::none && contact.refused_before == Name::none &&
         !contact.passed_over && !contact.returned && !contact.newly_deferred &&
         !contact.recipient.empty();  // else its line may be repeated, with more
}

}  // namespace

bool WaitingContact::is_sound() const noexcept {
  const auto is_bin = [](Scale scale, std::uint8_t bin) { return bin <= bin_edges(scale).size(); };
  return (age == no_age || is_bin(Scale::age, age)) && is_bin(Scale::recipients, recipients) &&
         is_bin(Scale::kilobytes, kilobytes);
}

std::optional<WaitingContact> plain_contact(const EndedContact& ended, Instant begin,
                                            std::size_t source) noexcept {
  const Contact& contact = ended.contact;
  constexpr auto longest = std::numeric_limits<std::int32_t>::max();
  constexpr auto most = std::numeric_limits<std::uint16_t>::max();
  const bool fits = ended.not_before <= begin && ended.length.count() <= longest &&
                    source <= most && contact.connection_use <= most;
  if (!fits || !is_plain(ended)) return std::nullopt;
  const auto bin = [](Scale scale, std::uint64_t value) {
    return static_cast<std::uint8_t>(bin_of(scale, value));
  };
  WaitingContact waiting{
      .begin = begin,
      .session = ended.session,
      .hashes = {},
      .address = contact.address,
      .remote = contact.remote,
      .host = contact.host,
      .domain = contact.domain,
      .length = ended.length.count() < 0 ? -1 : static_cast<std::int32_t>(ended.length.count()),
      .source = static_cast<std::uint16_t>(source),
      .connection_use = static_cast<std::uint16_t>(contact.connection_use),
      .age = contact.age.count() < 0 ? no_age : bin(Scale::age, seconds_of(contact.age)),
      .recipients = bin(Scale::recipients, contact.recipients),
      .kilobytes = bin(Scale::kilobytes, kilobytes_of(contact.size))};
  waiting.stratum = contact.stratum;
  waiting.estimated = ended.estimated;
  waiting.reused = contact.reused;
  waiting.new_message = contact.new_message;
  return waiting;
}

Contact contact_of(const WaitingContact& waiting, Name source) noexcept {
  Contact contact;
  contact.time = waiting.begin;
  contact.source = source;
  contact.remote = waiting.remote;
  contact.host = waiting.host;
  contact.stratum = waiting.stratum;
  contact.reused = waiting.reused;
  contact.new_message = waiting.new_message;
  contact.domain = waiting.domain;
  contact.address = waiting.address;
  if (waiting.age != no_age) {
    contact.age = std::chrono::seconds(value_of(Scale::age, waiting.age));
  }
  contact.connection_use = waiting.connection_use;
  contact.recipients = static_cast<std::uint32_t>(value_of(Scale::recipients, waiting.recipients));
  contact.size = value_of(Scale::kilobytes, waiting.kilobytes) * 1024;
  return contact;
}

}  // namespace curfew::correlate
