#include "text/names.h"

#include <cstring>
#include <deque>

#include "text/hash.h"

namespace curfew {
namespace {

constexpr std::size_t block_size = 64 * 1024;

}  // namespace

struct Names::Table {
  // Two hashes stand for the word, 96 bits of them: in a large table each touch is a trip to
  // memory, and the words themselves lie elsewhere. A slot never lies across two cache lines.
  struct Slot {
    std::uint64_t check = 0;
    std::uint32_t hash = 0;
    std::uint32_t name = 0;  // 0: free
  };

  std::uint64_t seed = 0;
  std::vector<Slot> slots = std::vector<Slot>(256);
  std::vector<std::string_view> words = {std::string_view{}};
  std::deque<std::unique_ptr<char[]>> blocks;
  std::size_t left_in_block = 0;

  // The word's slot, or the free one where it belongs.
  std::size_t place(const text::HashPair& hashed) const noexcept {
    const std::size_t mask = slots.size() - 1;
    const auto hash = static_cast<std::uint32_t>(hashed.key);
    std::size_t at = hash & mask;
    while (slots[at].name != 0 && (slots[at].hash != hash || slots[at].check != hashed.check)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  std::string_view keep(std::string_view word) {
    if (word.size() > block_size / 4) {  // rare; must not waste the current block
      blocks.push_front(std::make_unique<char[]>(word.size()));
      std::memcpy(blocks.front().get(), word.data(), word.size());
      return {blocks.front().get(), word.size()};
    }
    if (left_in_block < word.size()) {
      blocks.push_back(std::make_unique<char[]>(block_size));
      left_in_block = block_size;
    }
    char* const at = blocks.back().get() + (block_size - left_in_block);
    std::memcpy(at, word.data(), word.size());
    left_in_block -= word.size();
    return {at, word.size()};
  }

  void grow() {
    const std::vector<Slot> old = std::move(slots);
    slots = std::vector<Slot>(old.size() * 2);
    const std::size_t mask = slots.size() - 1;
    for (const Slot& slot : old) {
      if (slot.name == 0) continue;
      std::size_t at = slot.hash & mask;
      while (slots[at].name != 0) at = (at + 1) & mask;
      slots[at] = slot;
    }
  }
};

Names::Names() : table_(std::make_unique<Table>()) {
  table_->seed = text::random_seed();
}

Names::Names(const Names& other) : table_(std::make_unique<Table>()) {
  const Table& table = *other.table_;
  table_->seed = table.seed;
  table_->slots = table.slots;
  table_->words.reserve(table.words.size());
  for (std::size_t i = 1; i < table.words.size(); ++i) {
    table_->words.push_back(table_->keep(table.words[i]));
  }
}

Names::~Names() = default;
Names::Names(Names&&) noexcept = default;
Names& Names::operator=(Names&&) noexcept = default;

Name Names::of(std::string_view word) {
  if (word.empty()) return Name::none;
  const text::HashPair hashed = text::hash_pair(word, table_->seed);
  std::size_t at = table_->place(hashed);
  if (table_->slots[at].name != 0) return Name{table_->slots[at].name};
  if (table_->words.size() * 4 >= table_->slots.size() * 3) {
    table_->grow();
    at = table_->place(hashed);
  }
  const auto name = static_cast<std::uint32_t>(table_->words.size());
  table_->words.push_back(table_->keep(word));
  table_->slots[at] = {
      .check = hashed.check, .hash = static_cast<std::uint32_t>(hashed.key), .name = name};
  return Name{name};
}

Name Names::find(std::string_view word) const noexcept {
  if (word.empty()) return Name::none;
  const text::HashPair hashed = text::hash_pair(word, table_->seed);
  return Name{table_->slots[table_->place(hashed)].name};
}

std::string_view Names::word(Name name) const noexcept {
  return table_->words[static_cast<std::size_t>(name)];
}

std::size_t Names::size() const noexcept {
  return table_->words.size() - 1;
}

}  // namespace curfew
