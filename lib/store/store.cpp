#include "curfew/store.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "store/schema.h"
#include "store/store_state.h"

namespace curfew {
namespace {

std::string file_in(const std::string& folder) {
  return folder + "/curfew.db";
}

// SQLite would make it for everybody to read.
const std::string& made(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor >= 0) ::close(descriptor);
  return path;
}

const std::string& existing(const std::string& folder, const std::string& path) {
  if (::access(path.c_str(), F_OK) == 0) return path;
  if (errno == EACCES) {
    throw Error(ErrorCode::unreadable, folder + ": " + std::generic_category().message(errno),
                "Its owner can let others read it: the folder and the file in it.");
  }
  throw Error(ErrorCode::unreadable, folder + ": holds no store",
              "Nothing was collected there yet.");
}

std::string path_for(const std::string& folder, Store::Use use) {
  const std::string path = file_in(folder);
  return use == Store::Use::write ? made(path) : existing(folder, path);
}

}  // namespace

Store::State::State(const std::string& folder, Use use)
    : lock(use == Use::write ? std::make_optional<store::FolderLock>(folder) : std::nullopt),
      database(path_for(folder, use),
               use == Use::write ? store::Database::Use::write : store::Database::Use::read) {
  if (use == Use::read) {
    store::check_schema(database);
    return;
  }
  // Readers need no right to write: everything is in one file, but while it is written.
  database.run("PRAGMA journal_mode = TRUNCATE");
  database.run("PRAGMA synchronous = FULL");
  database.run("PRAGMA foreign_keys = ON");
  database.run("PRAGMA cache_size = -16384");  // kibibytes: a run's pages are written once
  store::Database::Transaction transaction(database, store::Database::Use::write);
  store::make_schema(database);
  transaction.commit();
}

std::vector<store::LogRow> Store::State::logs() {
  store::Statement rows(database,
                        "SELECT log_id, series, line_is_open, cursor, is_early, counts, front, "
                        "live FROM log ORDER BY series");
  std::vector<store::LogRow> logs;
  while (rows.step()) {
    logs.push_back({.id = rows.number(0),
                    .series = std::string(rows.text(1)),
                    .line_is_open = rows.number(2) != 0,
                    .cursor = std::string(rows.text(3)),
                    .is_early = rows.number(4) != 0,
                    .kept = {.counts = std::string(rows.text(5)),
                             .front = std::string(rows.text(6)),
                             .live = std::string(rows.text(7))}});
  }
  return logs;
}

std::string Store::State::setting(const char* name) {
  store::Statement row(database, "SELECT value FROM setting WHERE name = ?1");
  if (!row.bind(1, std::string_view(name)).step()) return {};
  return std::string(row.text(0));
}

void Store::State::set(const char* name, std::string_view value) {
  store::Statement(database, "INSERT OR REPLACE INTO setting VALUES (?1, ?2)")
      .bind(1, std::string_view(name))
      .bind_bytes(2, value)
      .run();
}

RedactionKey Store::State::key() {
  RedactionKey key;
  const std::string kept = setting("key");
  if (kept.size() == key.bytes.size()) {
    std::copy(kept.begin(), kept.end(), key.bytes.begin());
    return key;
  }
  if (::getrandom(key.bytes.data(), key.bytes.size(), 0) !=
      static_cast<ssize_t>(key.bytes.size())) {
    throw Error(ErrorCode::unreadable,
                "a key cannot be made: " + std::generic_category().message(errno));
  }
  set("key", {reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()});
  return key;
}

Store::Store(const std::string& folder, Use use) : state_(std::make_unique<State>(folder, use)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

}  // namespace curfew
