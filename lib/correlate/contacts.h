#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "correlate/deferred_task.h"
#include "correlate/frequent.h"
#include "correlate/ledger.h"
#include "correlate/open_sessions.h"
#include "correlate/waiting_contact.h"
#include "curfew/event.h"

namespace curfew::correlate {

/// Puts contacts into the order in which they began, counts the sessions that were open then, and
/// hands them to the ledger, remote by remote: what is known of a remote is then at hand for
/// all of them.
///
/// A contact waits for `patience` of log time at least, because a longer one that ends later may
/// have begun earlier; at most `most` wait, and at most `most_detailed` of those of which more is
/// kept than of an acceptance.
class Contacts {
 public:
  static constexpr std::chrono::minutes patience{15};
  static constexpr std::size_t most = 32'768;
  static constexpr std::size_t most_detailed = 8192;
  /// Are counted at a time where another thread helps: it has to go back to its own work.
  static constexpr std::size_t most_at_a_time = 512;

  explicit Contacts(Ledger& ledger);
  /// Those that wait in `other`, for a copy of its ledger. Needs: finish().
  Contacts(const Contacts& other, Ledger& ledger);
  void add(const EndedContact& ended);
  /// A line that repeats a contact's (EndedContact::line) tells what the first did not: the
  /// recipient, the sender, whether it was the first attempt. Nothing when that one is long gone.
  void complete(std::uint64_t line, const Contact& told);
  /// Names a session of ours: a process or connection of a host, else the message alone, which the
  /// number stands for.
  std::uint64_t session_of(const Event& event, std::uint64_t message) const noexcept;
  /// Counts those whose turn has come; the others go on waiting.
  void count_due();
  /// No more contacts are coming, for now: none waits any longer.
  void settle();

  /// Contacts whose turn has come may be counted by another thread, which calls help() now and then
  /// while this one adds.
  void share() noexcept { counting_.share(); }
  /// Counts some of those whose turn has come, if there are any. Returns whether there were.
  bool help() { return counting_.help(); }

  /// Is told of each contact once it is counted. Null: nobody; else it lives as long as contacts
  /// are counted, which nobody may share then.
  using Listener = std::function<void(const Contact&, const Ledger::Counted&)>;
  void tell(const Listener* listener) noexcept { listener_ = listener; }

  /// Waits for help: then the ledger may be read.
  void finish() const { counting_.finish(); }

  /// As text/state.h says. Needs: finish(). restored() behind it, which refuses what cannot be.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(seed_, waiting_, recent_, next_recent_, newest_, sources_, sessions_, last_remote_,
            last_use_, lengths_are_told_);
  }
  bool restored();

 private:
  struct Text {
    std::uint32_t begin = 0;  // in texts_
    std::uint32_t size = 0;

    template <class Archive>
    void each_field(Archive& archive) {
      archive(begin, size);
    }
  };
  // What is kept of a contact that is not plain.
  struct Detail {
    Contact contact;  // its views point nowhere while it waits
    Milliseconds length{-1};
    Text recipient;  // of refusals alone
    Text sender;
    Text address;
    bool turned_away = false;  // on the way to the next host, after an unknown time

    template <class Archive>
    void each_field(Archive& archive) {
      archive(contact, length, recipient, sender, address, turned_away);
    }
  };
  // In the log's order. The place of a detailed one's detail is where others have the domain.
  struct Row {
    std::vector<WaitingContact> contacts;
    std::vector<Detail> details;
    std::vector<char> texts;

    Detail& detail_of(const WaitingContact& waiting) {
      return details[static_cast<std::size_t>(waiting.domain)];
    }
    const Detail& detail_of(const WaitingContact& waiting) const {
      return details[static_cast<std::size_t>(waiting.domain)];
    }
    bool is_asked(const WaitingContact& waiting) const {
      return !waiting.is_detailed || detail_of(waiting).contact.asked;
    }
    Text keep(std::string_view text);
    std::string_view word(const Text& text) const noexcept {
      return {texts.data() + text.begin, text.size};
    }
    /// With its detail and its words.
    void add(const WaitingContact& waiting, const Row& from);
    void clear() noexcept;
    bool restored(std::size_t words) const noexcept;
    template <class Archive>
    void each_field(Archive& archive) {
      archive(contacts, details, texts);
    }
  };
  struct Recent {
    std::uint64_t line = 0;
    std::uint32_t place = 0;
    bool waits = false;

    template <class Archive>
    void each_field(Archive& archive) {
      archive(line, place, waits);
    }
  };
  static constexpr std::size_t most_recent = 64;
  // Whose turn has come. The others were moved, and are looked at no more.
  struct Batch {
    Row row;
    std::vector<Name> sources;
    std::vector<std::uint32_t> turns;    // places in the row
    std::vector<std::uint64_t> grouped;  // by remote, and place
    std::size_t counted = 0;             // of those
    Instant newest{};                    // when the last of them began
  };

  std::size_t source_of(Name source);
  WaitingContact& add_detailed(const EndedContact& ended, Instant begin);
  void keep_words(const Contact& told, WaitingContact& waiting);
  void release(std::size_t most_left);
  void choose(std::size_t most_left);
  void close_up();
  void group();
  bool count_some();
  void count(const WaitingContact& waiting);
  void number_uses();
  void follow_uses();
  void count_sessions(const WaitingContact& waiting, Milliseconds length, bool turned_away,
                      Contact& contact);

  std::uint64_t seed_;
  Row waiting_;
  std::vector<std::uint32_t> moved_;          // where each went when others were released
  std::array<Recent, most_recent> recent_{};  // contacts whose line may be repeated, by turns
  std::size_t next_recent_ = 0;
  Instant newest_ = Instant::min();
  std::vector<Name> sources_;
  std::vector<std::uint32_t> source_at_;  // by name: its place, and 1; 0: none

  // Whoever counts has these.
  Batch batch_;
  OpenSessions sessions_;
  Ledger& ledger_;
  const Listener* listener_ = nullptr;
  Name last_remote_ = Name::none;
  std::uint32_t last_use_ = 0;     // of the connection of the contact before
  bool lengths_are_told_ = false;  // by this log, of most sessions

  mutable DeferredTask counting_;
};

}  // namespace curfew::correlate
