#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "postfix/tag.h"
#include "text/scan.h"

namespace curfew::postfix {

/// How sure it is that a line is Postfix's.
enum class Owner : std::uint8_t { postfix, maybe, other };

/// Who wrote a line, as its tag tells.
struct Speaker {
  std::string_view instance;
  Program program = Program::none;
  Owner owner = Owner::other;
};

Speaker read_speaker(std::string_view tag) noexcept;

/// read_speaker for a whole log, which has few tags: remembers them. One for each log.
class Speakers {
 public:
  Speakers();

  /// The instance is a part of `tag`.
  Speaker of(std::string_view tag) noexcept {
    if (tag.size() < 8 || tag.size() > longest) return read_speaker(tag);
    const Known& known = known_[place(tag)];
    if (!text::is_same(tag, std::string_view(known.tag, known.size))) return remember(tag);
    return {.instance = tag.substr(0, known.instance_size),
            .program = known.program,
            .owner = known.owner};
  }

 private:
  static constexpr std::size_t longest = 36;
  static constexpr std::size_t count = 64;
  struct Known {
    char tag[longest] = {};
    std::uint8_t size = 0;
    std::uint8_t instance_size = 0;
    Program program = Program::none;
    Owner owner = Owner::other;
  };

  // Senders do not choose tags: what falls onto one place costs time, and no more.
  static std::size_t place(std::string_view tag) noexcept {
    const std::uint64_t front = text::eight_bytes(tag.data());
    const std::uint64_t back = text::eight_bytes(tag.data() + tag.size() - 8);
    return (((front ^ (back << 1)) + tag.size()) * 0x9E3779B97F4A7C15U) >> 58;
  }
  Speaker remember(std::string_view tag) noexcept;

  std::vector<Known> known_;
};

}  // namespace curfew::postfix
