#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "watch/documents.h"

namespace curfew::cli {

/// What is sent to a client; the body is shared with all others.
struct HttpAnswer {
  std::string head;
  std::shared_ptr<const std::string> body;  ///< null: none
};

struct HttpRules {
  std::string token;         ///< that clients must show; empty: none
  bool checks_host = false;  ///< refuse names of this machine that a stranger may have chosen
};

/// Whether this build can serve.
bool can_serve() noexcept;

/// Answers requests by what is published. One thread at a time.
class HttpAnswers {
 public:
  /// As long as a request's line and headers may be.
  static constexpr std::size_t most_head = 8 * 1024;

  HttpAnswers(const PublishedDocuments& documents, HttpRules rules);
  ~HttpAnswers();
  HttpAnswers(const HttpAnswers&) = delete;
  HttpAnswers& operator=(const HttpAnswers&) = delete;

  /// `head`: a request up to its empty line.
  HttpAnswer answer(std::string_view head);
  /// To one whose request is not read to its end.
  static HttpAnswer too_large();
  static HttpAnswer too_slow();

 private:
  class Protocol;
  std::unique_ptr<Protocol> protocol_;
};

}  // namespace curfew::cli
