#include "store/database.h"

#include <sqlite3.h>

#include <new>
#include <utility>

#include "curfew/error.h"

namespace curfew::store {
namespace {

// How long a reader waits for the moment in which a writer commits, and the other way round.
constexpr int patience_ms = 10'000;

const char* remedy_for(int code) noexcept {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "Another program works with it; try again when that has ended.";
    case SQLITE_FULL:
      return "Nothing of this run was kept, all of earlier ones is. Make room and run it again.";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return "Look at the owner and the permissions of the file and its folder.";
    case SQLITE_NOTADB:
      return "It is another program's file; name another store.";
    case SQLITE_CORRUPT:
      return "Put a copy of it back, or move it away: the logs that still exist are read again.";
    default:
      return "Nothing of this run was kept, all of earlier ones is.";
  }
}

}  // namespace

Database::Database(std::string path, Use use) : path_(std::move(path)) {
  // A reader who may write undoes what a run that was killed left half done; others cannot.
  const int flags = SQLITE_OPEN_READWRITE | (use == Use::read ? 0 : SQLITE_OPEN_CREATE);
  const int code = ::sqlite3_open_v2(path_.c_str(), &database_,
                                     flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  try {
    if (code != SQLITE_OK) fail(code);
    ::sqlite3_busy_timeout(database_, patience_ms);
    // What stands in the file comes from logs, and the file from whoever wrote it last.
    ::sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    ::sqlite3_db_config(database_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  } catch (...) {
    ::sqlite3_close(database_);
    throw;
  }
}

Database::~Database() {
  ::sqlite3_close(database_);
}

void Database::fail(int code) const {
  if (code == SQLITE_NOMEM || database_ == nullptr) throw std::bad_alloc();
  throw Error(ErrorCode::unreadable, path_ + ": " + ::sqlite3_errmsg(database_), remedy_for(code));
}

void Database::run(const char* sql) {
  const int code = ::sqlite3_exec(database_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::int64_t Database::number(std::string_view sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.number(0) : 0;
}

std::int64_t Database::last_id() const noexcept {
  return ::sqlite3_last_insert_rowid(database_);
}

Database::Transaction::Transaction(Database& database, Use use) : database_(database) {
  database_.run(use == Use::read ? "BEGIN" : "BEGIN IMMEDIATE");
}

// Where it fails, closing the file undoes the rest.
Database::Transaction::~Transaction() {
  if (open_) ::sqlite3_exec(database_.database_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void Database::Transaction::commit() {
  database_.run("COMMIT");
  open_ = false;
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  const int code =
      ::sqlite3_prepare_v3(database.database_, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) database_.fail(code);
}

Statement::~Statement() {
  ::sqlite3_finalize(statement_);
}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}

Statement& Statement::bind(int parameter, std::int64_t value) {
  ::sqlite3_bind_int64(statement_, parameter, value);
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  const int code =
      ::sqlite3_bind_text64(statement_, parameter, text.data() == nullptr ? "" : text.data(),
                            text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (code != SQLITE_OK) database_.fail(code);
  return *this;
}

Statement& Statement::bind_bytes(int parameter, std::string_view bytes) {
  const int code =
      ::sqlite3_bind_blob64(statement_, parameter, bytes.data() == nullptr ? "" : bytes.data(),
                            bytes.size(), SQLITE_STATIC);
  if (code != SQLITE_OK) database_.fail(code);
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  ::sqlite3_bind_null(statement_, parameter);
  return *this;
}

bool Statement::step() {
  const int code = ::sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  reset();
  if (code != SQLITE_DONE) database_.fail(code);
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

void Statement::reset() noexcept {
  ::sqlite3_reset(statement_);
}

std::int64_t Statement::number(int column) noexcept {
  return ::sqlite3_column_int64(statement_, column);
}

bool Statement::is_null(int column) noexcept {
  return ::sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::string_view Statement::text(int column) noexcept {
  const void* const bytes = ::sqlite3_column_blob(statement_, column);
  const int size = ::sqlite3_column_bytes(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

}  // namespace curfew::store
