#pragma once

#include <memory>

#include "watch/http_answer.h"
#include "watch/listen_address.h"

namespace curfew::cli {

/// Serves documents on a thread of its own, which waits for nobody: it reads and writes what is
/// ready, of a bounded number of clients, each with a bounded request and a bounded time.
class PageServer {
 public:
  /// Beyond, who has taken longest to ask is turned away.
  static constexpr std::size_t most_clients = 128;

  /// Both must outlive it. Throws std::system_error.
  PageServer(const ListeningSocket& socket, HttpAnswers& answers);
  /// Ends at once; whoever is being answered is cut off.
  ~PageServer();
  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace curfew::cli
