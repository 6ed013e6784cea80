#include <algorithm>

#include "correlate/by_name.h"
#include "correlate/correlator_state.h"
#include "correlate/ledger_state.h"
#include "correlate/remote_code.h"
#include "text/state.h"

// What is known and counted, as bytes and back. Numbers that are read back point into tables, so
// that they are looked at before anything uses them.
namespace curfew {
namespace {

// Readers of one version read what writers of the same wrote.
constexpr std::string_view counts_title = "curfew-counts/1";
constexpr std::string_view live_title = "curfew-live/1";

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

}  // namespace

void Ledger::State::rename_addresses(const std::function<std::string(std::string_view)>& shown) {
  Names renamed;
  const auto rename_parts = [&](correlate::Parts& parts) {
    for (correlate::PartSlots& part : parts.all) {
      if (part.kind == correlate::PartKind::address) part.word = renamed.of(words.word(part.word));
    }
  };
  const auto rename_words = [&](correlate::Refused& refused) {
    std::vector<correlate::FrequentWord> entries = refused.words();
    for (correlate::FrequentWord& entry : entries) {
      if (entry.word != Name::none) entry.word = renamed.of(shown(words.word(entry.word)));
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

void Ledger::State::keep_words(text::StateWriter& writer) const {
  write_words(names, writer);
  write_words(words, writer);
}

void Ledger::State::restore_words(text::StateReader& reader) {
  read_words(names, reader);
  read_words(words, reader);
}

void Correlator::keep_counts(std::string& bytes) const {
  State& state = *state_;
  state.contacts.finish();
  text::StateWriter writer(bytes);
  writer(counts_title);
  state.ledger.state_->keep_words(writer);
  state.each_count(writer);
  state.codes.keep(writer);
}

void Correlator::restore_counts(std::string_view bytes) {
  State& state = *state_;
  text::StateReader reader(bytes);
  std::string found;
  reader(found);
  if (found != counts_title) text::StateReader::fail();
  state.ledger.state_->restore_words(reader);
  state.each_count(reader);
  state.codes.restore(reader);
  reader.end();
  if (!state.ledger.state_->restored() || !state.remotes.restored()) text::StateReader::fail();
}

void Correlator::keep_live(std::string& bytes) const {
  State& state = *state_;
  state.contacts.finish();
  text::StateWriter writer(bytes);
  writer(live_title);
  state.each_live(writer);
}

void Correlator::restore_live(std::string_view bytes) {
  State& state = *state_;
  text::StateReader reader(bytes);
  std::string found;
  reader(found);
  if (found != live_title) text::StateReader::fail();
  state.each_live(reader);
  reader.end();
  const bool is_whole =
      state.messages.restored() && state.remotes.restored() && state.contacts.restored();
  if (!is_whole) text::StateReader::fail();
}

void Correlator::forget_live() {
  state_->others_open += std::exchange(state_->open_when_kept, 0);
  state_->others_dropped += std::exchange(state_->dropped_when_kept, 0);
}

void Correlator::rename_addresses(const std::function<std::string(std::string_view)>& shown) {
  state_->contacts.finish();
  state_->ledger.state_->rename_addresses(shown);
}

}  // namespace curfew
