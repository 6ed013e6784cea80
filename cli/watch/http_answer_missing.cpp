#include "watch/http_answer.h"

// A build without cpp-httplib, which serves nothing.

namespace curfew::cli {

class HttpAnswers::Protocol {};

bool can_serve() noexcept {
  return false;
}

HttpAnswers::HttpAnswers(const PublishedDocuments& /*documents*/, HttpRules /*rules*/) {}
HttpAnswers::~HttpAnswers() = default;

HttpAnswer HttpAnswers::answer(std::string_view /*head*/) {
  return {};
}

HttpAnswer HttpAnswers::too_large() {
  return {};
}

HttpAnswer HttpAnswers::too_slow() {
  return {};
}

}  // namespace curfew::cli
