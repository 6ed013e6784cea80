#pragma once

#include <string_view>

#include "postfix/tag.h"

namespace curfew::postfix {

/// A line's text behind its queue id.
struct Text {
  Program program = Program::none;
  std::string_view queue_id;
  std::string_view words;
  bool full = false;  ///< as long as Postfix lets a line be: the rest may be cut off
};

}  // namespace curfew::postfix
