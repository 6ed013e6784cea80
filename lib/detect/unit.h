#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "correlate/ledger_state.h"
#include "detect/counts.h"
#include "detect/rotation.h"

namespace curfew::detect {

/// One slot of a unit.
struct Row {
  Slot slot = 0;
  Counts counts;
  correlate::Moment accepted_from = correlate::no_moment;  // first and last acceptance
  correlate::Moment accepted_to = 0;
  correlate::Moment refused_from = correlate::no_moment;
  correlate::Moment refused_to = 0;
  correlate::Moment first_accepted = correlate::no_moment;  // of what stands for first attempts
  correlate::Moment first_refused = correlate::no_moment;
};

/// A recipient or sender with all its contacts.
struct Word {
  std::string text;
  Counts counts;
};

struct Words {
  std::vector<Word> refused_most;  // most refused first
  double distinct = 0;             // of the remote, about
};

/// What one analysis looks at: the acceptances of a remote and its refusals with one code, or
/// several taken together.
struct Unit {
  std::vector<Row> rows;  // by slot
  Observations first;     // outcomes of the first first-attempt of each slot
  Observations all;       // ... of the first attempt of any kind
  Counts total;
  std::array<std::vector<Counts>, correlate::scale_count> histograms;  // none for a single host
  /// Of retries, by how long they had waited since the first refusal with the code.
  std::vector<Counts> waited;
  Words recipients;
  Words senders;
  correlate::Span contacts;
  correlate::Span refused;
  correlate::CodeTraits traits;  // of its codes together
  double returned = 0;           // refused for good
  /// No line says when messages arrived: what is known to be no retry stands for first attempts.
  bool arrivals_unknown = false;
  bool others_accept = false;  // what was refused here was accepted elsewhere
  std::uint32_t most_sessions = 0;
  std::uint32_t most_sessions_refused = 0;

  double refused_first() const noexcept { return total.refused[0]; }
};

/// Which aggregates a unit is made of.
struct Selection {
  std::vector<const correlate::RemoteRecord*> remotes;  // one remote, one or more sources
  std::vector<const correlate::CodeRecord*> codes;      // of these
  const Name* host = nullptr;                           // of the remote; null: all
  const correlate::PartSlots* part = nullptr;           // of the remote; null: all
  /// In order; null: none. What failed without a reply in these is nobody's failure.
  const std::vector<Slot>* left_out = nullptr;
  bool others_accept = false;  // other sources, hosts or parts of the remote are left out
};

/// What the selections of one remote accepted, added up once for all of its codes.
class AcceptedSlots {
 public:
  struct Sum {
    correlate::SlotList slots;
    double first = 0;    // contacts whose message's arrival is known
    double unknown = 0;  // ... is not
  };
  /// Lives as long as this does.
  const Sum& of(const Selection& selection);

 private:
  struct Entry {
    explicit Entry(const Selection& selection);
    bool is_of(const Selection& selection) const;

    std::vector<const correlate::RemoteRecord*> remotes;
    std::optional<Name> host;
    const correlate::PartSlots* part;
    Sum sum;
  };
  std::deque<Entry> entries_;
};

/// The unit, but for its histograms and words.
Unit unit_of(const Selection& selection, AcceptedSlots& accepted);
/// Takes out what came before the slot.
void drop_before(Slot slot, Unit& unit);
/// These.
void add_parties(const Selection& selection, const Names& words, Unit& unit);

}  // namespace curfew::detect
