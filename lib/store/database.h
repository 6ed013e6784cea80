#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace curfew::store {

class Database;

/// A statement, to be run again and again. Numbers of parameters begin with 1, those of columns
/// with 0. Throws as Database does.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  Statement& bind(int parameter, std::int64_t value);
  /// The text must live until the statement ran, as the bytes.
  Statement& bind(int parameter, std::string_view text);
  Statement& bind_bytes(int parameter, std::string_view bytes);
  Statement& bind_null(int parameter);

  /// The next row; false when there is none, and the statement may be bound anew.
  bool step();
  /// Runs one that gives no rows.
  void run();
  /// Gives up the rows that are left.
  void reset() noexcept;

  std::int64_t number(int column) noexcept;
  bool is_null(int column) noexcept;
  /// Text or bytes; live until the next step.
  std::string_view text(int column) noexcept;

 private:
  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
};

/// A file of SQLite. One thread at a time. Throws Error (unreadable) with the reason, and
/// std::bad_alloc.
class Database {
 public:
  enum class Use : std::uint8_t {
    read,   ///< others may write meanwhile: a transaction shows one moment
    write,  ///< makes the file where there is none
  };

  Database(std::string path, Use use);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& path() const noexcept { return path_; }
  void run(const char* sql);
  /// The one number that a statement gives.
  std::int64_t number(std::string_view sql);
  std::int64_t last_id() const noexcept;

  /// All or nothing: what is not committed is undone.
  class Transaction {
   public:
    Transaction(Database& database, Use use);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

   private:
    Database& database_;
    bool open_ = true;
  };

 private:
  friend class Statement;
  [[noreturn]] void fail(int code) const;

  std::string path_;
  sqlite3* database_ = nullptr;
};

}  // namespace curfew::store
