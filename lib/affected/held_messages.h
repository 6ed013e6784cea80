#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "curfew/event.h"
#include "text/names.h"

namespace curfew::affected {

/// How it ended for its sender, the worst last.
enum class End : std::uint8_t { late, removed, waiting, returned };
inline constexpr std::size_t ends = 4;

/// How a remote refused one recipient's mail with one code.
struct HeldBy {
  Name remote = Name::none;
  Name code = Name::none;
  Name host = Name::none;
  Name ip = Name::none;
  Name source = Name::none;
  bool replied = false;
  Instant first{};
  Instant last{};
};

struct HeldRecipient {
  std::string address;
  End end = End::waiting;
  Instant since{};  ///< the arrival where the log tells it, else the first try
  Instant first_try{};
  Instant last_try{};
  Instant ended{};
  std::vector<HeldBy> by;
};

struct HeldMessage {
  std::string key;
  std::string sender;
  std::vector<HeldRecipient> recipients;
  std::vector<HeldBy> passed_over;  ///< hosts that refused before a recipient's outcome is told
  std::array<std::uint32_t, ends> by_end{};  ///< recipients
  std::size_t next = 0;                      ///< the recipient that is looked for first
  std::size_t bytes = 0;
  bool closed = false;  ///< it left the queue: what comes with its id is another one

  End end() const noexcept;
};

/// Messages that were refused, or not tried because of a refusal.
class HeldMessages {
 public:
  static constexpr std::size_t most_recipients = 1024;  // of a message
  static constexpr std::size_t most_causes = 16;        // of a recipient; the newest
  static constexpr std::size_t most_counted = 4096;     // remotes and codes

  explicit HeldMessages(std::size_t memory) : memory_(memory) {}

  void add(const Attempt& attempt);
  void add(const Event& event);

  template <typename Call>
  void each(const Call& call) const {
    for (const Messages& list : lists_) {
      for (const HeldMessage& message : list) call(message);
    }
  }
  const Names& names() const noexcept { return names_; }

  struct NotKept {
    Name remote = Name::none;  ///< none: of those that are not told apart
    Name code = Name::none;
    std::uint64_t messages = 0;
  };
  /// About how many there was no room for.
  std::vector<NotKept> not_kept() const;

 private:
  using Messages = std::list<HeldMessage>;

  Messages::iterator find(const Event& event);
  Messages::iterator find_or_begin(const Attempt& attempt);
  void refuse(HeldMessage& message, const Attempt& attempt, const HeldBy& by);
  void finish(HeldMessage& message, const Event& event, End end);
  std::optional<HeldBy> held_by(const Attempt& attempt);
  Name name_of(std::string_view word);
  void count_not_kept(const std::vector<HeldBy>& all);
  void settle(Messages::iterator message, End before, std::size_t bytes_before);
  void erase(Messages& list, Messages::iterator message);
  void make_room();
  Messages& list_of(End end) noexcept { return lists_[static_cast<std::size_t>(end)]; }

  std::size_t memory_;
  std::size_t used_ = 0;  // by messages
  std::size_t used_by_names_ = 0;
  std::array<Messages, ends> lists_;  // by end; the one heard of least lately in front
  std::unordered_map<std::string, Messages::iterator> by_key_;
  std::map<std::pair<Name, Name>, std::uint64_t> not_kept_;
  Names names_;
  std::string key_;
};

}  // namespace curfew::affected
