#include <string_view>
#include <utility>
#include <vector>

#include "c/analysis.h"
#include "c/boundary.h"
#include "c/handles.h"
#include "curfew/c.h"
#include "curfew/error.h"

namespace curfew::c {
namespace {

constexpr std::size_t piece = 256 * 1024;

void need_open(const FedLog& log) {
  if (log.is_over) throw Misuse{"the session is over", "Make another for another log."};
}

void need_fed(const FedLog& log) {
  need_open(log);
  if (log.file != nullptr) {
    throw Misuse{"the session reads a file", "Call curfew_session_read, or curfew_session_free."};
  }
}

// What cannot go on is over.
template <typename Work>
void go_on(const LogInUse& used, Work&& work) {
  change(*used.analysis, [&] {
    try {
      work();
    } catch (...) {
      used.log.is_over = true;
      throw;
    }
  });
}

void finish(FedLog& log) {
  log.is_over = true;
  log.file.reset();
  log.session.finish();
}

// Of a file that breaks off, what came before counts.
std::size_t read_piece(FedLog& log, std::vector<char>& room) {
  try {
    return log.file->read(room);
  } catch (const Error&) {
    try {
      finish(log);
    } catch (const Error&) {
      // That it broke off says more.
    }
    throw;
  }
}

}  // namespace
}  // namespace curfew::c

using namespace curfew::c;

curfew_status curfew_session_new(curfew_analyzer* analyzer, const char* name,
                                 curfew_session** session, curfew_error* error) noexcept {
  if (session != nullptr) *session = nullptr;
  return guarded(error, [&] {
    need(session, "there is no place for the session");
    need(name, "the name is null");
    const InUse analysis = use(analyzer);
    change(*analysis, [&] {
      auto log = std::make_unique<FedLog>(analysis->analyzer.session(name));
      *session = give_handle(*analysis, analyzer, std::move(log));
    });
  });
}

curfew_status curfew_session_open(curfew_analyzer* analyzer, const char* path,
                                  curfew_session** session, curfew_error* error) noexcept {
  if (session != nullptr) *session = nullptr;
  return guarded(error, [&] {
    need(session, "there is no place for the session");
    need(path, "the path is null");
    const InUse analysis = use(analyzer);
    change(*analysis, [&] {
      auto file = curfew::unpacked(curfew::open_file(path));
      auto log =
          std::make_unique<FedLog>(analysis->analyzer.session(file->name(), file->modified()));
      log->file = std::move(file);
      *session = give_handle(*analysis, analyzer, std::move(log));
    });
  });
}

curfew_status curfew_session_feed(curfew_session* session, const void* bytes, size_t length,
                                  curfew_error* error) noexcept {
  return guarded(error, [&] {
    if (length != 0) need(bytes, "the bytes are null");
    const LogInUse used = use(session);
    need_fed(used.log);
    if (length == 0) return;
    go_on(used, [&] {
      used.log.session.feed(std::string_view(static_cast<const char*>(bytes), length));
    });
  });
}

curfew_status curfew_session_read(curfew_session* session, int* more,
                                  curfew_error* error) noexcept {
  if (more != nullptr) *more = 0;
  return guarded(error, [&] {
    need(more, "there is no place for whether there is more");
    const LogInUse used = use(session);
    need_open(used.log);
    if (used.log.file == nullptr) {
      throw Misuse{"the session is fed", "Call curfew_session_feed and curfew_session_finish."};
    }
    go_on(used, [&] {
      std::vector<char> room(piece);
      const std::size_t length = read_piece(used.log, room);
      if (length == 0) return finish(used.log);
      used.log.session.feed(std::string_view(room.data(), length));
      *more = 1;
    });
  });
}

curfew_status curfew_session_finish(curfew_session* session, curfew_error* error) noexcept {
  return guarded(error, [&] {
    const LogInUse used = use(session);
    need_fed(used.log);
    go_on(used, [&] { finish(used.log); });
  });
}

curfew_status curfew_session_free(curfew_session* session, curfew_error* error) noexcept {
  return guarded(error, [&] {
    if (session != nullptr) free_handle(session);
  });
}
