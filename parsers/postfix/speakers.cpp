#include "postfix/speakers.h"

#include <cstring>

namespace curfew::postfix {
namespace {

Owner owner_of(const Tag& tag, Program program) noexcept {
  if (!is_postfix_instance(tag.instance)) {
    // Any name can be given by syslog_name.
    const bool may_be = program != Program::none && program != Program::other;
    return may_be ? Owner::maybe : Owner::other;
  }
  // Without a slash "postfix-policyd-spf" is as good a name as "postfix-out", cut by rsyslog.
  if (program == Program::none) return tag.instance.size() == 7 ? Owner::postfix : Owner::maybe;
  return program == Program::other ? Owner::maybe : Owner::postfix;
}

}  // namespace

Speaker read_speaker(std::string_view text) noexcept {
  const Tag tag = read_tag(text);
  const Program program = program_named(tag.program);
  return {.instance = tag.instance, .program = program, .owner = owner_of(tag, program)};
}

Speakers::Speakers() : known_(count) {}

Speaker Speakers::remember(std::string_view tag) noexcept {
  const Speaker speaker = read_speaker(tag);
  Known& known = known_[place(tag)];
  std::memcpy(known.tag, tag.data(), tag.size());
  known.size = static_cast<std::uint8_t>(tag.size());
  known.instance_size = static_cast<std::uint8_t>(speaker.instance.size());
  known.program = speaker.program;
  known.owner = speaker.owner;
  return speaker;
}

}  // namespace curfew::postfix
