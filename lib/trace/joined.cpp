#include "trace/joined.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>

#include "text/cursor.h"

namespace curfew::trace {
namespace {

using namespace std::chrono_literals;

// Two logs' clocks may differ; an id that is used again names another message.
constexpr Milliseconds most_apart = 1h;
// Mail that gives each message the same Message-Id does not become one story.
constexpr std::size_t most_lives = 256;

class Sets {
 public:
  explicit Sets(std::size_t count) : parent_(count), size_(count, 1) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }

  std::size_t of(std::size_t i) noexcept {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }

  void join(std::size_t a, std::size_t b) noexcept {
    a = of(a);
    b = of(b);
    if (a == b || size_[a] + size_[b] > most_lives) return;
    if (b < a) std::swap(a, b);
    parent_[b] = a;
    size_[a] += size_[b];
  }

 private:
  std::vector<std::size_t> parent_;
  std::vector<std::size_t> size_;
};

using ById = std::multimap<std::string_view, std::size_t>;

bool may_be_one(const Life& a, const Life& b) noexcept {
  const std::string& one = a.hop.message_id;
  const std::string& other = b.hop.message_id;
  return one.empty() || other.empty() || one == other;
}

// The life that got this id nearest to that moment; `lives.size()` when there is none.
std::size_t find_next(const std::vector<const Life*>& lives, const ById& by_id, std::size_t from,
                      std::string_view id, Instant at) {
  std::size_t best = lives.size();
  Milliseconds least = most_apart;
  const auto [begin, end] = by_id.equal_range(id);
  for (auto it = begin; it != end; ++it) {
    const Life& life = *lives[it->second];
    if (it->second == from || !may_be_one(*lives[from], life)) continue;
    const Milliseconds apart = std::chrono::abs(life.first - at);
    if (apart > least) continue;
    least = apart;
    best = it->second;
  }
  return best;
}

void join_by_replies(const std::vector<const Life*>& lives, Joined& joined, Sets& sets) {
  ById by_id;
  for (std::size_t i = 0; i < lives.size(); ++i) by_id.emplace(lives[i]->hop.queue_id, i);
  for (std::size_t i = 0; i < lives.size(); ++i) {
    for (const Moment& moment : lives[i]->moments()) {
      const bool went_on = moment.facts.outcome == Outcome::delivered ||
                           moment.facts.state == MessageState::removed;  // "requeued ..."
      if (!went_on) continue;
      const std::string_view id = queued_as(lives[i]->text(moment.pieces[Moment::reply]));
      if (id.empty()) continue;
      const std::size_t next = find_next(lives, by_id, i, id, moment.facts.time);
      if (next == lives.size()) continue;
      sets.join(i, next);
      std::vector<std::size_t>& known = joined.next[i];
      if (std::ranges::find(known, next) == known.end()) known.push_back(next);
    }
  }
}

}  // namespace

std::string_view queued_as(std::string_view reply) noexcept {
  constexpr std::string_view marks[] = {"queued as ", "OK id="};
  for (const std::string_view mark : marks) {
    const std::size_t at = reply.rfind(mark);
    if (at == std::string_view::npos) continue;
    text::Cursor cursor(reply.substr(at + mark.size()));
    return cursor.take_while([](char c) { return text::is_alphanumeric(c) || c == '-'; });
  }
  return {};
}

Joined join(const std::vector<const Life*>& lives) {
  Joined joined;
  joined.next.resize(lives.size());
  Sets sets(lives.size());
  join_by_replies(lives, joined, sets);
  std::map<std::string_view, std::size_t> by_message_id;
  for (std::size_t i = 0; i < lives.size(); ++i) {
    if (lives[i]->hop.message_id.empty()) continue;
    const auto [found, is_new] = by_message_id.emplace(lives[i]->hop.message_id, i);
    if (is_new) continue;
    sets.join(found->second, i);
    found->second = i;  // where the set is full another one begins
  }
  std::vector<std::size_t> group_of(lives.size(), lives.size());
  for (std::size_t i = 0; i < lives.size(); ++i) {
    std::size_t& group = group_of[sets.of(i)];
    if (group == lives.size()) {
      group = joined.groups.size();
      joined.groups.emplace_back();
    }
    joined.groups[group].push_back(i);
  }
  return joined;
}

}  // namespace curfew::trace
