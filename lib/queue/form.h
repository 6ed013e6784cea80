#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "curfew/queue.h"
#include "queue/tally.h"

namespace curfew::queue {

/// One program's listing, line by line.
class Form {
 public:
  virtual ~Form() = default;
  virtual const char* name() const noexcept = 0;
  /// Gives a message to the tally when its end is seen. False for a line that is not understood.
  virtual bool take(std::string_view line, Tally& tally) = 0;
  /// The last message, at the end of the listing.
  void finish(Tally& tally) { end(tally); }

 protected:
  /// A message begins, and so the one before it ends.
  Entry& begin(Tally& tally) {
    end(tally);
    return open_.emplace();
  }
  /// The message whose lines are read; null between two.
  Entry* open() noexcept { return open_ ? &*open_ : nullptr; }

 private:
  void end(Tally& tally) {
    if (open_) tally.add(*open_);
    open_.reset();
  }

  std::optional<Entry> open_;
};

/// postqueue -j: one JSON object a message.
std::unique_ptr<Form> make_postqueue_json();
/// mailq, postqueue -p, sendmail -bp of Postfix: showq(8).
std::unique_ptr<Form> make_mailq(const QueueOptions& options);
/// exim -bp; it states no reasons.
std::unique_ptr<Form> make_exim(const QueueOptions& options);

/// A message's line of the two; of `mailq`, the head of its table too.
bool begins_mailq(std::string_view line) noexcept;
bool begins_exim(std::string_view line) noexcept;
bool begins_postqueue_json(std::string_view line) noexcept;

}  // namespace curfew::queue
