#include <utility>

#include "correlate/correlator_state.h"
#include "correlate/ledger_state.h"
#include "text/state.h"

// What is known and counted, as bytes and back. Numbers that are read back point into tables, so
// that they are looked at before anything uses them.
namespace curfew {
namespace {

// Readers of one version read what writers of the same wrote.
constexpr std::string_view counts_title = "curfew-counts/1";
constexpr std::string_view live_title = "curfew-live/4";

}  // namespace

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

Name Correlator::newest_address_word() const {
  state_->contacts.finish();
  return static_cast<Name>(state_->ledger.state_->words.size());
}

void Correlator::rename_addresses(const std::function<std::string(std::string_view)>& shown,
                                  Name newer_than) {
  state_->contacts.finish();
  state_->ledger.state_->rename_addresses(shown, newer_than);
}

}  // namespace curfew
