#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/trace.h"

namespace curfew::trace {

/// A stretch of a life's text.
struct Piece {
  std::uint32_t begin = 0;
  std::uint32_t size = 0;
};

/// What a refusal is counted under; empty where that is not known.
struct Counted {
  std::string remote;
  std::string code;
};

/// What is kept of an event.
struct Moment {
  TraceFacts facts;
  enum Text : std::uint8_t {
    recipient,
    original,
    host,
    ip,
    provider_code,
    reply,
    remote,
    code,
    texts
  };
  std::array<Piece, texts> pieces{};
  std::uint32_t source = 0;
};

/// One message under one queue id, from its arrival to its end; what History keeps of it.
class Life {
 public:
  static constexpr std::size_t most_moments = 10'000;
  static constexpr std::size_t longest_text = 2048;

  std::string key;
  TraceHop hop;
  Instant first{};
  Instant last{};
  std::uint64_t number = 0;  ///< in the order in which they were first seen
  bool matched = false;
  bool ended = false;
  bool replaced = false;       ///< the id was given to another message since
  bool only_counted = false;   ///< matches, but there was no room for it
  std::uint64_t left_out = 0;  ///< moments

  /// The id names another message from this event on.
  bool is_over_at(const Event& event) const noexcept;
  void add(const Event& event, std::uint32_t source, const Counted& counted);
  void forget_moments();
  std::size_t bytes() const noexcept;

  const std::vector<Moment>& moments() const noexcept { return moments_; }
  std::string_view text(const Piece& piece) const noexcept {
    return std::string_view(text_).substr(piece.begin, piece.size);
  }
  TraceStep step(const Moment& moment) const;
  bool happened_in(const Period& period) const noexcept;

 private:
  void fill_hop(const Event& event);
  bool fold(const Event& event);
  bool is_end_of_refused(const Event& event) const noexcept;
  void drop_repeated(const Event& event);
  Piece keep(std::string_view text, Moment::Text which);

  std::vector<Moment> moments_;
  std::string text_;
};

}  // namespace curfew::trace
