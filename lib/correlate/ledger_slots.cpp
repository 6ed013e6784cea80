#include "correlate/ledger_slots.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "correlate/ledger_state.h"
#include "correlate/remote_code.h"

namespace curfew::correlate {
namespace {

constexpr std::array<const char*, 4> kinds{"host", "domain", "address", "aside"};

class Taking {
 public:
  using Take = std::function<void(const SlotsOwner&, const SlotSeries&)>;
  Taking(const Ledger::State& state, const Take& take) : state_(state), take_(take) {}

  void all_of(RemoteRecord& remote) {
    owner_ = {.source = state_.names.word(remote.source),
              .remote = state_.names.word(remote.remote),
              .code = {},
              .word = {}};
    hosts(remote.hosts);
    parts(remote.parts);
    for (CodeRecord& code : remote.codes) {
      owner_.code = state_.names.word(code.code);
      hosts(code.hosts);
      parts(code.parts);
      give(SlotsKind::aside, {}, 0, code.aside);
    }
  }

 private:
  void hosts(std::vector<HostSlots>& hosts) {
    for (HostSlots& host : hosts) {
      give(SlotsKind::host, state_.names.word(host.host), 0, host.slots);
    }
  }
  void parts(Parts& parts) {
    for (PartSlots& part : parts.all) {
      if (part.kind == PartKind::domain) {
        give(SlotsKind::domain, state_.names.word(part.word), 0, part.slots);
      } else {
        give(SlotsKind::address, state_.words.word(part.word), part.key, part.slots);
      }
    }
  }
  void give(SlotsKind kind, std::string_view word, std::uint64_t hash, SlotSeries& series) {
    if (series.empty()) return;
    owner_.kind = kind;
    owner_.word = word;
    owner_.hash = hash;
    take_(owner_, std::exchange(series, {}));
  }

  const Ledger::State& state_;
  const Take& take_;
  SlotsOwner owner_;
};

CodeRecord* code_of(RemoteRecord& remote, Name code) {
  const auto place = std::ranges::find(remote.codes, code, &CodeRecord::code);
  return place == remote.codes.end() ? nullptr : &*place;
}

SlotSeries* part_of(Parts& parts, const SlotsOwner& owner, const Names& names) {
  const bool is_domain = owner.kind == SlotsKind::domain;
  const auto domain = static_cast<std::uint64_t>(names.find(owner.word));
  PartSlots* const part =
      is_domain ? parts.find(PartKind::domain, domain) : parts.find(PartKind::address, owner.hash);
  return part == nullptr ? nullptr : &part->slots;
}

SlotSeries* host_of(std::vector<HostSlots>& hosts, Name host) {
  const auto place = std::ranges::find(hosts, host, &HostSlots::host);
  return place == hosts.end() ? nullptr : &place->slots;
}

RemoteRecord* record_of(Ledger::State& state, const SlotsOwner& owner) {
  const Name source = state.names.find(owner.source);
  const Name remote = state.names.find(owner.remote);
  const bool is_unknown = (source == Name::none && !owner.source.empty()) || remote == Name::none;
  const auto place = state.index.find(remote_code(source, remote));
  if (is_unknown || place == state.index.end()) return nullptr;
  return &state.remotes[place->second - 1];
}

}  // namespace

const char* name(SlotsKind kind) noexcept {
  return kinds.at(static_cast<std::size_t>(kind));
}

std::optional<SlotsKind> slots_kind_named(std::string_view word) noexcept {
  const auto* const found = std::ranges::find(kinds, word);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<SlotsKind>(found - kinds.begin());
}

void take_slots(Ledger& ledger,
                const std::function<void(const SlotsOwner&, const SlotSeries&)>& take) {
  Ledger::State& state = ledger.own_state();
  Taking taking(state, take);
  for (RemoteRecord& remote : state.remotes) taking.all_of(remote);
}

curfew::SlotSeries<TrafficSlot> take_traffic(Ledger& ledger) {
  return std::exchange(ledger.own_state().traffic, {});
}

void take_held(
    Ledger& ledger,
    const std::function<void(const SlotsOwner&, const std::vector<HeldDelivery>&)>& take) {
  Ledger::State& state = ledger.own_state();
  for (RemoteRecord& remote : state.remotes) {
    for (CodeRecord& code : remote.codes) {
      if (code.held.all().empty()) continue;
      take({.source = state.names.word(remote.source),
            .remote = state.names.word(remote.remote),
            .code = state.names.word(code.code),
            .kind = SlotsKind::aside,
            .word = {}},
           code.held.all());
      state.held_budget.kept -= code.held.all().size();
      code.held = {};
    }
  }
}

SlotsReturn::~SlotsReturn() {
  Ledger::State& state = ledger_.own_state();
  for (RemoteRecord& remote : state.remotes) {
    for (CodeRecord& code : remote.codes) code.held.keep(state.held_budget);
  }
  state.keep_held_budget();
  if (!state.remotes.empty()) state.keep_budget();
  if (!state.traffic.empty()) state.keep_traffic_budget();
}

SlotSeries* SlotsReturn::series_of(const SlotsOwner& owner) {
  Ledger::State& state = ledger_.own_state();
  RemoteRecord* const remote = record_of(state, owner);
  if (remote == nullptr) return nullptr;
  const bool is_accepted = owner.code.empty() && owner.kind != SlotsKind::aside;
  CodeRecord* const code = is_accepted ? nullptr : code_of(*remote, state.names.find(owner.code));
  if (!is_accepted && code == nullptr) return nullptr;
  switch (owner.kind) {
    case SlotsKind::host:
      return host_of(code == nullptr ? remote->hosts : code->hosts, state.names.find(owner.word));
    case SlotsKind::domain:
    case SlotsKind::address:
      return part_of(code == nullptr ? remote->parts : code->parts, owner, state.names);
    case SlotsKind::aside:
      return &code->aside;
  }
  return nullptr;
}

void SlotsReturn::put_traffic(const TrafficSlot& slot) {
  ledger_.own_state().traffic.add(slot);
}

void SlotsReturn::put_held(const SlotsOwner& owner, const HeldDelivery& delivery) {
  Ledger::State& state = ledger_.own_state();
  RemoteRecord* const remote = record_of(state, owner);
  CodeRecord* const code =
      remote == nullptr ? nullptr : code_of(*remote, state.names.find(owner.code));
  if (code != nullptr) code->held.add(delivery, state.held_budget);
}

}  // namespace curfew::correlate
