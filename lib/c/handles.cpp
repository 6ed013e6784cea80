#include "c/handles.h"

#include <mutex>
#include <unordered_map>
#include <utility>

namespace curfew::c {
namespace {

constexpr const char* pass_live = "Pass a handle that was given out and not freed since.";

struct Table {
  std::mutex mutex;
  Handle last = 0;  // handles count up, so that one that was freed does not come again
  std::unordered_map<Handle, std::shared_ptr<Analysis>> analyses;
  std::unordered_map<Handle, Handle> owners;  // of sessions
};

// Never taken down: other threads and a language's own end may still call while the program exits.
Table& table() {
  static auto* const the_one = new Table;
  return *the_one;
}

Handle number_of(const void* pointer) noexcept {
  return reinterpret_cast<Handle>(pointer);
}

// Handles are never followed.
template <typename Opaque>
Opaque* dressed(Handle handle) noexcept {
  return reinterpret_cast<Opaque*>(handle);  // NOLINT(performance-no-int-to-ptr)
}

// Odd, and counted up by two, so that no handle is the address of anything.
Handle next(Table& table) noexcept {
  Handle handle = table.last;
  do {
    handle += handle == 0 ? 1 : 2;
  } while (handle == 0 || table.analyses.contains(handle) || table.owners.contains(handle));
  return table.last = handle;
}

// Needs: the table's mutex is held.
InUse occupy(Table& table, Handle handle) {
  const auto found = table.analyses.find(handle);
  if (found == table.analyses.end()) {
    throw Misuse{"this is no analyzer, or it was freed", pass_live};
  }
  if (found->second->in_use.exchange(true, std::memory_order_acquire)) {
    throw Misuse{"the analyzer is in use by another thread",
                 "Let one thread at a time use an analyzer and its sessions."};
  }
  return InUse(found->second);
}

Handle owner_of(const Table& table, Handle session) {
  const auto found = table.owners.find(session);
  if (found == table.owners.end()) {
    throw Misuse{"this is no session, or it was freed", pass_live};
  }
  return found->second;
}

}  // namespace

InUse use(const curfew_analyzer* analyzer) {
  need(analyzer, "the analyzer is null");
  Table& all = table();
  const std::lock_guard lock(all.mutex);
  return occupy(all, number_of(analyzer));
}

LogInUse use(const curfew_session* session) {
  need(session, "the session is null");
  Table& all = table();
  const std::lock_guard lock(all.mutex);
  InUse analysis = occupy(all, owner_of(all, number_of(session)));
  FedLog& log = *analysis->logs.at(number_of(session));
  return {std::move(analysis), log};
}

curfew_analyzer* give_handle(std::shared_ptr<Analysis> analysis) {
  Table& all = table();
  const std::lock_guard lock(all.mutex);
  const Handle handle = next(all);
  all.analyses.emplace(handle, std::move(analysis));
  return dressed<curfew_analyzer>(handle);
}

curfew_session* give_handle(Analysis& analysis, const curfew_analyzer* owner,
                            std::unique_ptr<FedLog> log) {
  Table& all = table();
  const std::lock_guard lock(all.mutex);
  const Handle handle = next(all);
  all.owners.emplace(handle, number_of(owner));
  try {
    analysis.logs.emplace(handle, std::move(log));
  } catch (...) {
    all.owners.erase(handle);
    throw;
  }
  return dressed<curfew_session>(handle);
}

void free_handle(const curfew_analyzer* analyzer) {
  const InUse analysis = use(analyzer);  // dies last, and outside of the lock
  Table& all = table();
  const std::lock_guard lock(all.mutex);
  all.analyses.erase(number_of(analyzer));
  for (const auto& [session, log] : analysis->logs) all.owners.erase(session);
}

void free_handle(const curfew_session* session) {
  const LogInUse used = use(session);
  Table& all = table();
  {
    const std::lock_guard lock(all.mutex);
    all.owners.erase(number_of(session));
  }
  if (!used.log.is_over && !used.analysis->is_broken) {
    try {
      change(*used.analysis, [&] { used.log.session.finish(); });
    } catch (const Error&) {
      // Whoever wants to know finishes it first.
    }
  }
  used.analysis->logs.erase(number_of(session));
}

}  // namespace curfew::c
