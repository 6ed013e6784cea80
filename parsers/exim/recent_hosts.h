#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "curfew/event.h"
#include "exim/smarthost.h"
#include "text/state.h"

namespace curfew::exim {

/// The hosts a message was lately tried at: Exim logs a failed contact first with the host, then
/// with each address, and the latter line may leave the host out ("defer (111): Connection
/// refused").
///
/// A table of fixed size, one place for each hash of a message id; an id that shares its place with
/// a later one is forgotten. The hash has no random seed: the same log gives the same events.
class RecentHosts {
 public:
  RecentHosts();

  /// Keeps what a host line said. A `draft` may be said once more by the host line itself: what a
  /// transcript shows of the dialogue.
  void add(const Event& event, bool draft = false);

  /// Settles an address that failed at a remote, or on the way there: names the host where the line
  /// does not, and sets `repeats` when a host line told the same contact and no address has claimed
  /// it yet.
  void settle(Event& event, std::string_view transport, Events& events);
  /// Settles an address that was delivered.
  void settle_delivered(Event& event, std::string_view transport, Events& events) {
    smarthost_.settle(transport, event, events);
  }

  /// Settles a host line behind a draft; true when there was one.
  bool settle_draft(Event& event);

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(messages_, smarthost_);
    if constexpr (Archive::is_reading) {
      if (messages_.size() != message_count) archive.damage();
    }
  }

 private:
  static constexpr std::size_t hosts_per_message = 4;
  static constexpr std::size_t message_count = 1024;

  struct Contact {
    Instant time{};
    std::uint64_t line = 0;  // 0: a host without an event of its own
    std::uint64_t words = 0;
    std::uint16_t port = 0;
    std::uint8_t name_length = 0;
    std::uint8_t ip_length = 0;
    bool claimed = false;
    bool draft = false;
    std::array<char, 96> name;
    std::array<char, 48> ip;

    template <class Archive>
    void each_field(Archive& archive) {
      archive(time, line, words, port, claimed, draft);
      text::text_in(archive, name, name_length);
      text::text_in(archive, ip, ip_length);
    }
    std::string_view name_view() const noexcept { return {name.data(), name_length}; }
    std::string_view ip_view() const noexcept { return {ip.data(), ip_length}; }
  };
  struct Message {
    std::array<char, 24> id{};
    std::uint8_t id_length = 0;
    std::uint8_t count = 0;  // of all contacts; the ring holds the last
    std::array<Contact, hosts_per_message> contacts;

    template <class Archive>
    void each_field(Archive& archive) {
      text::text_in(archive, id, id_length);
      archive(count);
      const std::size_t held = std::min<std::size_t>(count, hosts_per_message);
      for (std::size_t i = 0; i < held; ++i) archive(contacts[i]);
    }
  };

  Message& place(std::string_view id) noexcept;
  void settle_host(Event& event, Events& events);
  enum class Drafts : std::uint8_t { last, only };
  Contact* find(const Event& event, Drafts drafts) noexcept;

  std::vector<Message> messages_;
  Smarthost smarthost_;
};

}  // namespace curfew::exim
