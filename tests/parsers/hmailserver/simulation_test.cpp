#include <algorithm>
#include <map>
#include <set>

#include "hmailserver/hmailserver.h"
#include "parsers/hmailserver/simulator.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

using hmail::Clock;
using hmail::Contact;
using hmail::Logging;
using hmail::Setup;
using hmail::simulate;
using hmail::Simulation;
using hmail::Version;

const Version versions[] = {
    {.name = "5.4",
     .reply_lines = true,
     .lookups_as_smtpd = true,
     .host_names = true,
     .masks_mail_from = false,
     .empty_sender = true},
    {.name = "5.5", .lookups_as_smtpd = true},
    {.name = "5.6"},
    {.name = "5.7", .creating = "Pre-creating session "},
    {.name = "JSON", .creating = "Pre-creating session ", .json = true},
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    lines.push_back({text.substr(0, end), lines.size() + 1});
    text.remove_prefix(end + 2);
  }
  return lines;
}

/// What the parser makes of a simulated log.
struct Reading {
  explicit Reading(const Simulation& simulation) {
    const std::vector<Line> lines = lines_of(simulation.log);
    const std::unique_ptr<Parser> parser = hmailserver::format()->make({});
    parser->parse(lines, events);
    parser->finish(events);
    count = parser->count();
    remarks = parser->remarks();
    CHECK(count.lines() == lines.size());
    CHECK(count.unknown == 0);
    CHECK(hmailserver::format()->recognize(lines) == lines.size());
  }

  Events events;
  LineCount count;
  std::vector<Remark> remarks;
};

bool is_contact(const Event& event) {
  return event.kind == EventKind::attempt || event.kind == EventKind::session;
}

std::string words(std::initializer_list<std::string> parts) {
  std::string text;
  for (const std::string& part : parts) text += part + ' ';
  return text;
}

// An address where there is one; up to 5.4 a host that is dead has but its name.
std::string party(std::string_view ip, std::string_view host) {
  return std::string(ip.empty() ? host : ip);
}

std::string described(const Contact& contact, const Version& version) {
  const bool no_ip = version.host_names && contact.stage == Stage::connect;
  return words({std::to_string(contact.time), contact.last ? "attempt" : "session",
                std::to_string(contact.number), std::to_string(contact.attempt), contact.sender,
                contact.recipient, party(no_ip ? "" : contact.ip, contact.host),
                name(contact.stage), std::to_string(contact.code), name(contact.outcome)});
}

using Tally = std::map<std::string, int>;

Tally expected(const Simulation& simulation, const Version& version) {
  Tally tally;
  for (const Contact& contact : simulation.contacts) ++tally[described(contact, version)];
  return tally;
}

Tally read(const Reading& reading) {
  Tally tally;
  std::map<std::string_view, int> attempts;
  for (const Event& event : reading.events) {
    if (event.kind == EventKind::message &&
        (event.state == MessageState::queued || event.state == MessageState::received)) {
      ++attempts[event.queue_id];
    }
    if (!is_contact(event)) continue;
    ++tally[words({std::to_string(event.time.time_since_epoch().count()), name(event.kind),
                   std::string(event.queue_id), std::to_string(attempts[event.queue_id]),
                   std::string(event.sender), std::string(event.recipient),
                   party(event.remote_ip, event.remote_host), name(event.stage),
                   std::to_string(event.reply.code), name(event.outcome)})];
  }
  return tally;
}

// What is in one and not in the other.
std::string difference(const Tally& want, const Tally& got) {
  std::string text;
  int shown = 0;
  const auto show = [&](const char* sign, const std::string& line) {
    if (++shown <= 10) text += sign + line + '\n';
  };
  for (const auto& [line, count] : want) {
    const auto found = got.find(line);
    if (found == got.end() || found->second != count) show("- ", line);
  }
  for (const auto& [line, count] : got) {
    const auto found = want.find(line);
    if (found == want.end() || found->second != count) show("+ ", line);
  }
  return text;
}

// A contact as a dialogue alone shows it: a refusal of everybody stands once.
std::string seen_alone(Clock time, std::string_view ip, Stage stage, int code) {
  return words({std::to_string(time), std::string(ip), name(stage), std::to_string(code)});
}

bool names_recipient(Stage stage) {
  return stage == Stage::rcpt_to || stage == Stage::data || stage == Stage::end_of_data ||
         stage == Stage::unknown;  // delivered
}

// A lost connection shows when its session has been silent for long.
bool may_be_cut_off(const Contact& contact, const Simulation& simulation) {
  const Clock last = simulation.last_dialogue;
  return contact.code == 0 && contact.time > last - 20 * hmail::minute;
}

Tally dialogues(const Simulation& simulation) {
  Tally all;
  for (const Contact& one : simulation.contacts) {
    if (!one.dialogue || may_be_cut_off(one, simulation)) continue;
    all[seen_alone(one.time, one.ip, one.stage, one.code)] = 1;
  }
  return all;
}

Tally dialogues(const Reading& reading, const Simulation& simulation) {
  Tally all;
  for (const Event& event : reading.events) {
    if (!is_contact(event) || event.remote_ip.empty() || event.stage == Stage::connect) continue;
    Contact contact;
    contact.time = event.time.time_since_epoch().count();
    contact.code = event.reply.code;
    if (may_be_cut_off(contact, simulation)) continue;
    all[seen_alone(contact.time, event.remote_ip, event.stage, contact.code)] = 1;
  }
  return all;
}

std::vector<std::string> keys_of(const std::vector<Remark>& remarks) {
  std::vector<std::string> keys;
  for (const Remark& remark : remarks) keys.push_back(remark.key);
  return keys;
}

}  // namespace

TEST_CASE("with Application, SMTP and TCP/IP every contact of every version is recovered") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(1, 2, 3));
  for (const Version& version : versions) {
    for (const bool smarthost : {false, true}) {
      for (const bool debug : {false, true}) {
        INFO(version.name << (smarthost ? ", smarthost" : "") << (debug ? ", Debug" : ""));
        const Setup setup{
            .version = version, .logging = {.debug = debug}, .seed = seed, .smarthost = smarthost};
        const Simulation simulation = simulate(setup);
        const Reading reading(simulation);
        CHECK(difference(expected(simulation, version), read(reading)) == "");
        CHECK(simulation.contacts.size() > 400);
        CHECK(reading.remarks.empty());
        std::multiset<std::string> expired;
        for (const std::uint64_t one : simulation.expired) expired.insert(std::to_string(one));
        std::multiset<std::string> told;
        for (const Event& event : reading.events) {
          if (event.state == MessageState::expired) told.emplace(event.queue_id);
        }
        CHECK(told == expired);
      }
    }
  }
}

TEST_CASE("a message is received once, with its first attempt") {
  for (const bool smtp : {true, false}) {
    const Simulation simulation = simulate({.version = versions[2], .logging = {.smtp = smtp}});
    const Reading reading(simulation);
    std::set<std::string_view> known;
    std::set<std::string_view> received;
    for (const Event& event : reading.events) {
      if (event.kind != EventKind::message) continue;
      if (event.state == MessageState::received) {
        CHECK(known.count(event.queue_id) == 0);
        received.insert(event.queue_id);
      }
      known.insert(event.queue_id);
    }
    // In the first hour an arrival has to be seen, and reports of our own have none.
    CHECK(known.size() > 400);
    CHECK(received.size() + (smtp ? 5 : 30) >= known.size());
  }
}

TEST_CASE("with SMTP alone every dialogue is seen, and nothing else") {
  for (const Version& version : versions) {
    for (const bool smarthost : {false, true}) {
      INFO(version.name << (smarthost ? ", smarthost" : ""));
      const Simulation simulation = simulate({.version = version,
                                              .logging = {.application = false, .tcpip = false},
                                              .smarthost = smarthost});
      const Reading reading(simulation);
      CHECK(difference(dialogues(simulation), dialogues(reading, simulation)) == "");
      CHECK(keys_of(reading.remarks) == std::vector<std::string>{"hmailserver_application_off"});

      // Recipients are known from RCPT on. Up to 5.5 failed connections are told, too.
      std::size_t wanted = 0;
      std::set<std::pair<Clock, std::uint64_t>> unconnected;
      for (const Contact& one : simulation.contacts) {
        if (one.stage == Stage::connect) unconnected.insert({one.time, one.number});
        if (may_be_cut_off(one, simulation)) continue;
        wanted += one.dialogue && names_recipient(one.stage) ? 1U : 0U;
      }
      std::size_t told = 0;
      std::size_t told_unconnected = 0;
      for (const Event& event : reading.events) {
        Contact contact;
        contact.time = event.time.time_since_epoch().count();
        contact.code = event.reply.code;
        if (event.stage == Stage::connect) ++told_unconnected;
        if (may_be_cut_off(contact, simulation) || !names_recipient(event.stage)) continue;
        CHECK_FALSE(event.recipient.empty());
        CHECK(event.sender.empty() == (smarthost && version.masks_mail_from));
        CHECK(event.kind == EventKind::attempt);
        ++told;
      }
      CHECK(told == wanted);
      CHECK(told_unconnected == (version.lookups_as_smtpd ? unconnected.size() : 0));
    }
  }
}

TEST_CASE("without TCP/IP no contact is lost or made up but connections that were not made") {
  for (const Version& version : versions) {
    INFO(version.name);
    const Simulation simulation =
        simulate({.version = version, .logging = {.tcpip = false}, .seed = 3});
    const Reading reading(simulation);
    CHECK(difference(dialogues(simulation), dialogues(reading, simulation)) == "");
    CHECK(keys_of(reading.remarks) == std::vector<std::string>{"hmailserver_tcpip_off"});
    // What names a recipient belongs to its message.
    Tally want;
    for (const auto& [line, count] : expected(simulation, version)) want[line] = count;
    Tally got = read(reading);
    std::erase_if(want, [](const auto& one) {
      return one.first.find(" rcpt_to ") == std::string::npos &&
             one.first.find(" delivered") == std::string::npos;
    });
    std::erase_if(got, [](const auto& one) {
      return one.first.find(" rcpt_to ") == std::string::npos &&
             one.first.find(" delivered") == std::string::npos;
    });
    CHECK(difference(want, got) == "");
  }
}

TEST_CASE("without TCP/IP, message by message, only hosts that were not reached are lost") {
  for (const Version& version : versions) {
    if (version.lookups_as_smtpd) continue;  // there SMTP tells more
    INFO(version.name);
    const Simulation simulation = simulate({.version = version,
                                            .logging = {.tcpip = false},
                                            .seed = 5,
                                            .threads = 1,
                                            .one_domain = true});
    const Reading reading(simulation);
    Tally want = expected(simulation, version);
    Tally got = read(reading);
    const auto unmade = [](const auto& one) {
      return one.first.find(" connect ") != std::string::npos;
    };
    std::erase_if(want, unmade);
    std::erase_if(got, unmade);
    CHECK(difference(want, got) == "");

    // Of these the attempt is told, without a host.
    std::set<std::string> not_reached;
    for (const Contact& one : simulation.contacts) {
      if (one.stage != Stage::connect || !one.last) continue;
      not_reached.insert(
          words({std::to_string(one.number), std::to_string(one.attempt), one.recipient}));
    }
    std::size_t told = 0;
    for (const Event& event : reading.events) {
      if (event.stage != Stage::connect) continue;
      CHECK(event.remote_ip.empty());
      CHECK(event.kind == EventKind::attempt);
      ++told;
    }
    CHECK(told == not_reached.size());
  }
}

TEST_CASE("without SMTP a deferral is all that is seen, and the report says so") {
  const Simulation simulation = simulate({.version = versions[2], .logging = {.smtp = false}});
  const Reading reading(simulation);
  CHECK(keys_of(reading.remarks) == std::vector<std::string>{"hmailserver_smtp_off"});
  for (const Event& event : reading.events) CHECK(event.reply.code == 0);
}

}  // namespace curfew::test
