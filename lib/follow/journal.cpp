#include <utility>

#include "curfew/follow.h"
#include "input/journal.h"

namespace curfew {
namespace {

class Journal final : public JournalBytes {
 public:
  explicit Journal(std::unique_ptr<input::GrowingJournal> journal) : journal_(std::move(journal)) {}

  std::size_t read(std::span<char> room) override { return journal_->read(room); }
  const std::string& name() const noexcept override { return journal_->name(); }
  bool is_over() const noexcept override { return false; }
  std::string cursor() const override { return journal_->cursor(); }

 private:
  std::unique_ptr<input::GrowingJournal> journal_;
};

}  // namespace

std::unique_ptr<JournalBytes> followed_journal(const std::string& cursor,
                                               std::optional<Instant> since,
                                               std::vector<std::string> programs) {
  return std::make_unique<Journal>(input::growing_journal(cursor, since, programs));
}

}  // namespace curfew
