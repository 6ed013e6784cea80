#include "watch/http_answer.h"

#include <httplib.h>

#include <arpa/inet.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstring>
#include <utility>

namespace curfew::cli {
namespace {

// A thread that has not looked for so long stands still.
constexpr std::int64_t longest_silence = 120;

constexpr std::size_t most_method = 20;

bool begins_with_word(std::string_view line, std::string_view word) {
  return line.size() >= word.size() &&
         std::equal(word.begin(), word.end(), line.begin(), [](char a, char b) {
           return a == std::tolower(static_cast<unsigned char>(b));
         });
}

// httplib reads any number of headers, acts on ranges (by regular expressions that take a stack
// frame for each character), packs bodies for each client anew and reads bodies of any length: it
// is given the headers that we use, and no others.
std::string with_known_headers(std::string_view head) {
  std::string kept;
  bool is_first = true;
  while (!head.empty()) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(head.size(), end + 1));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (is_first || begins_with_word(line, "host:") || begins_with_word(line, "authorization:")) {
      kept += line;
      kept += "\r\n";
    }
    is_first = false;
  }
  return kept + "\r\n";
}

// Takes as long for one that begins well as for any other of its length.
bool is_same_secret(std::string_view shown, std::string_view secret) noexcept {
  unsigned differs = shown.size() == secret.size() ? 0 : 1;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const int both = shown[i] ^ secret[i % secret.size()];
    differs |= static_cast<unsigned>(both);
  }
  return differs == 0;
}

// An address, or the one name that no stranger can point here.
bool is_harmless_host(std::string host) {
  if (host.empty()) return true;
  if (host.front() == '[') {
    const std::size_t end = host.find(']');
    if (end == std::string::npos) return false;
    host = host.substr(1, end - 1);
  } else {
    host = host.substr(0, host.find(':'));
  }
  ::in6_addr address{};
  return host == "localhost" || ::inet_pton(AF_INET, host.c_str(), &address) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

// A request that is there whole, and what is written to it.
class Exchange final : public httplib::Stream {
 public:
  explicit Exchange(std::string request) : request_(std::move(request)) {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* room, std::size_t size) override {
    const std::size_t n = std::min(size, request_.size() - read_);
    std::memcpy(room, request_.data() + read_, n);
    read_ += n;
    return static_cast<ssize_t>(n);
  }
  ssize_t write(const char* bytes, std::size_t size) override {
    written.append(bytes, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  ::socket_t socket() const override { return INVALID_SOCKET; }

  std::string written;

 private:
  std::string request_;
  std::size_t read_ = 0;
};

HttpAnswer refusal(const char* status) {
  return {.head = std::string("HTTP/1.1 ") + status +
                  "\r\nConnection: close\r\nContent-Length: 0\r\nCache-Control: no-store\r\n\r\n",
          .body = nullptr};
}

std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

bool can_serve() noexcept {
  return true;
}

/// httplib takes the request apart and writes the answer's head, of a body that it does not touch.
class HttpAnswers::Protocol : public httplib::Server {
 public:
  Protocol(const PublishedDocuments& documents, HttpRules rules)
      : documents_(documents), rules_(std::move(rules)) {
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      respond(request, response);
      return HandlerResponse::Handled;
    });
  }

  HttpAnswer answer(std::string_view head) {
    body_.reset();
    std::string request = with_known_headers(head);
    // As a HEAD request, whatever it is: the body is sent by us.
    method_ = request.substr(0, std::min(request.find_first_of(" \r"), most_method));
    const bool wants_body = method_ != "HEAD";
    request.replace(0, method_.size(), "HEAD");
    Exchange exchange(std::move(request));
    bool is_closed = false;
    process_request(exchange, true, is_closed, {});
    if (exchange.written.empty()) return refusal("400 Bad Request");
    return {.head = std::move(exchange.written), .body = wants_body ? body_ : nullptr};
  }

 private:
  using Text = std::shared_ptr<const std::string>;

  void send(httplib::Response& response, int status, const char* type, Text text) {
    response.status = status;
    body_ = std::move(text);
    response.set_content_provider(
        body_->size(), type, [](std::size_t, std::size_t, httplib::DataSink&) { return false; });
  }
  void say(httplib::Response& response, int status, const char* sentence) {
    send(response, status, "text/plain; charset=utf-8",
         std::make_shared<const std::string>(std::string(sentence) + '\n'));
  }

  void respond(const httplib::Request& request, httplib::Response& response) {
    // What the page says of itself, too: docs/html.md.
    response.set_header("Content-Security-Policy",
                        "default-src 'none'; style-src " + style_policy());
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("X-Frame-Options", "DENY");
    response.set_header("Referrer-Policy", "no-referrer");
    response.set_header("Cross-Origin-Resource-Policy", "same-origin");
    response.set_header("Cache-Control", "no-store");
    response.set_header("Accept-Ranges", "none");
    if (method_ != "GET" && method_ != "HEAD") {
      response.set_header("Allow", "GET, HEAD");
      return say(response, 405, "Only GET and HEAD are answered.");
    }
    if (rules_.checks_host && !is_harmless_host(request.get_header_value("Host"))) {
      return say(response, 421, "Call this server by its address.");
    }
    if (!is_allowed(request)) {
      response.set_header("WWW-Authenticate", "Bearer");
      return say(response, 401, "A token is needed: Authorization: Bearer TOKEN.");
    }
    respond_with(request.path, response);
  }

  bool is_allowed(const httplib::Request& request) const {
    if (rules_.token.empty()) return true;
    constexpr std::string_view scheme = "bearer ";
    const std::string value = request.get_header_value("Authorization");
    if (!begins_with_word(value, scheme)) return false;
    return is_same_secret(std::string_view(value).substr(scheme.size()), rules_.token);
  }

  void respond_with(const std::string& path, httplib::Response& response) {
    if (path == "/healthz") return tell_health(response);
    const bool known = path == "/" || path == "/metrics" || path == "/report.json";
    if (!known) return say(response, 404, "There are /, /metrics, /report.json and /healthz.");
    const std::shared_ptr<const Documents> documents = documents_.latest();
    if (documents == nullptr) {
      response.set_header("Retry-After", "5");
      return say(response, 503, "The logs are being read.");
    }
    if (path == "/") return send(response, 200, "text/html; charset=utf-8", documents->html);
    if (path == "/report.json") return send(response, 200, "application/json", documents->json);
    send(response, 200, "text/plain; version=0.0.4; charset=utf-8", documents->metrics);
  }

  void tell_health(httplib::Response& response) {
    const bool stands_still = seconds_now() - documents_.looked_at > longest_silence;
    const char* const status = stands_still                ? "stands still"
                               : documents_.snapshots == 0 ? "catching up"
                                                           : "ok";
    const std::string text = "{\"status\":\"" + std::string(status) +
                             "\",\"read_bytes\":" + std::to_string(documents_.bytes_read) +
                             ",\"told_bytes\":" + std::to_string(documents_.told) +
                             ",\"behind_bytes\":" + std::to_string(documents_.behind) +
                             ",\"snapshots\":" + std::to_string(documents_.snapshots) + "}\n";
    send(response, std::string_view(status) == "ok" ? 200 : 503, "application/json",
         std::make_shared<const std::string>(text));
  }

  // Of the page's own meta element; nothing before there is a page.
  std::string style_policy() const {
    const std::shared_ptr<const Documents> documents = documents_.latest();
    if (documents == nullptr) return "'none'";
    constexpr std::string_view mark = "style-src '";
    const std::string_view page(*documents->html);
    const std::size_t begin = page.substr(0, 2000).find(mark);
    if (begin == std::string_view::npos) return "'none'";
    const std::string_view hash = page.substr(begin + mark.size() - 1);
    return std::string(hash.substr(0, hash.find('\'', 1) + 1));
  }

  const PublishedDocuments& documents_;
  HttpRules rules_;
  std::string method_;  // of the request that is answered
  Text body_;
};

HttpAnswers::HttpAnswers(const PublishedDocuments& documents, HttpRules rules)
    : protocol_(std::make_unique<Protocol>(documents, std::move(rules))) {}
HttpAnswers::~HttpAnswers() = default;

HttpAnswer HttpAnswers::answer(std::string_view head) {
  return protocol_->answer(head);
}

HttpAnswer HttpAnswers::too_large() {
  return refusal("431 Request Header Fields Too Large");
}

HttpAnswer HttpAnswers::too_slow() {
  return refusal("408 Request Timeout");
}

}  // namespace curfew::cli
