#include "correlate/open_sessions.h"

#include <algorithm>

namespace curfew::correlate {
namespace {

constexpr std::size_t forget_every = 1 << 16;

}  // namespace

void OpenSessions::forget(Instant before) {
  if (begun_ < forget_every) return;
  begun_ = 0;
  last_ = nullptr;
  std::erase_if(remotes_, [before](const auto& remote) {
    return std::ranges::all_of(remote.second,
                               [before](const Session& session) { return session.end <= before; });
  });
}

OpenSessions::Count OpenSessions::begin(Name remote, std::uint64_t key, Instant start,
                                        Milliseconds length) {
  ++begun_;
  const bool exact = length.count() >= 0;
  const Instant end = start + (exact ? length : Milliseconds(longest));
  if (last_ == nullptr || remote != last_remote_) {
    last_ = &remotes_[static_cast<std::uint32_t>(remote)];
    last_remote_ = remote;
  }
  std::vector<Session>& sessions = *last_;
  std::erase_if(sessions, [start](const Session& session) { return session.end <= start; });

  // A connection that carries several messages, or a message to several people, is one session.
  const auto same = std::ranges::find(sessions, key, &Session::key);
  if (same != sessions.end()) {
    same->end = std::max(same->end, end);
    same->exact = same->exact && exact;
  } else if (sessions.size() < most) {
    sessions.push_back({.key = key, .end = end, .exact = exact});
  }
  const bool sure = sessions.size() == 1 ||
                    std::ranges::all_of(sessions, [](const Session& one) { return one.exact; });
  return {.open = static_cast<std::uint16_t>(sessions.size()), .exact = sure};
}

}  // namespace curfew::correlate
