#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "engine/http.h"
#include "engine/tab_separated.h"

namespace curfew::engine {

/// Asks the engine, and sends it rows. One thread at a time. Throws Error (unreadable) with what
/// the engine says, and what can be done about it.
class Client {
 public:
  Client(std::unique_ptr<Http> http, const EngineAddress& address);
  explicit Client(const EngineAddress& address) : Client(http_to(address), address) {}

  const std::string& url() const noexcept { return url_; }
  /// "database.table"
  std::string table(const char* name) const { return database_ + '.' + name; }

  /// Gives the rows of the answer. The engine changes nothing for it. Throws what `take` throws;
  /// some rows may have been given then.
  void ask(const std::string& sql, std::size_t longest_row, const RowReader::Take& take);

  /// Sends rows, again and again where that may help. They count once.
  void insert(const std::string& table, const std::string& columns, std::string_view rows);

 private:
  void run(const std::string& target, std::string_view body,
           const std::function<void(std::string_view)>& take);

  std::string url_;
  std::string database_;
  std::unique_ptr<Http> http_;
  bool may_only_read_ = false;  // the engine says so
};

}  // namespace curfew::engine
