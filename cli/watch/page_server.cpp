#include "watch/page_server.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <exception>
#include <list>
#include <new>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace curfew::cli {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// From the first byte to the last; a slow client is asked again.
constexpr milliseconds to_ask{5'000};
constexpr milliseconds to_take{15'000};
// What a client still sends is read and thrown away, or it would not see the answer.
constexpr milliseconds to_leave{1'000};
constexpr std::size_t most_thrown_away = 256 * 1024;
// While no descriptor is left, nobody is taken.
constexpr milliseconds out_of_descriptors{200};
constexpr milliseconds out_of_memory{1'000};

enum class Stage : std::uint8_t { asks, takes, leaves };

struct Client {
  Client(int taken, Clock::time_point until) : descriptor(taken), deadline(until) {}
  ~Client() { ::close(descriptor); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  int descriptor;
  Stage stage = Stage::asks;
  Clock::time_point deadline;
  std::string request = {};
  HttpAnswer answer = {};
  std::size_t sent = 0;
  std::size_t thrown_away = 0;
};

}  // namespace

class PageServer::Loop {
 public:
  Loop(int listening, HttpAnswers& answers) : listening_(listening), answers_(answers) {
    wake_ = ::eventfd(0, EFD_CLOEXEC);
    if (wake_ < 0) throw std::system_error(errno, std::generic_category());
    try {
      thread_ = std::thread([this] { run(); });
    } catch (...) {
      ::close(wake_);
      throw;
    }
  }
  ~Loop() {
    const std::uint64_t one = 1;
    static_cast<void>(!::write(wake_, &one, sizeof one));
    thread_.join();
    clients_.clear();
    ::close(wake_);
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

 private:
  using Clients = std::list<Client>;

  void run() {
    std::vector<::pollfd> waiting;
    for (;;) {
      try {
        if (!take_turn(waiting)) return;
      } catch (const std::bad_alloc&) {
        clients_.clear();
        rests_until_ = Clock::now() + out_of_memory;
      }
    }
  }

  // Whoever is ready goes on; false at the end.
  bool take_turn(std::vector<::pollfd>& waiting) {
    waiting.clear();
    waiting.push_back({.fd = wake_, .events = POLLIN, .revents = 0});
    const bool takes = Clock::now() >= rests_until_;
    waiting.push_back({.fd = takes ? listening_ : -1, .events = POLLIN, .revents = 0});
    for (const Client& client : clients_) {
      const bool writes = client.stage == Stage::takes;
      waiting.push_back({.fd = client.descriptor,
                         .events = static_cast<short>(writes ? POLLOUT : POLLIN),
                         .revents = 0});
    }
    ::poll(waiting.data(), waiting.size(), time_left());
    if (waiting[0].revents != 0) return false;
    std::size_t place = 2;
    for (auto client = clients_.begin(); client != clients_.end(); ++place) {
      const auto one = client++;
      if (waiting[place].revents != 0) go_on(one);
    }
    end_late();
    if (waiting[1].revents != 0) take_clients();
    return true;
  }

  int time_left() const {
    auto next = Clock::now() + std::chrono::hours(1);
    if (rests_until_ > Clock::now()) next = rests_until_;
    for (const Client& client : clients_) next = std::min(next, client.deadline);
    const auto left = std::chrono::ceil<milliseconds>(next - Clock::now()).count();
    return static_cast<int>(std::max<std::int64_t>(0, left));
  }

  void take_clients() {
    // Those that are here are served between two of these.
    for (int i = 0; i < 32; ++i) {
      const int descriptor = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
      if (descriptor < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
          rests_until_ = Clock::now() + out_of_descriptors;
        }
        return;
      }
      if (clients_.size() >= most_clients) make_room();
      clients_.emplace_back(descriptor, Clock::now() + to_ask);
      // Most have asked by now.
      go_on(std::prev(clients_.end()));
    }
  }

  // Who has not asked yet, or does not leave, goes before who is being answered; then the oldest.
  void make_room() {
    const auto idle = std::ranges::find_if(
        clients_, [](const Client& client) { return client.stage != Stage::takes; });
    end(idle == clients_.end() ? clients_.begin() : idle);
  }

  void end(Clients::iterator client) { clients_.erase(client); }

  void end_late() {
    const auto now = Clock::now();
    for (auto client = clients_.begin(); client != clients_.end();) {
      const auto one = client++;
      if (one->deadline > now) continue;
      if (one->stage == Stage::asks && !one->request.empty()) {
        respond(one, HttpAnswers::too_slow());
      } else {
        end(one);
      }
    }
  }

  void go_on(Clients::iterator client) {
    if (client->stage == Stage::asks) {
      read_request(client);
    } else if (client->stage == Stage::takes) {
      send_answer(client);
    } else {
      throw_away(client);
    }
  }

  void read_request(Clients::iterator client) {
    char room[4096];
    const ::ssize_t got = ::recv(client->descriptor, room, sizeof room, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return end(client);
    std::string& request = client->request;
    request.append(room, static_cast<std::size_t>(got));
    const std::size_t end_of_head = std::min(request.find("\r\n\r\n"), request.find("\n\n"));
    if (end_of_head == std::string::npos && request.size() <= HttpAnswers::most_head) return;
    if (end_of_head > HttpAnswers::most_head) {  // npos, too
      return respond(client, HttpAnswers::too_large());
    }
    HttpAnswer answer;
    try {
      answer = answers_.answer(std::string_view(request).substr(0, end_of_head));
    } catch (const std::exception&) {  // memory ran out: this client's misfortune, nobody else's
      return end(client);
    }
    respond(client, std::move(answer));
  }

  void respond(Clients::iterator client, HttpAnswer answer) {
    client->request = {};
    client->answer = std::move(answer);
    client->stage = Stage::takes;
    client->deadline = Clock::now() + to_take;
    send_answer(client);
  }

  void send_answer(Clients::iterator client) {
    const HttpAnswer& answer = client->answer;
    const std::size_t head = answer.head.size();
    const std::size_t whole = head + (answer.body == nullptr ? 0 : answer.body->size());
    while (client->sent < whole) {
      const bool in_head = client->sent < head;
      const std::string& part = in_head ? answer.head : *answer.body;
      const std::size_t at = in_head ? client->sent : client->sent - head;
      const int more = in_head && whole > head ? MSG_MORE : 0;
      const ::ssize_t sent =
          ::send(client->descriptor, part.data() + at, part.size() - at, MSG_NOSIGNAL | more);
      if (sent < 0 && errno == EINTR) continue;
      if (sent < 0 && errno == EAGAIN) return;
      if (sent <= 0) return end(client);
      client->sent += static_cast<std::size_t>(sent);
    }
    ::shutdown(client->descriptor, SHUT_WR);
    client->answer = {};
    client->stage = Stage::leaves;
    client->deadline = Clock::now() + to_leave;
    throw_away(client);
  }

  void throw_away(Clients::iterator client) {
    char room[16 * 1024];
    for (;;) {
      const ::ssize_t got = ::recv(client->descriptor, room, sizeof room, 0);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return;
      if (got <= 0) return end(client);
      client->thrown_away += static_cast<std::size_t>(got);
      if (client->thrown_away > most_thrown_away) return end(client);
    }
  }

  int listening_;
  HttpAnswers& answers_;
  int wake_ = -1;
  Clients clients_;
  Clock::time_point rests_until_{};
  std::thread thread_;
};

PageServer::PageServer(const ListeningSocket& socket, HttpAnswers& answers)
    : loop_(std::make_unique<Loop>(socket.descriptor(), answers)) {}
PageServer::~PageServer() = default;

}  // namespace curfew::cli
