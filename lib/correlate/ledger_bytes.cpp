#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include "correlate/ledger_state.h"
#include "correlate/slot_packing.h"
#include "curfew/error.h"
#include "text/hash.h"

// A line that names format and version, a hash of what follows, then numbers of seven bits a byte:
// words, remotes, codes and slots, all in order.
namespace curfew {
namespace {

using correlate::Accepted;
using correlate::CodeRecord;
using correlate::FrequentWord;
using correlate::Histograms;
using correlate::HostSlots;
using correlate::PartKind;
using correlate::PartSlots;
using correlate::RemoteRecord;

constexpr std::string_view title = "curfew-ledger/1\n";
constexpr std::size_t hash_size = sizeof(std::uint64_t);

[[noreturn]] void fail() {
  throw Error(ErrorCode::unreadable, "this is no ledger, or a damaged one",
              "Make it anew from the logs.");
}

std::uint64_t hash_of(std::span<const std::uint8_t> bytes) noexcept {
  return text::hash({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, title.size());
}

// Signed numbers, small ones small whatever their sign.
constexpr std::uint64_t folded(std::int64_t value) noexcept {
  return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unfolded(std::uint64_t value) noexcept {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

class Writer {
 public:
  explicit Writer(std::vector<std::uint8_t>& bytes) : bytes_(bytes), out_(bytes) {}

  template <class Value>
  void value(Value& value) {
    out_.number(static_cast<std::uint64_t>(value));
  }
  void value(Instant& value) { out_.number(folded(value.time_since_epoch().count())); }
  void name(Name& name, std::size_t /*most*/) { value(name); }
  template <class Item, class Visit>
  void list(std::vector<Item>& items, Visit visit) {
    out_.number(items.size());
    for (Item& item : items) visit(item);
  }
  template <class Record>
  void series(curfew::SlotSeries<Record>& series) {
    out_.number(series.size());
    for (const Record& record : series) {
      out_.number(folded(record.slot));
      pack(record, out_);
    }
  }
  void words(Names& names) {
    out_.number(names.size());
    for (std::uint32_t i = 1; i <= names.size(); ++i) {
      const std::string_view word = names.word(Name{i});
      out_.number(word.size());
      bytes_.insert(bytes_.end(), word.begin(), word.end());
    }
  }

 private:
  std::vector<std::uint8_t>& bytes_;
  PackedWriter out_;
};

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes)
      : in_(bytes.data(), bytes.data() + bytes.size()) {}

  template <class Value>
  void value(Value& value) {
    value = static_cast<Value>(in_.number());
  }
  void value(Instant& value) { value = Instant(Milliseconds(unfolded(in_.number()))); }
  void name(Name& name, std::size_t most) {
    value(name);
    if (static_cast<std::size_t>(name) > most) fail();
  }
  template <class Item, class Visit>
  void list(std::vector<Item>& items, Visit visit) {
    items.clear();
    for (std::uint64_t left = count(); left != 0; --left) visit(items.emplace_back());
  }
  template <class Record>
  void series(curfew::SlotSeries<Record>& series) {
    for (std::uint64_t left = count(); left != 0; --left) {
      Record record;
      record.slot = static_cast<Slot>(unfolded(in_.number()));
      unpack(in_, record);
      series.add(record);
    }
  }
  void words(Names& names) {
    for (std::uint64_t left = count(); left != 0; --left) {
      std::string word(count(), '\0');
      for (char& byte : word) byte = static_cast<char>(in_.byte());
      names.of(word);
    }
  }
  void end() const {
    if (in_.overrun() || in_.left() != 0) fail();
  }

 private:
  // No item takes less than a byte.
  std::uint64_t count() {
    const std::uint64_t number = in_.number();
    if (number > in_.left()) fail();
    return number;
  }

  PackedReader in_;
};

// One description of the format, for writing and for reading.
template <class Archive>
class Format {
 public:
  Format(Archive& archive, Ledger::State& state) : archive_(archive), state_(state) {}

  void all() {
    archive_.words(state_.names);
    archive_.words(state_.words);
    archive_.series(state_.traffic);
    archive_.value(state_.held_budget.limit);
    std::vector<RemoteRecord>& remotes = state_.remotes;
    archive_.list(remotes, [this](RemoteRecord& remote) { record(remote); });
  }

 private:
  void name(Name& name) { archive_.name(name, state_.names.size()); }

  void hosts(std::vector<HostSlots>& hosts) {
    archive_.list(hosts, [this](HostSlots& host) {
      name(host.host);
      archive_.value(host.contacts);
      archive_.series(host.slots);
    });
  }

  void parts(correlate::Parts& parts) {
    archive_.value(parts.too_many);
    archive_.list(parts.all, [this](PartSlots& part) {
      archive_.value(part.kind);
      archive_.value(part.key);
      const bool is_domain = part.kind == PartKind::domain;
      archive_.name(part.word, (is_domain ? state_.names : state_.words).size());
      archive_.value(part.contacts);
      archive_.series(part.slots);
    });
  }

  void histograms(Histograms& histograms) {
    std::vector<Histograms::Cell> cells = histograms.cells();
    archive_.list(cells, [this](Histograms::Cell& cell) {
      archive_.value(cell.place);
      archive_.value(cell.first);
      archive_.value(cell.retry);
      archive_.value(cell.unknown);
      if (!Histograms::is_place(cell.place)) fail();
    });
    histograms.assign(std::move(cells));
  }

  void refused(correlate::Refused& refused) {
    std::vector<FrequentWord> words = refused.words();
    archive_.list(words, [this](FrequentWord& word) {
      archive_.value(word.hash);
      archive_.name(word.word, state_.words.size());
      archive_.value(word.first);
      archive_.value(word.retry);
    });
    refused.assign(std::move(words));
  }

  void accepted(Accepted& accepted) {
    std::vector<Accepted::Entry> entries = accepted.entries();
    archive_.list(entries, [this](Accepted::Entry& entry) {
      std::uint32_t retry = entry.retry;
      bool refused = entry.refused != 0;
      archive_.value(entry.hash);
      archive_.value(entry.first);
      archive_.value(retry);
      archive_.value(refused);
      entry.retry = retry & 0x7FFFFFFFU;
      entry.refused = refused ? 1U : 0U;
    });
    std::array<std::uint64_t, 4> seen = accepted.seen();
    for (std::uint64_t& one : seen) archive_.value(one);
    accepted.assign(std::move(entries), seen);
  }

  void held(correlate::HeldSample& held) {
    std::vector<HeldDelivery> all = held.all();
    std::ranges::sort(all);
    archive_.list(all, [this](HeldDelivery& one) {
      archive_.value(one.first_attempt);
      archive_.value(one.last_deferral);
      archive_.value(one.delivered);
    });
    state_.held_budget.kept -= held.all().size();
    held = {};
    for (const HeldDelivery& one : all) held.add(one, state_.held_budget);
  }

  void span(correlate::Span& span) {
    archive_.value(span.first);
    archive_.value(span.last);
  }

  void record(CodeRecord& code) {
    name(code.code);
    archive_.value(code.traits.cause);
    archive_.value(code.traits.reply_code);
    archive_.value(code.traits.about_mailbox);
    archive_.value(code.traits.says_greylisting);
    archive_.value(code.traits.all_without_reply);
    hosts(code.hosts);
    parts(code.parts);
    archive_.series(code.aside);
    histograms(code.histograms);
    refused(code.recipients);
    refused(code.senders);
    held(code.held);
    span(code.times);
    archive_.value(code.most_sessions);
    archive_.value(code.peak.open);
    archive_.value(code.peak.exact);
    archive_.value(code.peak.contacts);
    archive_.value(code.peak.unsure);
  }

  void record(RemoteRecord& remote) {
    name(remote.source);
    name(remote.remote);
    hosts(remote.hosts);
    parts(remote.parts);
    histograms(remote.histograms);
    accepted(remote.recipients);
    accepted(remote.senders);
    span(remote.contacts);
    archive_.value(remote.most_sessions);
    archive_.list(remote.codes, [this](CodeRecord& code) { record(code); });
  }

  Archive& archive_;
  Ledger::State& state_;
};

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
    }
    std::ranges::sort(remote.codes, {}, &CodeRecord::code);
  }
  std::ranges::sort(state.remotes, {},
                    [](const RemoteRecord& one) { return std::pair(one.source, one.remote); });
}

}  // namespace

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
  std::vector<std::uint8_t> bytes(title.begin(), title.end());
  bytes.resize(title.size() + hash_size);
  Writer writer(bytes);
  Format<Writer>(writer, *sorted.state_).all();
  const std::uint64_t hash = hash_of(std::span(bytes).subspan(title.size() + hash_size));
  std::memcpy(bytes.data() + title.size(), &hash, hash_size);
  return bytes;
}

Ledger Ledger::of_bytes(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t head = title.size() + hash_size;
  if (bytes.size() < head || !std::equal(title.begin(), title.end(), bytes.begin())) fail();
  std::uint64_t hash = 0;
  std::memcpy(&hash, bytes.data() + title.size(), hash_size);
  if (hash != hash_of(bytes.subspan(head))) fail();
  Ledger written;
  Reader reader(bytes.subspan(head));
  Format<Reader>(reader, *written.state_).all();
  reader.end();
  Ledger ledger;  // finds its remotes by what is added
  ledger.add(written);
  return ledger;
}

}  // namespace curfew
