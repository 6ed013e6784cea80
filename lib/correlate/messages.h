#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "correlate/hash_places.h"
#include "curfew/time.h"
#include "text/hash.h"
#include "text/names.h"

namespace curfew::correlate {

/// A recipient of a live message: what its attempts came to so far.
struct Recipient {
  std::uint64_t address = 0;  // hash
  Instant first_attempt{};
  Instant last_attempt{};
  std::uint32_t attempts = 0;
  Name remote = Name::none;  // of the last deferral
  Name code = Name::none;
  Instant code_since{};  // the first of the deferrals with this code, in a row
  bool done = false;
  std::uint32_t next = 0;  // of the same message, in the order they came; 0: none

  template <class Archive>
  void each_field(Archive& archive) {
    archive(address, first_attempt, last_attempt, attempts, remote, code, code_since, done, next);
  }
};

/// A message between its arrival and its end.
struct Message {
  std::uint64_t key = 0;
  std::uint64_t check = 0;  // a second hash: 128 bits together stand for the id
  Instant last_seen{};
  std::uint64_t size = 0;
  std::string sender;
  std::uint32_t first_recipient = 0;
  std::uint32_t last_recipient = 0;
  std::uint32_t recipients = 0;
  bool received = false;  // its arrival stands in this log
  bool queued = false;
  bool deferred = false;  // at least one attempt within the period was
  bool deferred_outside = false;
  bool sender_told = false;  // an event carried counts_sender
  bool live = false;
  Instant received_at = Instant::min();
  Instant last_attempt = Instant::min();
  std::uint32_t queued_for = 0;          // recipients, when it was queued last; 0: not said
  std::uint32_t in_attempt = 0;          // recipients tried so far, in the attempt under way
  Instant passed_over = Instant::min();  // when a host that was not the last refused it
  bool arrival_known = false;            // so that its first attempt is known as such
  Instant last_deferral = Instant::min();
  std::uint32_t newest_mark = 0;  // of what it was counted under; 0: nothing
  std::uint32_t marks = 0;
  // Where long lists have their HashPlaces; 0: the list is walked.
  std::uint32_t recipient_places = 0;
  std::uint32_t mark_places = 0;

  template <class Archive>
  void each_field(Archive& archive) {
    archive(key, check, last_seen, size, sender, first_recipient, last_recipient, recipients,
            received, queued, deferred, deferred_outside, sender_told, live, received_at,
            last_attempt, queued_for, in_attempt, passed_over, arrival_known, last_deferral,
            newest_mark, marks);
  }
};

/// What names a message: queue ids are unique on a host, and only while the message lives. The
/// instance is left out on purpose: one message passes through services that log under several
/// names.
struct MessageId {
  std::string_view log_host;
  std::string_view queue_id;
};

/// The live messages. Bounded: messages unheard of for `patience` of log time are dropped, and so
/// are the oldest when there are more than `most`. Memory of ended messages is used again.
class Messages {
 public:
  static constexpr std::size_t most = 1'000'000;
  /// Recipients told apart in one message; the rest share the last one's place, so that a message
  /// to a hundred thousand people costs no more than one to four thousand.
  static constexpr std::uint32_t most_recipients = 4096;
  static constexpr std::uint32_t most_marks = 16'384;
  static constexpr std::chrono::hours patience{24 * 8};  // servers give up after 4 or 5 days

  Messages();

  /// What stands for the id in the other calls.
  text::HashPair key_of(const MessageId& id) noexcept;

  /// The live message of that id, made where there is none. The reference lives until the next
  /// call.
  Message& find_or_add(const text::HashPair& key, Instant now);
  Message& find_or_add(const MessageId& id, Instant now) { return find_or_add(key_of(id), now); }
  Message* find(const text::HashPair& key) noexcept;
  Message* find(const MessageId& id) noexcept { return find(key_of(id)); }
  /// Forgets its life so far: a new message under an old id.
  void restart(Message& message);
  void end(Message& message);

  /// The recipient of the message, made where there is none.
  Recipient& recipient(Message& message, std::string_view address);
  /// Remembers the number with the message; false where it is there already. Of more than
  /// `most_marks` numbers none is new.
  bool mark(Message& message, std::uint64_t number);

  /// Calls `visit(Recipient&)` for each of the message's recipients.
  template <typename Visit>
  void each_recipient(Message& message, Visit visit) {
    for (std::uint32_t at = message.first_recipient; at != 0; at = recipients_[at].next) {
      visit(recipients_[at]);
    }
  }

  std::size_t live() const noexcept { return live_; }
  /// Messages dropped although they had not ended.
  std::uint64_t dropped() const noexcept { return dropped_; }

  /// As text/state.h says; restored() behind it, which refuses what cannot be.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(seed_, messages_, free_messages_, recipients_, free_recipients_, marks_, free_marks_,
            live_, dropped_, next_sweep_);
  }
  bool restored();

 private:
  struct Mark {
    std::uint64_t hash = 0;  // of the number, which nobody can foresee
    std::uint32_t next = 0;  // of the same message, the newest first; 0: none

    template <class Archive>
    void each_field(Archive& archive) {
      archive(hash, next);
    }
  };
  struct Slot {
    std::uint32_t message = 0;  // index + 1; 0: free
    std::uint32_t hash = 0;
  };

  std::size_t place(std::uint64_t key, std::uint64_t check) const noexcept;
  void insert(std::uint32_t message) noexcept;
  void erase(const Message& message) noexcept;
  void grow();
  void sweep(Instant now);
  void drop_older(Instant limit);
  void free_recipients(Message& message);
  void free_marks(Message& message);
  std::uint32_t find_recipient(const Message& message, std::uint64_t address) const;
  std::uint32_t find_mark(const Message& message, std::uint64_t hash) const;
  void note_recipient(Message& message, std::uint32_t added);
  void note_mark(Message& message, std::uint32_t added);
  std::uint32_t take_places();
  void free_places(std::uint32_t& places);

  std::uint64_t seed_;
  std::uint64_t host_seed_;  // of the last host
  char last_host_[64] = {};
  std::size_t last_host_size_ = 0;
  std::vector<Slot> slots_;
  std::vector<Message> messages_;
  std::vector<std::uint32_t> free_messages_;
  std::vector<Recipient> recipients_;
  std::vector<std::uint32_t> free_recipients_;
  std::vector<Mark> marks_;
  std::vector<std::uint32_t> free_marks_;
  std::vector<HashPlaces> places_ = std::vector<HashPlaces>(1);  // 0 is "none"
  std::vector<std::uint32_t> unused_places_;
  std::size_t live_ = 0;
  std::uint64_t dropped_ = 0;
  Instant next_sweep_ = Instant::min();
};

}  // namespace curfew::correlate
