// What is found where a rule is met just about, and what speaks for it: whole, as it is kept in
// files. Where one of them is to change, each change in it is a change of what is found.
#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>

#include "curfew/report.h"
#include "detect/detector.h"
#include "scenarios/families.h"
#include "scenarios/random.h"
#include "support/catch.h"
#include "support/page.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;
using scenarios::Random;

const Instant monday = Instant(std::chrono::sys_days(std::chrono::year(2024) / 1 / 8));

template <typename... Values>
std::string printed(const char* form, Values... values) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(), form, values...);
  return text.data();
}

std::string moment(const std::optional<Instant>& at) {
  return at ? rfc3339(*at) : "-";
}

std::string edge(const std::optional<Edge>& edge) {
  if (!edge) return "-";
  return printed("%ld(%ld..%ld)", static_cast<long>(edge->estimate.count()),
                 static_cast<long>(edge->earliest.count()),
                 static_cast<long>(edge->latest.count()));
}

std::string told(const Window& window) {
  std::string text = "   " + edge(window.start) + " to " + edge(window.end) + ' ';
  for (const OnDay day : window.days)
    text += day == OnDay::yes ? 'x' : day == OnDay::no ? '-' : '?';
  return text + ' ' + rfc3339(window.first_seen) + ' ' + rfc3339(window.last_seen) +
         printed(" %u/%u/%u %.3f\n", window.occurrences_refused, window.occurrences_accepted,
                 window.occurrences_unobserved, window.refused_inside);
}

std::string told(const Finding& finding) {
  std::string text = std::string(" ") + name(finding.kind);
  for (const FindingKind candidate : finding.candidates) text += std::string("/") + name(candidate);
  text += ": " + sentence(finding) + '\n';
  text += printed("   ln p %.2f, q %.3g, margin %.2f, explained %.3f", finding.ln_p,
                  finding.q.value_or(-1), finding.margin.value_or(0), finding.explained);
  for (const Stratum& stratum : {finding.first_attempts, finding.retries}) {
    text +=
        printed("; %.3f of %d, %.3f of %d", stratum.rate_inside, static_cast<int>(stratum.inside),
                stratum.rate_outside, static_cast<int>(stratum.outside));
  }
  text += printed("; messages %d of %d; days missing %u; attention ",
                  static_cast<int>(finding.counts.messages_refused),
                  static_cast<int>(finding.counts.messages), finding.days_missing);
  text += std::string(name(attention_of(finding))) + (finding.active ? ", active" : "") + '\n';
  for (const ModelScore& one : finding.explanations) {
    text += printed("   %s %.2f", name(one.model), one.score);
  }
  if (!finding.explanations.empty()) text += '\n';
  for (const Window& window : finding.windows) text += told(window);
  if (!finding.windows.empty()) {
    // How many zones there are is up to the database.
    text += std::string("   ") + name(finding.zone_status) +
            (finding.zones_rejected == 0 ? "" : ", some ruled out");
    for (const char* zone : {"UTC", "Europe/Berlin", "America/New_York"}) {
      for (const ZoneClass& one : finding.zones) {
        if (std::ranges::find(one.zones, zone) == one.zones.end()) continue;
        text += printed(", %s %.2f", zone, one.behind);
      }
    }
    text += " opens " + moment(finding.next_opening) + ", closes " + moment(finding.next_closing) +
            '\n';
  }
  if (finding.rule) {
    const Rule& rule = *finding.rule;
    text += printed("   %s %d, %d, %ds, %ds", name(rule.model), static_cast<int>(rule.threshold),
                    rule.reset_hour.value_or(-1), static_cast<int>(rule.least_delay.count()),
                    static_cast<int>(rule.delay.count()));
    for (const auto& span : rule.spans) {
      text += ' ' + rfc3339(span.first) + ".." + rfc3339(span.second);
    }
    text += ' ' + moment(rule.since) + (rule.onset_known ? " known" : "") + '\n';
  }
  text += "   " + finding.level + ' ' + finding.of_remote;
  for (const auto* words : {&finding.codes, &finding.hosts}) {
    text += " [";
    for (const std::string& word : *words) text += word + ' ';
    text += ']';
  }
  text += finding.taken_elsewhere ? " taken elsewhere" : "";
  text += " untried";
  for (const int hour : finding.hours_without_attempts) text += ' ' + std::to_string(hour);
  return text + '\n';
}

// What was found in many logs, one after the other.
class Sheet {
 public:
  void add(const std::string& title, const Ledger& ledger, const DetectorOptions& options = {}) {
    text_ += "# " + title + '\n';
    for (const Finding& finding : find(ledger, options)) text_ += told(finding);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Contacts of remotes, each with a message of its own.
class Log {
 public:
  explicit Log(std::uint64_t seed = 1) : random(seed) {}

  // A first attempt, refused with a code or taken.
  Contact& at(Instant time, const char* code = nullptr, const char* remote = "there.example") {
    contact_ = {};
    contact_.time = time;
    contact_.remote = name(remote);
    contact_.host = name(remote);
    if (code != nullptr) contact_.code = name(code);
    contact_.stratum = ContactStratum::first;
    contact_.age = 0s;
    contact_.reply_code = 421;
    recipient_ = "r" + std::to_string(count_++ % 20) + "@there.example";
    contact_.recipient = recipient_;
    return contact_;
  }
  Contact& retry(Instant time, Milliseconds age, const char* code = nullptr,
                 const char* remote = "there.example") {
    at(time, code, remote);
    contact_.stratum = ContactStratum::retry;
    contact_.age = age;
    return contact_;
  }
  void add() { ledger.add(contact_); }
  Name name(const char* word) { return ledger.names().of(word); }

  // Tried every 20 minutes, but for some; refused at a time with some chance.
  void days(int number, const std::function<double(Instant)>& chance, const char* code = "421",
            const char* remote = "there.example", double tried = 0.6,
            const std::function<void(Contact&)>& change = {}) {
    for (int i = 0; i < number * 72; ++i) {
      const Instant time = monday + i * 20min + 13s;
      if (!random.chance(tried)) continue;
      const bool refused = random.chance(chance(time));
      Contact& contact = at(time, refused ? code : nullptr, remote);
      if (change) change(contact);
      add();
    }
  }

  Ledger ledger;
  Random random;

 private:
  Contact contact_;
  std::string recipient_;
  int count_ = 0;
};

double hour_of(Instant at) {
  return std::chrono::duration<double, std::ratio<3600>>(at.time_since_epoch() % 24h).count();
}

int day_of(Instant at) {
  return static_cast<int>((at - monday) / 24h);
}

std::function<double(Instant)> between(double from, double to, double inside = 1,
                                       double outside = 0) {
  return [=](Instant at) {
    const double hour = hour_of(at);
    const bool in = from < to ? hour >= from && hour < to : hour >= from || hour < to;
    return in ? inside : outside;
  };
}

}  // namespace

TEST_CASE("remotes of all kinds, with and without hours") {
  Sheet sheet;
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    const auto add_case = [&](const scenarios::Case& one, std::uint64_t number) {
      Ledger ledger;
      add(one.attempts, ledger);
      sheet.add(one.family + ' ' + std::to_string(number), ledger);
    };
    add_case(scenarios::null_case(seed, "there.example"), seed);
    add_case(scenarios::rival_case(seed, "there.example"), seed);
    add_case(scenarios::curfew_case(seed, "there.example"), seed);
  }
  CHECK(test::difference(sheet.text(), "lib/detect/families.txt") == "");
}

TEST_CASE("hours, as they are met by more and more mail on more and more days") {
  Sheet sheet;
  for (const int days : {2, 3, 4, 5, 7, 10}) {
    for (const double tried : {0.1, 0.25, 0.6}) {
      Log log(static_cast<std::uint64_t>(days));
      log.days(days, between(17, 23), "421", "there.example", tried);
      sheet.add(printed("%d days, tried %.2f", days, tried), log.ledger);
    }
  }
  for (const double per_day : {1.0, 2.0, 4.0, 12.0}) {
    for (const int days : {4, 7, 14, 21}) {
      Ledger ledger;
      add(scenarios::nightly_case(5, per_day, days).attempts, ledger);
      sheet.add(printed("nightly, %.0f a day on %d days", per_day, days), ledger);
    }
  }
  CHECK(test::difference(sheet.text(), "lib/detect/days.txt") == "");
}

TEST_CASE("hours, as they are kept less and less strictly") {
  Sheet sheet;
  for (const double inside : {0.2, 0.3, 0.4, 0.6, 0.85, 0.93, 1.0}) {
    for (const double outside : {0.0, 0.02, 0.08, 0.2}) {
      Log log(7);
      log.days(10, between(9, 14, inside, outside));
      sheet.add(printed("%.2f inside, %.2f outside", inside, outside), log.ledger);
      if (outside > 0.05) continue;
      Log unknown(7);
      unknown.days(10, between(9, 14, inside, outside), "421", "there.example", 0.6,
                   [](Contact& one) {
                     one.stratum = ContactStratum::unknown;
                     one.age = -1ms;
                   });
      sheet.add(printed("%.2f inside, %.2f outside, arrivals unknown", inside, outside),
                unknown.ledger);
    }
  }
  CHECK(test::difference(sheet.text(), "lib/detect/rates.txt") == "");
}

TEST_CASE("hours that are short or long, moved, with a hole, of some days, of the week") {
  Sheet sheet;
  const auto add = [&](const std::string& title, int days,
                       const std::function<double(Instant)>& chance) {
    Log log(11);
    log.days(days, chance);
    sheet.add(title, log.ledger);
  };
  for (const double length : {0.5, 1.0, 2.0, 6.0, 12.0, 19.5, 20.5, 23.0}) {
    add(printed("%.1f hours", length), 12, between(2, std::fmod(2 + length, 24)));
  }
  for (const int kept : {2, 3, 4, 6, 10}) {
    add(printed("moved after %d days", kept), 14,
        [=](Instant at) { return day_of(at) < kept ? between(17, 22)(at) : between(6, 9)(at); });
    add(printed("begun after %d days", kept), 14,
        [=](Instant at) { return day_of(at) < kept ? 0 : between(17, 22)(at); });
    add(printed("ended after %d days", kept), 14,
        [=](Instant at) { return day_of(at) < kept ? between(17, 22)(at) : 0; });
  }
  for (const double hole : {0.4, 0.7, 1.4, 3.0}) {
    for (const double rate : {0.0, 0.4, 0.7}) {
      add(printed("a hole of %.1f hours, %.1f refused", hole, rate), 14, [=](Instant at) {
        const double hour = hour_of(at);
        return hour >= 12 && hour < 12 + hole ? rate : between(8, 20)(at);
      });
    }
  }
  for (const unsigned mask : {0b0011111U, 0b1100000U, 0b0000100U, 0b1011111U}) {
    for (const int days : {14, 28}) {
      add(printed("days of the week %u, %d days", mask, days), days, [=](Instant at) {
        return ((mask >> (day_of(at) % 7)) & 1U) != 0 ? between(13, 18)(at) : 0;
      });
    }
  }
  for (const int weeks : {3, 5, 8}) {
    add(printed("a weekend, %d weeks", weeks), weeks * 7, [](Instant at) {
      const double of_week = day_of(at) % 7 * 24 + hour_of(at);
      return of_week >= 5 * 24 + 6 && of_week < 6 * 24 + 20 ? 1 : 0;
    });
  }
  add("two a day", 14, [](Instant at) { return between(3, 5)(at) + between(12, 15)(at); });
  add("three a day", 14,
      [](Instant at) { return between(3, 5)(at) + between(12, 14)(at) + between(19, 22)(at); });
  add("with an outage", 14, [](Instant at) { return day_of(at) == 6 ? 1 : between(3, 6)(at); });
  CHECK(test::difference(sheet.text(), "lib/detect/hours.txt") == "");
}

TEST_CASE("stretches of time: outages, blocks, and what comes and goes") {
  Sheet sheet;
  for (const int stretches : {1, 2, 3, 4, 6}) {
    for (const double hours : {2.0, 9.0}) {
      for (const bool replied : {true, false}) {
        Log log(static_cast<std::uint64_t>(stretches));
        log.days(
            20,
            [=](Instant at) {
              const double since = std::fmod(day_of(at) * 24 + hour_of(at), 480.0 / stretches);
              return since >= 31 && since < 31 + hours ? 0.97 : 0.01;
            },
            "451", "there.example", 0.3, [=](Contact& one) { one.replied = replied; });
        sheet.add(printed("%d stretches of %.0f hours, %s", stretches, hours,
                          replied ? "replies" : "none"),
                  log.ledger);
      }
    }
  }
  for (const double rate : {0.8, 0.88, 0.95, 1.0}) {
    for (const int since : {0, 4, 9}) {
      Log log(3);
      log.days(
          10, [=](Instant at) { return day_of(at) < since ? 0.02 : rate; }, "554", "there.example",
          0.1);
      sheet.add(printed("%.2f refused since day %d", rate, since), log.ledger);
    }
  }
  for (const int messages : {3, 4, 5, 6, 9, 10}) {
    for (const int hours : {4, 5, 6, 8}) {
      for (const bool replied : {true, false}) {
        Log log;
        for (int i = 0; i < messages; ++i) {
          log.at(monday + i * hours * 1h, "554").replied = replied;
          log.add();
        }
        sheet.add(printed("never, %d times, each %d hours, %s", messages, hours,
                          replied ? "replies" : "none"),
                  log.ledger);
      }
    }
  }
  CHECK(test::difference(sheet.text(), "lib/detect/stretches.txt") == "");
}

TEST_CASE("limits of connections, sessions and messages, more or less strict") {
  Sheet sheet;
  for (const double beyond : {0.05, 0.2, 0.6, 0.93, 0.97, 1.0}) {
    for (const double below : {0.0, 0.03, 0.08}) {
      for (const int what : {0, 1, 2, 3}) {
        Log log(13);
        for (int i = 0; i < 300; ++i) {
          const auto n = static_cast<std::uint32_t>(i % 6 + 1);
          const bool refused = log.random.chance(n >= 4 ? beyond : below);
          Contact& one = log.at(monday + i * 47min, refused ? "421 4.4.2" : nullptr);
          (what == 0 ? one.connection_use : what == 1 ? one.sessions : one.recipients) = n;
          if (what == 3) one.cause = Cause::session_limit;
          log.add();
        }
        sheet.add(printed("%s from 4 on: %.2f beyond, %.2f below",
                          what == 0   ? "use"
                          : what == 1 ? "sessions"
                          : what == 2 ? "recipients"
                                      : "recipients, as is said",
                          beyond, below),
                  log.ledger);
      }
    }
  }
  for (const double beyond : {0.93, 1.0}) {
    for (const bool uses : {true, false}) {
      Log log(13);
      for (int i = 0; i < 300; ++i) {
        const auto n = static_cast<std::uint32_t>(i % 6 + 1);
        const bool refused = log.random.chance(n >= 4 ? beyond : 0.02);
        Contact& one = log.at(monday + i * 47min, refused ? "421 4.4.2" : nullptr);
        one.stratum = ContactStratum::unknown;
        one.age = -1ms;
        (uses ? one.connection_use : one.sessions) = n;
        log.add();
      }
      sheet.add(
          printed("%s from 4 on: %.2f beyond, arrivals unknown", uses ? "use" : "sessions", beyond),
          log.ledger);
    }
  }
  for (const double several : {0.1, 0.25, 0.35, 0.8}) {
    for (const double known : {0.4, 0.6, 1.0}) {
      Log log(17);
      for (int i = 0; i < 200; ++i) {
        const bool refused = i % 9 == 0;
        Contact& one = log.at(monday + i * 61min, refused ? "421 too many" : nullptr);
        one.cause = Cause::concurrency;
        if (log.random.chance(known)) one.sessions = log.random.chance(several) ? 3 : 1;
        log.add();
      }
      sheet.add(printed("said to be sessions: %.2f several, %.2f known", several, known),
                log.ledger);
    }
  }
  CHECK(test::difference(sheet.text(), "lib/detect/limits.txt") == "");
}

TEST_CASE("quotas of a minute, an hour and a day") {
  Sheet sheet;
  for (const int window : {1, 60, 1440}) {
    for (const double rate : {0.1, 0.2, 0.4, 0.7, 1.0}) {
      for (const bool stated : {false, true}) {
        Log log(19);
        int taken = 0;
        Instant since = monday;
        const int step = window == 1 ? 8 : window == 60 ? 130 : 2400;  // seconds
        Instant time = monday;
        for (int i = 0; i < 1500; ++i) {
          time += std::chrono::seconds(1 + static_cast<int>(log.random.exponential(step)) +
                                       (window == 1 && i % 20 == 0    ? 3000
                                        : window == 60 && i % 60 == 0 ? 9000
                                                                      : 0));
          if (time - since >= window * 1min) {
            since += (time - since) / (window * 1min) * (window * 1min);
            taken = 0;
          }
          const bool refused = taken >= 10 && log.random.chance(rate);
          taken += refused ? 0 : 1;
          Contact& one = log.at(time, refused ? "450 4.7.1" : nullptr);
          if (stated) one.cause = Cause::rate;
          log.add();
        }
        sheet.add(
            printed("10 in %d minutes, %.1f beyond%s", window, rate, stated ? ", stated" : ""),
            log.ledger);
      }
    }
  }
  for (const double spread : {0.0, 0.02, 0.05, 0.2}) {
    Log log(23);
    for (int day = 0; day < 16; ++day) {
      const int quota = 40 + static_cast<int>(std::lround(spread * 40 * log.random.normal()));
      int taken = 0;
      for (int i = 0; i < 72; ++i) {
        const bool refused = taken >= quota;
        taken += refused ? 0 : 1;
        log.at(monday + day * 24h + i * 20min, refused ? "450 4.7.1" : nullptr).cause = Cause::rate;
        log.add();
      }
    }
    sheet.add(printed("about 40 a day, give or take %.2f", spread), log.ledger);
  }
  CHECK(test::difference(sheet.text(), "lib/detect/quotas.txt") == "");
}

TEST_CASE("greylists by their delay, their words, their exceptions") {
  Sheet sheet;
  for (const int delay : {40, 300, 3000, 7000, 7800, 40000, 46000}) {
    for (const bool says : {false, true}) {
      for (const double known : {0.0, 0.5, 0.9, 0.97}) {
        Log log(29);
        for (int i = 0; i < 90; ++i) {
          const Instant first = monday + i * 2h + std::chrono::seconds(log.random.below(900));
          const bool passes = log.random.chance(known);
          Contact& one = log.at(first, passes ? nullptr : "450");
          one.says_greylisting = says;
          one.reply_code = 450;
          log.add();
          if (passes) continue;
          for (double waited = 0; waited < delay;) {
            waited += log.random.uniform(0.3, 1.2) * delay;
            Contact& again = log.retry(first + std::chrono::seconds(static_cast<int>(waited)),
                                       std::chrono::seconds(static_cast<int>(waited)),
                                       waited < delay ? "450" : nullptr);
            again.reply_code = 450;
            again.says_greylisting = says;
            again.refused_before = log.name("450");
            again.waited = again.age;
            log.add();
          }
        }
        sheet.add(printed("%d s, %.2f known%s", delay, known, says ? ", as is said" : ""),
                  log.ledger);
      }
    }
  }
  CHECK(test::difference(sheet.text(), "lib/detect/greylists.txt") == "");
}

TEST_CASE("one of several: recipients, senders, hosts, addresses, domains, sources, codes") {
  Sheet sheet;
  for (const double share : {0.5, 0.65, 0.75, 1.0}) {
    for (const unsigned bad : {1U, 2U, 3U, 4U}) {
      for (const bool recipients : {true, false}) {
        Log log(31);
        for (int i = 0; i < 400; ++i) {
          const unsigned who = log.random.below(12);
          const bool refused =
              who < bad ? log.random.chance(0.9) : log.random.chance((1 - share) * 0.2);
          Contact& one = log.at(monday + i * 53min, refused ? "550" : nullptr);
          const std::string word = "w" + std::to_string(who) + "@x.example";
          (recipients ? one.recipient : one.sender) = word;
          log.add();
        }
        sheet.add(printed("%u %s of 12, %.2f", bad, recipients ? "recipients" : "senders", share),
                  log.ledger);
      }
    }
  }
  for (const int hosts : {2, 3}) {
    for (const double others : {0.0, 0.3, 0.8}) {
      for (const bool together : {false, true}) {
        Log log(37);
        for (int host = 0; host < hosts; ++host) {
          const std::string mx = "mx" + std::to_string(host) + ".there.example";
          log.days(10, host == 0 ? between(17, 23) : between(17, 23, others), "421",
                   "there.example", together ? 0.9 : 0.5,
                   [&](Contact& one) { one.host = log.name(mx.c_str()); });
        }
        sheet.add(printed("%d hosts, the others %.1f%s", hosts, others, together ? ", busy" : ""),
                  log.ledger);
      }
    }
  }
  for (const int what : {0, 1, 2}) {
    for (const double others : {0.0, 0.4}) {
      Log log(41);
      for (int part = 0; part < 3; ++part) {
        const std::string word = std::to_string(part);
        log.days(
            10, part == 0 ? between(17, 23) : between(17, 23, others), "421", "there.example", 0.4,
            [&](Contact& one) {
              if (what == 0) one.domain = log.name(("d" + word + ".example").c_str());
              if (what == 1) {
                one.address = static_cast<std::uint64_t>(part) + 7;
                one.address_text = part == 0 ? "192.0.2.1" : part == 1 ? "192.0.2.2" : "192.0.2.3";
              }
              if (what == 2) one.source = log.name(("203.0.113." + word).c_str());
            });
      }
      sheet.add(printed("%s, the others %.1f",
                        what == 0   ? "domains"
                        : what == 1 ? "addresses"
                                    : "sources",
                        others),
                log.ledger);
    }
  }
  for (const double apart : {0.0, 1.0, 2.0, 3.0, 5.0}) {
    Log log(43);
    log.days(
        14, [=](Instant at) { return between(10, 16)(at) + 0.0 * apart; }, "421");
    log.days(14, between(10 + apart, 16 + apart), "451");
    sheet.add(printed("two codes, hours %.0f apart", apart), log.ledger);
  }
  for (const double inside : {0.5, 0.75, 0.85, 1.0}) {
    Log log(47);
    int n = 0;
    log.days(
        14, [=](Instant at) { return between(10, 16, 1, (1 - inside) * 0.3)(at); }, "421",
        "there.example", 0.6,
        [&](Contact& one) {
          if (one.code != Name::none && n++ % 3 != 0) one.code = log.name("450");
        });
    sheet.add(printed("two codes of one rule, %.2f inside", inside), log.ledger);
  }
  CHECK(test::difference(sheet.text(), "lib/detect/parts.txt") == "");
}

TEST_CASE("trouble of ours, as more or fewer remotes have it") {
  Sheet sheet;
  for (const int remotes : {2, 3, 4, 8}) {
    for (const int answering : {0, 1, 4}) {
      for (const bool by_the_clock : {true, false}) {
        Log log(53);
        for (int i = 0; i < remotes + answering; ++i) {
          const std::string remote = "r" + std::to_string(i) + ".example";
          log.days(
              12,
              [&](Instant at) {
                if (i >= remotes) return day_of(at) % 4 == 3 ? 0.02 : 0.0;
                if (by_the_clock) return between(2, 5)(at);
                const double since = day_of(at) * 24 + hour_of(at);
                return (since > 40 && since < 49) || (since > 150 && since < 155) ? 1.0 : 0.0;
              },
              "connect timeout", remote.c_str(), i >= remotes ? 0.02 : 0.5,
              [](Contact& one) { one.replied = false; });
        }
        sheet.add(printed("%d remotes, %d that answer, %s", remotes, answering,
                          by_the_clock ? "by the clock" : "twice"),
                  log.ledger);
      }
    }
  }
  for (const double share : {0.6, 0.9}) {
    Log log(59);
    for (int i = 0; i < 4; ++i) {
      const std::string remote = "r" + std::to_string(i) + ".example";
      log.days(12, between(2, 5), "connect timeout", remote.c_str(),
               i == 0 ? share : (1 - share) / 6, [](Contact& one) { one.replied = false; });
    }
    sheet.add(printed("%.1f of one remote", share), log.ledger);
  }
  CHECK(test::difference(sheet.text(), "lib/detect/ours.txt") == "");
}

TEST_CASE("clocks that are changed") {
  Sheet sheet;
  const Instant autumn(std::chrono::sys_days(std::chrono::year(2024) / 10 / 10));
  for (const char* zone : {"Europe/Berlin", "America/New_York", "UTC"}) {
    for (const int days : {24, 40}) {
      Log log(61);
      const TimeZone clock = TimeZone::named(zone);
      for (int i = 0; i < days * 96; ++i) {
        if (log.random.chance(0.5)) continue;
        const Instant at = autumn + i * 15min + 200s;
        const auto of_day = clock.to_wall(at).time_since_epoch() % 24h;
        log.at(at, of_day >= 17h && of_day < 22h ? "421" : nullptr);
        log.add();
      }
      sheet.add(printed("%s, %d days", zone, days), log.ledger);
    }
  }
  CHECK(test::difference(sheet.text(), "lib/detect/clocks.txt") == "");
}

TEST_CASE("trouble of which one remote has more than seven tenths is that remote's") {
  const auto is_ours = [](int of_first) {
    Log log;
    const auto fail = [&](int day, const char* remote) {
      log.at(monday + day * 24h + 2h + 5min, "connect timeout", remote).replied = false;
      log.add();
    };
    for (int day = 0; day < 8; ++day) {
      for (int hour = 8; hour < 20; ++hour) {
        for (const char* remote : {"a.example", "b.example", "c.example"}) {
          log.at(monday + day * 24h + hour * 1h, nullptr, remote);
          log.add();
        }
      }
      if (day < of_first) fail(day, "a.example");
    }
    fail(0, "b.example");
    fail(1, "b.example");
    fail(2, "c.example");
    const std::vector<Finding> findings = find(log.ledger);
    return std::ranges::any_of(findings,
                               [](const Finding& one) { return one.kind == FindingKind::local; });
  };
  CHECK(is_ours(7));
  CHECK_FALSE(is_ours(8));
}

}  // namespace curfew
