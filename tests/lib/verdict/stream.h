#pragma once

#include <string>
#include <string_view>

#include "correlate/correlator.h"
#include "curfew/finding.h"
#include "verdict/evidence.h"

namespace curfew::test {

/// One try at the remote "mx.remote.example", as a log would tell it.
struct Try {
  Milliseconds at{};
  bool refused = false;
  std::string_view message = "M";
  std::string_view recipient = "user@remote.example";
  Milliseconds lasts{1000};
  std::uint16_t connection_use = 0;
  std::uint64_t size = 0;
};

/// A stream of tries through the correlator, from which a claim's evidence is taken.
class Stream {
 public:
  Stream& add(const Try& one) {
    Event& arrival = events_.add();
    arrival.kind = EventKind::message;
    arrival.state = MessageState::received;
    fill(arrival, one);
    correlator_.add(events_);
    events_.clear();
    return retry(one);
  }
  /// Of a message that came in before.
  Stream& retry(const Try& one) {
    Event& event = events_.add();
    fill(event, one);
    event.outcome = one.refused ? Outcome::deferred : Outcome::delivered;
    event.contacted = Contacted::yes;
    event.stage = Stage::banner;
    event.recipient = one.recipient;
    event.remote_host = "mx.remote.example";
    event.remote_ip = "192.0.2.7";
    event.duration = one.lasts;
    event.connection_use = one.connection_use;
    event.reused = one.connection_use > 1;
    if (one.refused) {
      event.reply = {.code = 421, .enhanced = {}, .text = "not now"};
      event.error_source = ErrorSource::remote;
    }
    correlator_.add(events_);
    events_.clear();
    ++sessions_;
    return *this;
  }

  verdict::Evidence evidence() {
    correlator_.settle();
    const Ledger& ledger = correlator_.ledger();
    const std::vector<BucketSeries> answers = ledger.answers(ledger.remotes().front());
    return {ledger, answers, answers.back().code};
  }

 private:
  void fill(Event& event, const Try& one) {
    event.time = start_ + one.at;
    event.queue_id = one.message;
    event.sender = "me@example.org";
    event.size = one.size;
    session_ = "s" + std::to_string(sessions_);
    event.session_id = session_;
  }

  const Instant start_{std::chrono::sys_days(std::chrono::year(2024) / 3 / 4)};
  Correlator correlator_;
  Events events_;
  std::string session_;
  int sessions_ = 0;
};

}  // namespace curfew::test
