#pragma once

#include <span>
#include <string_view>

#include "loggen/verdict.h"

namespace curfew::loggen {

/// A reply with places to fill in: {to} {domain} {mx} {ip} {word} {number}. LF separates its lines.
struct ReplyText {
  Trouble stage;
  std::string_view text;
};

std::span<const ReplyText> taken();  // by style, see Remote::style
std::span<const ReplyText> greylisted();
std::span<const ReplyText> rate_limited();  // by style
std::span<const ReplyText> overloaded();
std::span<const ReplyText> closed_hours();
std::span<const ReplyText> no_such_user();
std::span<const ReplyText> mailbox_full();
std::span<const ReplyText> blocked();

}  // namespace curfew::loggen
