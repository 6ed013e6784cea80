#include <curl/curl.h>
#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <exception>
#include <new>
#include <utility>

#include "curfew/error.h"
#include "engine/http.h"

namespace curfew {

bool has_engine() noexcept {
  return true;
}

namespace engine {
namespace {

// libcurl, loaded when an engine is asked for: it needs thirty libraries more, which every run
// would load at its start, and take 4 ms for.
class LibCurl {
 public:
  /// Throws Error where it is not installed. Lives until the program ends.
  static const LibCurl& get() {
    static const LibCurl loaded;
    return loaded;
  }

  decltype(&curl_easy_init) easy_init = nullptr;
  decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&curl_easy_setopt) easy_setopt = nullptr;
  decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&curl_easy_perform) easy_perform = nullptr;
  decltype(&curl_easy_strerror) easy_strerror = nullptr;
  decltype(&curl_slist_append) slist_append = nullptr;
  decltype(&curl_slist_free_all) slist_free_all = nullptr;

 private:
  LibCurl() {
    // Of this number since 2006. It stays loaded: other threads may be inside.
    void* const library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
      throw Error(ErrorCode::unreadable,
                  "libcurl, which engines are asked through, is not installed",
                  "On Debian: apt-get install libcurl4");
    }
    decltype(&curl_global_init) global_init = nullptr;
    take(library, "curl_global_init", global_init);
    take(library, "curl_easy_init", easy_init);
    take(library, "curl_easy_cleanup", easy_cleanup);
    take(library, "curl_easy_setopt", easy_setopt);
    take(library, "curl_easy_getinfo", easy_getinfo);
    take(library, "curl_easy_perform", easy_perform);
    take(library, "curl_easy_strerror", easy_strerror);
    take(library, "curl_slist_append", slist_append);
    take(library, "curl_slist_free_all", slist_free_all);
    global_init(CURL_GLOBAL_DEFAULT);
  }

  template <class Function>
  static void take(void* library, const char* name, Function*& function) {
    function = reinterpret_cast<Function*>(dlsym(library, name));
    if (function != nullptr) return;
    throw Error(ErrorCode::unreadable, std::string("the installed libcurl has no ") + name,
                "On Debian: apt-get install libcurl4");
  }
};

struct CloseHandle {
  void operator()(CURL* handle) const noexcept { LibCurl::get().easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { LibCurl::get().slist_free_all(list); }
};

// A header ends where a line does.
std::string header_of(const char* name, const std::string& value, const char* what) {
  const bool is_one_line = std::ranges::none_of(
      value, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
  if (is_one_line) return name + value;
  throw Error(ErrorCode::bad_value,
              std::string("the engine's ") + what + " holds a control character");
}

class Curl final : public Http {
 public:
  explicit Curl(const EngineAddress& address) : url_(checked_url(address.url)) {
    handle_.reset(curl_.easy_init());
    if (handle_ == nullptr) throw std::bad_alloc();
    add_header("Expect:");
    add_header("Content-Type: text/plain");
    if (!address.user.empty()) {
      add_header(header_of("X-ClickHouse-User: ", address.user, "user").c_str());
    }
    if (!address.password.empty()) {
      add_header(header_of("X-ClickHouse-Key: ", address.password, "password").c_str());
    }
    set(CURLOPT_HTTPHEADER, headers_.get());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_CONNECTTIMEOUT, 10L);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(address.patience.count()));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!address.ca_file.empty()) set(CURLOPT_CAINFO, address.ca_file.c_str());
    set(CURLOPT_BUFFERSIZE, 256L * 1024);
    set(CURLOPT_UPLOAD_BUFFERSIZE, 512L * 1024);
    set(CURLOPT_ERRORBUFFER, reason_.data());
    set(CURLOPT_WRITEFUNCTION, &Curl::receive);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_POST, 1L);
  }

  long post(const std::string& target, std::string_view body, const Take& take) override {
    set(CURLOPT_URL, (url_ + target).c_str());
    set(CURLOPT_POSTFIELDS, body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    take_ = &take;
    failure_ = nullptr;
    reason_.front() = '\0';
    const CURLcode code = curl_.easy_perform(handle_.get());
    take_ = nullptr;
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    if (code != CURLE_OK) {
      const std::string reason =
          reason_.front() != '\0' ? reason_.data() : curl_.easy_strerror(code);
      throw Error(ErrorCode::unreadable, url_ + ": " + reason, remedy(code));
    }
    return status();
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    const CURLcode code = curl_.easy_setopt(handle_.get(), option, value);
    if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
    if (code == CURLE_OK) return;
    throw Error(ErrorCode::unreadable, url_ + ": " + curl_.easy_strerror(code));
  }

  void add_header(const char* header) {
    curl_slist* const longer = curl_.slist_append(headers_.get(), header);
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(headers_.release());
    headers_.reset(longer);
  }

  long status() const {
    long status = 0;
    curl_.easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
  }

  static std::string remedy(CURLcode code) {
    switch (code) {
      case CURLE_PEER_FAILED_VERIFICATION:
      case CURLE_SSL_CACERT_BADFILE:
        return "Its certificate must be signed by who is trusted here.";
      case CURLE_PARTIAL_FILE:
      case CURLE_RECV_ERROR:
      case CURLE_GOT_NOTHING:
        return "The answer broke off: try again.";
      default:
        return "Is the engine up, and is this the address of its HTTP interface?";
    }
  }

  static std::size_t receive(char* data, std::size_t size, std::size_t count, void* self) {
    Curl& http = *static_cast<Curl*>(self);
    try {
      (*http.take_)(http.status(), std::string_view(data, size * count));
    } catch (...) {
      http.failure_ = std::current_exception();
      return 0;
    }
    return size * count;
  }

  std::string url_;
  const LibCurl& curl_ = LibCurl::get();
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::unique_ptr<CURL, CloseHandle> handle_;
  std::array<char, CURL_ERROR_SIZE> reason_{};
  const Take* take_ = nullptr;
  std::exception_ptr failure_;
};

}  // namespace

std::unique_ptr<Http> http_to(const EngineAddress& address) {
  return std::make_unique<Curl>(address);
}

}  // namespace engine
}  // namespace curfew
