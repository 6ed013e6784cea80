#include "postfix/peer.h"

#include <algorithm>

namespace curfew::postfix {
namespace {

bool is_address(std::string_view host) noexcept {
  if (host.find(':') != std::string_view::npos) return true;
  return !host.empty() &&
         std::ranges::all_of(host, [](char c) { return text::is_digit(c) || c == '.'; });
}

bool is_loopback(std::string_view ip) noexcept {
  if (text::starts_with(ip, "IPv6:")) ip.remove_prefix(5);
  return text::starts_with(ip, "127.") || ip == "::1" || text::starts_with(ip, "::ffff:127.");
}

// A host with a name of its own is a remote also where it stands on a loopback address.
bool is_own_machine(const Peer& peer) noexcept {
  return !peer.socket && is_loopback(peer.ip) &&
         (is_address(peer.host) || peer.host == "localhost" || peer.host.starts_with("localhost."));
}

RemoteKind kind_of(const Peer& peer, Program program) noexcept {
  if (peer.socket) return RemoteKind::lmtp;
  if (is_own_machine(peer)) return RemoteKind::local;
  return program == Program::lmtp ? RemoteKind::lmtp : RemoteKind::smtp;
}

std::string_view lower_case(std::string_view host, Events& events) {
  if (!text::has_upper(host)) return host;
  char* const room = events.room(host.size());
  std::ranges::transform(host, room, text::to_lower);
  return events.keep_written(room, host.size());
}

}  // namespace

bool read_peer(text::Cursor& cursor, Peer& peer) noexcept {
  const std::string_view rest = cursor.rest();
  const std::size_t open = text::find_near(rest, '[', ' ');
  if (open == 0 || open == rest.size() || rest[open] == ' ') return false;
  const std::size_t close = open + text::find_near(rest.substr(open), ']');
  if (close == rest.size()) return false;
  const std::string_view inside = rest.substr(open + 1, close - open - 1);
  const bool socket = text::find_near(inside, '/') != inside.size();
  peer = {.host = rest.substr(0, open),
          .ip = socket ? std::string_view{} : inside,
          .port = 0,
          .socket = socket};
  cursor.advance(close + 1);
  text::Cursor ahead = cursor;
  if (ahead.skip(':') && ahead.take_number(peer.port)) cursor = ahead;
  return true;
}

void set_remote(const Peer& peer, Program program, Event& event, Events& events) {
  std::string_view host = peer.host;
  if (host.size() > 1 && host.back() == '.') host.remove_suffix(1);
  event.remote_host = lower_case(host, events);
  event.remote_ip = peer.ip;
  event.remote_port = peer.port;
  event.remote_kind = kind_of(peer, program);
  if (is_local(event) && event.outcome == Outcome::delivered) event.contacted = Contacted::no;
}

}  // namespace curfew::postfix
