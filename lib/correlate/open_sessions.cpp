#include "correlate/open_sessions.h"

#include <algorithm>

#include "correlate/by_name.h"

namespace curfew::correlate {
namespace {

constexpr std::size_t forget_every = 1 << 16;

}  // namespace

void OpenSessions::forget(Instant before) {
  if (begun_ < forget_every) return;
  begun_ = 0;
  for (std::vector<Session>& sessions : sessions_) {
    const bool ended = std::ranges::all_of(
        sessions, [before](const Session& session) { return session.end <= before; });
    if (ended) std::vector<Session>().swap(sessions);
  }
}

bool OpenSessions::restored() const noexcept {
  return std::ranges::all_of(places_,
                             [this](std::uint32_t place) { return place <= sessions_.size(); });
}

std::vector<OpenSessions::Session>& OpenSessions::with(Name remote) {
  std::uint32_t& place = at(places_, remote);
  if (place == 0) {
    sessions_.emplace_back();
    place = static_cast<std::uint32_t>(sessions_.size());
  }
  return sessions_[place - 1];
}

OpenSessions::Count OpenSessions::begin(Name remote, std::uint64_t key, Instant start,
                                        Milliseconds length, bool turned_away, bool estimated) {
  ++begun_;
  const bool lasting = length.count() >= 0;
  const bool exact = lasting && !estimated;
  const Instant end = start + (lasting ? length : Milliseconds(longest));
  std::vector<Session>& sessions = with(remote);
  std::erase_if(sessions, [start](const Session& session) { return session.end <= start; });

  // A connection that carries several messages, or a message to several people, is one session.
  const auto same = std::ranges::find(sessions, key, &Session::key);
  if (same != sessions.end()) {
    if (same->turned_away && !turned_away) {
      // It went on to the next host.
      *same = {.key = key, .end = end, .exact = exact, .lasting = lasting};
    } else if (same->turned_away == turned_away) {
      same->end = std::max(same->end, end);
      same->exact = same->exact && exact;
      same->lasting = same->lasting && lasting;
    }
  } else if (sessions.size() < most) {
    sessions.push_back(
        {.key = key, .end = end, .exact = exact, .turned_away = turned_away, .lasting = lasting});
  }
  const bool sure = sessions.size() == 1 ||
                    std::ranges::all_of(sessions, [](const Session& one) { return one.exact; });
  Count count{.open = static_cast<std::uint16_t>(sessions.size()), .exact = sure};
  count.lasting = 0;
  if (!lasting && !turned_away) return count;
  for (const Session& one : sessions) {
    if (one.key == key || one.lasting) ++count.lasting;
  }
  return count;
}

}  // namespace curfew::correlate
