#pragma once

#include <functional>

#include "servers/agenda.h"
#include "servers/message.h"
#include "servers/world.h"

namespace curfew::servers {

/// Our people writing: enters their messages into the agenda, one remote's one after another.
class Traffic {
 public:
  /// `submit` is called when a message arrives at our server.
  Traffic(World& world, Agenda& agenda, std::function<void(Message)> submit);
  void start();

 private:
  void next_message(std::size_t remote, Time after);
  void newsletters(std::size_t remote);
  Message written(std::size_t remote, int recipients);
  Recipient recipient_at(std::size_t remote);

  World& world_;
  Agenda& agenda_;
  Random random_;
  std::function<void(Message)> submit_;
  std::uint64_t messages_ = 0;
};

}  // namespace curfew::servers
