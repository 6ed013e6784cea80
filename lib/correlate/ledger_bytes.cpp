#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "correlate/by_name.h"
#include "correlate/ledger_state.h"
#include "correlate/remote_code.h"
#include "curfew/error.h"
#include "text/sealed.h"
#include "text/state.h"

// A ledger as bytes and back. Numbers that are read back point into tables, so that they are looked
// at before anything uses them.
namespace curfew {
namespace {

using correlate::Accepted;
using correlate::CodeRecord;
using correlate::FrequentWord;
using correlate::HostSlots;
using correlate::PartSlots;
using correlate::RemoteRecord;

constexpr std::string_view title = "curfew-ledger/2\n";

[[noreturn]] void fail() {
  throw Error(ErrorCode::unreadable, "this is no ledger, or a damaged one",
              "Make it anew from the logs.");
}

void write_words(const Names& names, text::StateWriter& writer) {
  writer(names.size());
  for (std::uint32_t i = 1; i <= names.size(); ++i) writer(names.word(Name{i}));
}

void read_words(Names& names, text::StateReader& reader) {
  std::size_t count = 0;
  reader(count);
  for (std::size_t i = names.size() + 1; i <= count && !reader.is_damaged(); ++i) {
    std::string word;
    reader(word);
    if (static_cast<std::size_t>(names.of(word)) != i) reader.damage();
  }
}

class Words {
 public:
  explicit Words(const Names& names) : most_(names.size()) {}
  bool hold(Name name) const noexcept { return static_cast<std::size_t>(name) <= most_; }

 private:
  std::size_t most_;
};

bool hold_all(const Words& names, const std::vector<correlate::HostSlots>& hosts) {
  return std::ranges::all_of(hosts, [&](const auto& one) { return names.hold(one.host); });
}

bool hold_all(const Words& names, const Words& words, const correlate::Parts& parts) {
  return parts.all.size() <= correlate::Parts::most &&
         std::ranges::all_of(parts.all, [&](const correlate::PartSlots& part) {
           const bool is_domain = part.kind == correlate::PartKind::domain;
           return is_domain ? names.hold(part.word) && names.hold(static_cast<Name>(part.key))
                            : words.hold(part.word);
         });
}

bool hold_all(const Words& words, const correlate::Refused& refused) {
  return std::ranges::all_of(refused.words(),
                             [&](const auto& entry) { return words.hold(entry.word); });
}

std::vector<std::string_view> sorted_words(const Names& names) {
  std::vector<std::string_view> words;
  for (std::uint32_t i = 1; i <= names.size(); ++i) words.push_back(names.word(Name{i}));
  std::ranges::sort(words);
  return words;
}

// Words in order, so that to sort by name is to sort by word.
void sort_all(Ledger::State& state) {
  const auto sort_parts = [](correlate::Parts& parts) {
    std::ranges::sort(parts.all, {},
                      [](const PartSlots& one) { return std::tuple(one.kind, one.word, one.key); });
  };
  const auto sort_words = [](correlate::Refused& refused) {
    std::vector<FrequentWord> words = refused.words();
    std::ranges::sort(words, {}, &FrequentWord::hash);
    refused.assign(std::move(words));
  };
  const auto sort_entries = [](Accepted& accepted) {
    std::vector<Accepted::Entry> entries = accepted.entries();
    std::ranges::sort(entries, {}, &Accepted::Entry::hash);
    accepted.assign(std::move(entries), accepted.seen());
  };
  for (RemoteRecord& remote : state.remotes) {
    std::ranges::sort(remote.hosts, {}, &HostSlots::host);
    sort_parts(remote.parts);
    sort_entries(remote.recipients);
    sort_entries(remote.senders);
    for (CodeRecord& code : remote.codes) {
      std::ranges::sort(code.hosts, {}, &HostSlots::host);
      sort_parts(code.parts);
      sort_words(code.recipients);
      sort_words(code.senders);
      code.held.put_in_order();
    }
    std::ranges::sort(remote.codes, {}, &CodeRecord::code);
  }
  std::ranges::sort(state.remotes, {},
                    [](const RemoteRecord& one) { return std::pair(one.source, one.remote); });
}

}  // namespace

void Ledger::State::keep_words(text::StateWriter& writer) const {
  write_words(names, writer);
  write_words(words, writer);
}

void Ledger::State::restore_words(text::StateReader& reader) {
  read_words(names, reader);
  read_words(words, reader);
}

void Ledger::State::rename_addresses(const std::function<std::string(std::string_view)>& shown,
                                     Name newer_than) {
  Names renamed;
  const auto rename_parts = [&](correlate::Parts& parts) {
    for (correlate::PartSlots& part : parts.all) {
      if (part.kind == correlate::PartKind::address) part.word = renamed.of(words.word(part.word));
    }
  };
  const auto rename_words = [&](correlate::Refused& refused) {
    std::vector<correlate::FrequentWord> entries = refused.words();
    for (correlate::FrequentWord& entry : entries) {
      if (entry.word == Name::none) continue;
      const std::string_view word = words.word(entry.word);
      entry.word = entry.word > newer_than ? renamed.of(shown(word)) : renamed.of(word);
    }
    refused.assign(std::move(entries));
  };
  for (correlate::RemoteRecord& remote : remotes) {
    rename_parts(remote.parts);
    for (correlate::CodeRecord& code : remote.codes) {
      rename_parts(code.parts);
      rename_words(code.recipients);
      rename_words(code.senders);
    }
  }
  words = std::move(renamed);
}

bool Ledger::State::restored() {
  const Words all_names(names);
  const Words all_words(words);
  index.clear();
  places.clear();
  for (std::uint32_t place = 1; place <= remotes.size(); ++place) {
    correlate::RemoteRecord& remote = remotes[place - 1];
    const bool holds =
        all_names.hold(remote.source) && all_names.hold(remote.remote) &&
        hold_all(all_names, remote.hosts) && hold_all(all_names, all_words, remote.parts) &&
        std::ranges::all_of(remote.codes, [&](const correlate::CodeRecord& code) {
          return all_names.hold(code.code) && hold_all(all_names, code.hosts) &&
                 hold_all(all_names, all_words, code.parts) &&
                 hold_all(all_words, code.recipients) && hold_all(all_words, code.senders);
        });
    const bool is_new =
        index.try_emplace(correlate::remote_code(remote.source, remote.remote), place).second;
    if (!holds || !is_new) return false;
    Places& of_remote = correlate::at(this->places, remote.remote);
    remote.of_same_remote = std::exchange(of_remote.newest, place);
  }
  return true;
}

std::vector<std::uint8_t> Ledger::bytes() const {
  Ledger used;  // names that nothing is counted under are left out
  used.add(*this);
  Ledger sorted;
  for (const std::string_view word : sorted_words(used.state_->names)) sorted.names().of(word);
  for (const std::string_view word : sorted_words(used.state_->words)) {
    sorted.state_->words.of(word);
  }
  sorted.add(used);
  sort_all(*sorted.state_);
  std::string bytes;
  text::StateWriter writer(bytes);
  sorted.state_->keep_words(writer);
  writer(*sorted.state_);
  const std::string all = text::sealed(title, bytes);
  return {all.begin(), all.end()};
}

Ledger Ledger::of_bytes(std::span<const std::uint8_t> bytes) {
  const auto* const begin = reinterpret_cast<const char*>(bytes.data());
  const std::optional<std::string_view> state = text::unsealed(title, {begin, bytes.size()});
  if (!state) fail();
  Ledger ledger;
  try {
    text::StateReader reader(*state);
    ledger.state_->restore_words(reader);
    reader(*ledger.state_);
    reader.end();
  } catch (const Error&) {
    fail();
  }
  if (!ledger.state_->restored()) fail();
  return ledger;
}

}  // namespace curfew
