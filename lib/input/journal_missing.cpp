#include <unistd.h>

#include "curfew/error.h"
#include "input/compression.h"
#include "input/journal.h"

// A build without libsystemd.

namespace curfew::input {

std::unique_ptr<Source> journal_in(int descriptor, const std::string& path,
                                   std::optional<Instant> /*modified*/,
                                   std::optional<Instant> /*since*/) {
  ::close(descriptor);
  throw Error(ErrorCode::compressed, path + ": a systemd journal, which this build does not read",
              "Let journalctl read it: `journalctl --file " + quoted(path) + " -o json`.",
              Hint::pipe);
}

std::unique_ptr<Source> journal_of_this_machine(std::optional<Instant> /*since*/,
                                                const std::vector<std::string>& /*programs*/) {
  throw Error(ErrorCode::compressed,
              std::string(journal_name) + ": this build does not read systemd journals",
              "Let journalctl read it: `journalctl -o json`.", Hint::pipe);
}

std::unique_ptr<GrowingJournal> growing_journal(const std::string& /*cursor*/,
                                                std::optional<Instant> since,
                                                const std::vector<std::string>& programs,
                                                const std::string& /*folder*/) {
  journal_of_this_machine(since, programs);
  return nullptr;
}

}  // namespace curfew::input
