#include "verdict/advice.h"

#include <algorithm>

#include "curfew/builtin_formats.h"
#include "support/catch.h"

namespace curfew::verdict {
namespace {

using namespace std::chrono_literals;

Window window(std::chrono::seconds start, std::chrono::seconds end) {
  const auto edge = [](std::chrono::seconds at) {
    return Edge{.estimate = at, .rounded = at, .earliest = at, .latest = at};
  };
  Window one;
  one.zone = TimeZone::named("America/Phoenix");
  one.start = edge(start);
  one.end = edge(end);
  one.days.fill(OnDay::yes);
  return one;
}

Finding nightly() {
  Finding finding;
  finding.id = "f-0123abcd";
  finding.kind = FindingKind::curfew;
  finding.remote = "remote.example";
  finding.code = "421 4.7.0";
  finding.active = true;
  finding.counts = {.contacts = 300, .refused = 100, .accepted = 200};
  finding.windows = {window(17h, 7h)};
  return finding;
}

Finding ruled(FindingKind kind, Model model, std::uint64_t threshold) {
  Finding finding = nightly();
  finding.kind = kind;
  finding.windows.clear();
  Rule rule;
  rule.model = model;
  rule.threshold = threshold;
  finding.rule = rule;
  return finding;
}

Finding greylist(std::chrono::seconds delay) {
  Finding finding = ruled(FindingKind::greylist, Model::greylist, 0);
  finding.rule->delay = delay;
  return finding;
}

WaitShares waits(Milliseconds theirs, Milliseconds ours) {
  return {.deliveries = 20,
          .median = theirs + ours,
          .longest = theirs + ours,
          .theirs = theirs,
          .ours = ours,
          .ours_share = 0.5};
}

// Those that are known; their formats live as long as the program.
std::vector<const Format*> formats_of(const std::vector<std::string>& names) {
  static const Formats formats = builtin_formats();
  std::vector<const Format*> found;
  for (const std::string& name : names) {
    if (const Format* const format = formats.find(name)) found.push_back(format);
  }
  return found;
}

std::vector<Advice> advice(const Finding& finding, const std::vector<std::string>& servers,
                           const std::optional<WaitShares>& shares = std::nullopt,
                           double messages_a_day = 0,
                           std::vector<std::string> domains = {"remote.example"}) {
  return advise({.finding = &finding,
                 .claim = nullptr,
                 .waits = shares ? &*shares : nullptr,
                 .servers = formats_of(servers),
                 .domains = std::move(domains),
                 .messages_a_day = messages_a_day});
}

const Advice* find(const std::vector<Advice>& all, const char* key) {
  const auto found = std::ranges::find(all, key, &Advice::key);
  return found == all.end() ? nullptr : &*found;
}

bool has_line(const Advice& one, const std::string& line) {
  return std::ranges::find(one.lines, line) != one.lines.end();
}

// With the words of some program.
std::string everything(const std::vector<Advice>& all) {
  Hints hints;
  hints.set(Hint::letter, "; write {}");
  std::string text;
  for (const Advice& one : all) {
    text += one.key + ' ' + one.text_with(hints) + '\n';
    for (const std::string& line : one.lines) text += line + '\n';
  }
  return text;
}

const std::vector<std::string> every_server{"exim", "hmailserver", "postfix"};

// That their postmaster may be asked for more is said of every limit.
std::vector<Advice> besides_letter(std::vector<Advice> all) {
  std::erase_if(all, [](const Advice& one) { return one.key == "write_to_postmaster"; });
  return all;
}

}  // namespace

TEST_CASE("Postfix is told to try when they open, with what that is worth") {
  const auto all = advice(nightly(), {"postfix"}, waits(9h, 3h));
  const Advice* one = find(all, "retry_after_opening");
  REQUIRE(one != nullptr);
  CHECK(one->text ==
        "Try again at once when they open: mail then leaves within minutes. Our own retries add 3 "
        "h to a wait (median); that becomes a few minutes.");
  CHECK(has_line(*one, "CRON_TZ=America/Phoenix"));
  CHECK(has_line(*one, "1 7 * * * root /usr/sbin/postqueue -s remote.example"));
  CHECK(everything(all).find("backoff_time") == std::string::npos);
  const Advice* letter = find(all, "write_to_postmaster");
  REQUIRE(letter != nullptr);
  CHECK(letter->text == "Ask their postmaster which rule holds in these hours.");
  CHECK(letter->hint == Hint::letter);
  CHECK(letter->hint_data == "f-0123abcd");
}

TEST_CASE("where next to nothing of the wait is ours, no schedule is advised") {
  for (const Milliseconds ours : {0ms, 7 * 60'000ms, 15 * 60'000ms}) {
    const auto all = advice(nightly(), {"postfix", "exim"}, waits(9h, ours));
    CHECK(find(all, "retry_after_opening") == nullptr);
  }
  CHECK(find(advice(nightly(), {"exim"}, waits(9h, 16min)), "retry_after_opening") != nullptr);
}

TEST_CASE("the hours in force decide, not those that have ended") {
  Finding moved = nightly();
  moved.windows = {window(18h, 2h), window(8h, 12h)};
  moved.windows[0].ended = true;
  const auto all = advice(moved, {"postfix"});
  CHECK(has_line(*find(all, "retry_after_opening"),
                 "1 12 * * * root /usr/sbin/postqueue -s remote.example"));
  moved.windows[1].ended = true;
  moved.active = false;
  CHECK(advice(moved, every_server).empty());
}

TEST_CASE("an end that is known to some minutes is tried again at the latest of them") {
  Finding finding = nightly();
  finding.windows[0].end->latest = 7h + 20min;
  const auto all = advice(finding, {"postfix"});
  CHECK(has_line(*find(all, "retry_after_opening"),
                 "21 7 * * * root /usr/sbin/postqueue -s remote.example"));
}

TEST_CASE("a week's hours are tried on the day they end; a fixed zone is named as cron reads it") {
  Finding finding = nightly();
  finding.windows = {window(5 * 24h + 2h, 6 * 24h + 4h)};
  finding.windows[0].period = WindowPeriod::week;
  finding.windows[0].zone = TimeZone::fixed(-7h);
  const auto all = advice(finding, {"postfix"});
  CHECK(has_line(*find(all, "retry_after_opening"),
                 "1 4 * * 0 root /usr/sbin/postqueue -s remote.example"));
  CHECK(has_line(*find(all, "retry_after_opening"), "CRON_TZ=UTC+07:00"));
}

TEST_CASE("behind a relay only the domains that are refused are named") {
  Finding finding = nightly();
  finding.domains = {"night.example", "late.example"};
  const auto all = advice(finding, {"postfix", "exim"}, waits(9h, 3h), 0, {"other.example"});
  const std::string text = everything(all);
  CHECK(text.find("other.example") == std::string::npos);
  CHECK(text.find("postqueue -s night.example") != std::string::npos);
  CHECK(text.find("postqueue -s late.example") != std::string::npos);
  CHECK(text.find("night.example  *  F,4d,15m") != std::string::npos);
}

TEST_CASE("of many domains three are named, and that there are others") {
  Finding finding = nightly();
  finding.domains = {"a.example", "b.example", "c.example"};
  CHECK(everything(advice(finding, {"postfix", "exim"})).find("other domains") ==
        std::string::npos);
  finding.domains.emplace_back("d.example");
  const std::string text = everything(advice(finding, {"postfix", "exim"}));
  CHECK(text.find("c.example") != std::string::npos);
  CHECK(text.find("d.example") == std::string::npos);
  for (const char* server : {"postfix", "exim"}) {
    const auto all = advice(finding, {server});
    CHECK(has_line(*find(all, "retry_after_opening"), "# and so for their other domains"));
  }
  const Finding limit = ruled(FindingKind::concurrency, Model::concurrency, 3);
  const std::string map = everything(advice(limit, {"postfix"}, std::nullopt, 0,
                                            {"a.example", "b.example", "c.example", "d.example"}));
  CHECK(map.find("c.example  slow:\n# and so for their other domains\n") != std::string::npos);
}

TEST_CASE("untrusted text are not put into a configuration") {
  Finding finding = nightly();
  finding.domains = {"-x", "a b", "$(rm)", "ok.example"};
  CHECK(everything(advice(finding, every_server)).find("rm") == std::string::npos);
  finding.domains = {"$(rm)"};
  const auto all = advice(finding, {"postfix"});
  CHECK(everything(all).find("postqueue -s their.domain.example") != std::string::npos);
  Finding limit = ruled(FindingKind::concurrency, Model::concurrency, 3);
  limit.hosts = {"a;b"};
  CHECK(everything(advice(limit, every_server)).find(';') ==
        everything(advice(limit, every_server)).find("; kept"));
}

TEST_CASE("what is refused for good is sent at other hours, and never retried") {
  Finding finding = nightly();
  finding.code = "550 5.7.1";
  finding.counts.returned = 100;
  const auto all = advice(finding, every_server, waits(9h, 3h));
  CHECK(find(all, "retry_after_opening") == nullptr);
  const Advice* one = find(all, "send_outside");
  REQUIRE(one != nullptr);
  CHECK(one->text.find("(100 messages so far)") != std::string::npos);
  CHECK(one->text.find("Have mail for remote.example sent at other hours") != std::string::npos);
  CHECK(one->lines.empty());
  finding.counts.returned = 0;  // not counted, and still a 550
  CHECK(find(advice(finding, every_server), "send_outside") != nullptr);
  finding.code = "421 4.7.0";
  finding.counts.returned = 10;  // few of many
  CHECK(find(advice(finding, {"exim"}), "retry_after_opening") != nullptr);
}

TEST_CASE("where another host takes the mail nothing is late and no retry is advised") {
  Finding finding = nightly();
  finding.taken_elsewhere = true;
  const auto all = advice(finding, every_server, waits(9h, 3h));
  REQUIRE(all.size() == 1);
  CHECK(all[0].key == "nothing_late");
  CHECK(all[0].text.starts_with("No mail is late because of it"));
}

TEST_CASE("hMailServer gives up early only on long hours, and is told only then") {
  CHECK(everything(advice(nightly(), {"hmailserver"}, waits(9h, 0h)))
            .find("gives up after 4 retries") != std::string::npos);
  Finding brief = nightly();
  brief.windows = {window(12h, 13h)};
  const auto all = advice(brief, {"hmailserver"}, waits(30min, 30min));
  CHECK(everything(all).find("gives up") == std::string::npos);
  CHECK(has_line(*find(all, "retry_after_opening"), "Minutes between every retry: 15"));
  CHECK(find(advice(brief, {"hmailserver"}, waits(30min, 5min)), "retry_after_opening") == nullptr);
}

TEST_CASE("a refused IPv6 address: its PTR record, and IPv4 first") {
  Finding finding = ruled(FindingKind::block, Model::block, 0);
  finding.hosts = {"[fd00::1]"};
  const auto all = advice(finding, every_server);
  std::size_t told = 0;
  for (const Advice& one : all) {
    if (one.key != "prefer_ipv4") continue;
    ++told;
    CHECK(one.text.find("check the PTR record of our IPv6 address") != std::string::npos);
  }
  CHECK(told == 3);
  CHECK(everything(all).find("smtp_address_preference = ipv4") != std::string::npos);
  CHECK(everything(all).find("ignore_target_hosts = <; ::/0") != std::string::npos);
  finding.hosts = {"mx.remote.example"};
  CHECK(find(advice(finding, every_server), "prefer_ipv4") == nullptr);
  finding.remote = "fd00::1";
  CHECK(find(advice(finding, every_server), "prefer_ipv4") != nullptr);
}

TEST_CASE("a limit of a connection's messages or a message's recipients is set below it") {
  const Finding connection = ruled(FindingKind::limit, Model::connection_messages, 4);
  const std::string kept = everything(advice(connection, every_server));
  CHECK(kept.find("They take 3 messages in a connection") != std::string::npos);
  CHECK(kept.find("  -o smtp_connection_reuse_count_limit=3\n") != std::string::npos);
  CHECK(kept.find("connection_max_messages = 3\n") != std::string::npos);
  const Finding message = ruled(FindingKind::limit, Model::message_recipients, 11);
  const std::string few = everything(advice(message, every_server));
  CHECK(few.find("slow_destination_recipient_limit = 10\n") != std::string::npos);
  CHECK(few.find("max_rcpt = 10\n") != std::string::npos);
}

TEST_CASE("one recipient is one, and so is one message") {
  const auto text = [](Model model, std::uint64_t first_refused) {
    return everything(advice(ruled(FindingKind::limit, model, first_refused), {"exim"}));
  };
  CHECK(text(Model::message_recipients, 2).find("take 1 recipient of a message") !=
        std::string::npos);
  CHECK(text(Model::message_recipients, 3).find("take 2 recipients of a message") !=
        std::string::npos);
  CHECK(text(Model::connection_messages, 2).find("take 1 message in a") != std::string::npos);
  CHECK(text(Model::connection_messages, 3).find("take 2 messages in a") != std::string::npos);
}

TEST_CASE("a limit above the server's own default is not set") {
  CHECK(
      besides_letter(advice(ruled(FindingKind::limit, Model::message_recipients, 51), {"postfix"}))
          .empty());
  CHECK(besides_letter(advice(ruled(FindingKind::limit, Model::message_recipients, 101), {"exim"}))
            .empty());
  CHECK(besides_letter(advice(ruled(FindingKind::limit, Model::connection_messages, 501), {"exim"}))
            .empty());
  CHECK_FALSE(
      advice(ruled(FindingKind::limit, Model::message_recipients, 50), {"postfix"}).empty());
  CHECK_FALSE(advice(ruled(FindingKind::limit, Model::message_recipients, 100), {"exim"}).empty());
  CHECK_FALSE(advice(ruled(FindingKind::limit, Model::connection_messages, 500), {"exim"}).empty());
}

TEST_CASE("sessions are kept at as many as are taken; Exim's list is of their hosts") {
  Finding finding = ruled(FindingKind::concurrency, Model::concurrency, 11);
  finding.hosts = {"mx1.remote.example", "mx2.remote.example"};
  const std::string text = everything(advice(finding, every_server));
  CHECK(text.find("slow unix - - y - 10 smtp\n") != std::string::npos);
  CHECK(text.find("serialize_hosts = mx1.remote.example : mx2.remote.example\n") !=
        std::string::npos);
  CHECK(text.find("Delivery threads: 10\n") != std::string::npos);
}

TEST_CASE("beyond the quota no schedule helps: a higher limit has to be asked for") {
  const Finding daily = ruled(FindingKind::quota, Model::quota_day, 40);
  const auto more = advice(daily, every_server, std::nullopt, 60);
  REQUIRE(more.size() == 1);
  CHECK(more[0].key == "ask_for_more");
  CHECK(more[0].text.find("We") == std::string::npos);
  CHECK(more[0].text.find("we want to send about 60 a day: that is more") != std::string::npos);
  CHECK(more[0].lines.empty());
  const auto fits = advice(daily, every_server, std::nullopt, 30);
  REQUIRE(fits.size() == 1);
  CHECK(fits[0].key == "spread");
  const Finding hourly = ruled(FindingKind::quota, Model::quota_hour, 50);
  CHECK(find(advice(hourly, {"postfix"}, std::nullopt, 1201), "ask_for_more") != nullptr);
  CHECK(find(advice(hourly, {"postfix"}, std::nullopt, 1201), "slower") == nullptr);
  const auto paced = advice(hourly, {"postfix"}, std::nullopt, 1199);
  REQUIRE(find(paced, "slower") != nullptr);
  CHECK(has_line(*find(paced, "slower"), "slow_destination_rate_delay = 72s"));
}

TEST_CASE("a quota so small that pacing would cost more than refusals is not paced") {
  const Finding hourly = ruled(FindingKind::quota, Model::quota_hour, 6);
  const Advice* one = nullptr;
  const auto all = advice(hourly, {"postfix"}, std::nullopt, 10);
  one = find(all, "slower");
  REQUIRE(one != nullptr);
  CHECK(one->lines.empty());
  const Finding minute = ruled(FindingKind::quota, Model::quota_minute, 10);
  CHECK(has_line(*find(advice(minute, {"postfix"}), "slower"), "slow_destination_rate_delay = 6s"));
}

TEST_CASE("greylisting: a retry is advised only where mail comes sooner by it") {
  const auto shares = waits(5min, 25min);
  const auto exim = advice(greylist(5min), {"exim"}, shares);
  REQUIRE(exim.size() == 1);
  CHECK(exim[0].text.find("after a wait of at most 5 min") != std::string::npos);
  CHECK(has_line(exim[0], "remote.example  *  F,1h,6m; F,2h,15m; G,16h,1h,1.5; F,4d,6h"));
  CHECK(advice(greylist(14min), {"exim"}, shares).empty());
  CHECK(advice(greylist(5min), {"exim"}).empty());
  CHECK(advice(greylist(5min), {"exim"}, waits(5min, 2min)).empty());
  CHECK(has_line(advice(greylist(5min), {"hmailserver"}, shares).at(0),
                 "Minutes between every retry: 6"));
}

TEST_CASE("greylisting never raises what Postfix does by default") {
  const auto shares = waits(60min, 60min);
  for (const std::chrono::seconds delay : {270s, 300s, 600s, 3600s, 14400s}) {
    CHECK(advice(greylist(delay), {"postfix"}, shares).empty());
  }
  const auto soon = advice(greylist(120s), {"postfix"}, shares);
  REQUIRE(soon.size() == 1);
  CHECK(has_line(soon[0], "minimal_backoff_time = 150s"));
  CHECK(has_line(soon[0], "queue_run_delay = 150s"));
}

TEST_CASE("what is said about a limit of sessions, server by server") {
  const Finding finding = ruled(FindingKind::concurrency, Model::concurrency, 11);
  CHECK(everything(advice(finding, {"postfix"})) ==
        "fewer_connections They refuse when more than 10 of our sessions are open; kept at that, "
        "none is refused for it.\n# master.cf\nslow unix - - y - 10 smtp\n# "
        "main.cf\ntransport_maps = hash:/etc/postfix/transport\n# /etc/postfix/transport, then: "
        "postmap /etc/postfix/transport\nremote.example  slow:\nwrite_to_postmaster Ask their "
        "postmaster for a higher limit; write f-0123abcd.\n");
  CHECK(everything(advice(finding, {"exim"})) ==
        "fewer_connections They refuse when more than 10 of our sessions are open. Exim has no "
        "limit but one: with serialize_hosts it opens one connection at a time.\n# in the smtp "
        "transport\nserialize_hosts = *.remote.example\nwrite_to_postmaster Ask their postmaster "
        "for a higher limit; write f-0123abcd.\n");
  CHECK(everything(advice(finding, {"hmailserver"})) ==
        "fewer_connections They refuse when more than 10 of our sessions are open; kept at that, "
        "none is refused for it. It is a setting for all remotes.\nSettings > Advanced > "
        "Performance\nDelivery threads: 10\nwrite_to_postmaster Ask their postmaster for a higher "
        "limit; write f-0123abcd.\n");
}

TEST_CASE("what is said about a limit of messages or recipients") {
  CHECK(everything(advice(ruled(FindingKind::limit, Model::connection_messages, 4), {"exim"})) ==
        "fewer_messages_in_connection They take 3 messages in a connection and refuse the next; "
        "with a new connection after so many, none is refused for it.\n# in the smtp "
        "transport\nconnection_max_messages = 3\nwrite_to_postmaster Ask their postmaster for a "
        "higher limit; write f-0123abcd.\n");
  CHECK(everything(advice(ruled(FindingKind::limit, Model::message_recipients, 11), {"exim"})) ==
        "fewer_recipients They take 10 recipients of a message at once and refuse the others; sent "
        "in portions, none is refused for it.\n# in the smtp transport\nmax_rcpt = "
        "10\nwrite_to_postmaster Ask their postmaster for a higher limit; write f-0123abcd.\n");
}

TEST_CASE("what is said about a quota that cannot be kept by pacing") {
  const Finding hourly = ruled(FindingKind::quota, Model::quota_hour, 6);
  const std::string begin = "slower They take about 6 messages an hour. ";
  const std::string end =
      ": have bulk mail handed over in portions below that.\n"
      "write_to_postmaster Ask their postmaster for a higher limit; write f-0123abcd.\n";
  CHECK(everything(advice(hourly, {"postfix"})) ==
        begin + "Sent one by one, mail would wait longer than it does" + end);
  CHECK(everything(advice(hourly, {"exim"})) ==
        begin + "Exim cannot be told so for one remote" + end);
  CHECK(everything(advice(hourly, {"hmailserver"})) ==
        begin + "hMailServer cannot be told so for one remote" + end);
}

TEST_CASE("what anybody can do about a finding is said, whatever server they run") {
  struct Case {
    FindingKind kind;
    const char* text;
  };
  for (const Case& one :
       {Case{FindingKind::outage,
             "It refused everybody's mail for a while, as servers in trouble do; mail was kept and "
             "retried."},
        Case{FindingKind::block, "Nothing is taken any more: ask their postmaster."},
        Case{FindingKind::recipient,
             "It is about a few mailboxes: stop mailing those that stay full or closed."},
        Case{FindingKind::sender,
             "It is about a few of our senders: look at what they send, or whether they are "
             "forged."},
        Case{FindingKind::local,
             "Many remotes at once point to us: look at our network, DNS and backups at these "
             "hours."}}) {
    Finding finding = nightly();
    finding.kind = one.kind;
    const auto all = advice(finding, {});
    REQUIRE(all.size() == 1);
    CHECK(all[0].text == one.text);
  }
}

TEST_CASE("of several windows a day the end of each is tried") {
  Finding finding = nightly();
  finding.windows = {window(22h, 4h), window(12h, 13h)};
  const auto all = advice(finding, {"postfix"});
  const Advice* one = find(all, "retry_after_opening");
  REQUIRE(one != nullptr);
  CHECK(has_line(*one, "1 4 * * * root /usr/sbin/postqueue -s remote.example"));
  CHECK(has_line(*one, "1 13 * * * root /usr/sbin/postqueue -s remote.example"));
  CHECK(std::ranges::count(one->lines, "CRON_TZ=America/Phoenix") == 1);
  // The longest of them decides how often hMailServer has to retry.
  finding.windows = {window(12h, 13h), window(17h, 7h)};
  CHECK(has_line(*find(advice(finding, {"hmailserver"}), "retry_after_opening"),
                 "Number of retries: 61"));
}

TEST_CASE("that nothing is taken any more is said of a block only where something was taken") {
  Finding finding = ruled(FindingKind::block, Model::block, 0);
  finding.hosts = {"mx.remote.example"};
  const auto says = [&] { return find(advice(finding, {"exim"}), "write_to_postmaster")->text; };
  CHECK(says() == "Nothing is taken any more: ask their postmaster.");
  finding.counts.accepted = 0;
  CHECK(says().starts_with("Nothing is taken: "));
  finding.source = "203.0.113.2";
  CHECK(says().starts_with("Nothing is taken from 203.0.113.2: "));
  finding.source.clear();
  finding.counts.accepted = 200;
  finding.of_remote = "remote.example";
  finding.remote = "mx2.remote.example";
  CHECK(says().starts_with("This host takes nothing of ours: "));
}

TEST_CASE("names of ours are ours to mend, and no letter is written about them") {
  Finding finding = ruled(FindingKind::block, Model::block, 0);
  ClaimCheck claim;
  const auto all = [&] {
    return advise({.finding = &finding,
                   .claim = &claim,
                   .waits = nullptr,
                   .servers = formats_of(every_server),
                   .domains = {},
                   .messages_a_day = 0});
  };
  claim.claim.kind = ClaimKind::ptr;
  CHECK(find(all(), "mend_reverse_name") != nullptr);
  CHECK(find(all(), "write_to_postmaster") == nullptr);
  finding.taken_elsewhere = true;
  CHECK(everything(all()).find("reverse name (PTR)") != std::string::npos);
  CHECK(everything(all()).find("postmaster") == std::string::npos);
  claim.claim.kind = ClaimKind::helo;
  REQUIRE(find(all(), "mend_greeting") != nullptr);
  CHECK(find(all(), "mend_greeting")
            ->text.ends_with("It is ours to mend, there is nothing to ask them: greet with a full "
                             "name that leads to our "
                             "address (Exim: helo_data; Postfix: smtp_helo_name)."));
  claim.verdict = ClaimVerdict::clock;
  CHECK(find(all(), "mend_greeting") == nullptr);
}

TEST_CASE("what is said about hours, server by server") {
  const auto shares = waits(9h, 3h);
  const std::string letter =
      "write_to_postmaster Ask their postmaster which rule holds in these hours; write "
      "f-0123abcd.\n"
      "tell_senders Tell those whose mail is late.\n";
  CHECK(everything(advice(nightly(), {"postfix"}, shares)) ==
        "retry_after_opening Try again at once when they open: mail then leaves within minutes. "
        "Our own retries add 3 h to a wait (median); that becomes a few "
        "minutes.\n"
        "# main.cf\n"
        "fast_flush_domains = $relay_domains, remote.example\n"
        "# /etc/cron.d/curfew; a cron that ignores CRON_TZ needs the hour on its own clock\n"
        "CRON_TZ=America/Phoenix\n"
        "1 7 * * * root /usr/sbin/postqueue -s remote.example\n" +
            letter);
  CHECK(everything(advice(nightly(), {"exim"}, shares)) ==
        "retry_after_opening Try again every 15 min: mail then leaves at most that long after they "
        "open. "
        "Our own retries add 3 h to a wait (median); that becomes "
        "about 7 min.\n"
        "# begin retry, above the rule for all\n"
        "remote.example  *  F,4d,15m\n"
        "# and a queue run as often: exim -q15m (Debian: QUEUEINTERVAL in /etc/default/exim4)\n" +
            letter);
  CHECK(everything(advice(nightly(), {"hmailserver"}, shares)) ==
        "retry_after_opening By default hMailServer gives up after 4 retries, an hour apart: mail "
        "for hours that are longer comes back. Try again every 15 min: mail then leaves at most "
        "that long after they open. Our own retries add 3 h "
        "to a wait (median); that becomes about 7 min. It is a setting for all remotes.\n"
        "Settings > Protocols > SMTP > Delivery of e-mail\n"
        "Number of retries: 61\n"
        "Minutes between every retry: 15\n" +
            letter);
  CHECK(everything(advice(nightly(), {"other"}, shares)) == letter);
}

TEST_CASE("a schedule is worth what is ours of the wait, where that is known") {
  const auto says = [](Milliseconds theirs, Milliseconds ours) {
    const auto all = advice(nightly(), {"postfix"}, waits(theirs, ours));
    const Advice* one = find(all, "retry_after_opening");
    return one == nullptr ? "" : one->text;
  };
  CHECK(says(1min, 15min).empty());
  CHECK(says(0min, 16min) ==
        "Try again at once when they open: mail then leaves within minutes. Our own retries add 16 "
        "min to a wait (median); that becomes a few minutes.");
  CHECK(says(1min, 59min) ==
        "Try again at once when they open: mail then leaves within minutes. Our own retries add 59 "
        "min to a wait (median); that becomes a few minutes.");
  CHECK(says(62min, 61min) ==
        "Try again at once when they open: mail then leaves within minutes. Our own retries add 1 "
        "h 1 min to a wait (median); that becomes a few minutes.");
  CHECK(find(advice(nightly(), {"postfix"}), "retry_after_opening")->text ==
        "Try again at once when they open: mail then leaves within minutes.");
  CHECK(find(advice(nightly(), {"exim"}), "retry_after_opening")->text ==
        "Try again every 15 min: mail then leaves at most that long after they open.");
}

TEST_CASE("hMailServer gives up on hours of four or more, even where little of the wait is ours") {
  const auto says = [](std::chrono::seconds end, Milliseconds ours) {
    Finding finding = nightly();
    finding.windows = {window(8h, end)};
    const auto all = advice(finding, {"hmailserver"}, waits(1h, ours));
    return all.size() == 2 ? "" : everything({all[0]});
  };
  const std::string gives_up =
      "retry_after_opening By default hMailServer gives up after 4 retries, an hour apart: mail "
      "for "
      "hours that are longer comes back. Try again every 15 min: mail then leaves at most that "
      "long after they open. Our own retries add 15 min "
      "to a wait (median); that becomes about 7 min. It is a setting for all remotes.\n"
      "Settings > Protocols > SMTP > Delivery of e-mail\n"
      "Number of retries: 21\n"
      "Minutes between every retry: 15\n";
  CHECK(says(12h, 15min) == gives_up);
  CHECK(says(12h - 1min, 15min).empty());
  CHECK(says(12h - 1min, 16min) ==
        "retry_after_opening Try again every 15 min: mail then leaves at most that long after they "
        "open. "
        "Our own retries add 16 min to a wait (median); that becomes about 7 min. It is a setting "
        "for all remotes.\n"
        "Settings > Protocols > SMTP > Delivery of e-mail\n"
        "Number of retries: 20\n"
        "Minutes between every retry: 15\n");
  // From an hour to the same one it is a whole day.
  CHECK(says(8h, 15min).find("Number of retries: 101\n") != std::string::npos);
}

TEST_CASE("mail is tried a minute after they open, and again where that is not sure to be it") {
  const auto lines = [](const Window& one, std::vector<std::string> domains = {"remote.example"}) {
    Finding finding = nightly();
    finding.windows = {one};
    const auto all = advice(finding, {"postfix"}, std::nullopt, 0, std::move(domains));
    const std::vector<std::string>& every = find(all, "retry_after_opening")->lines;
    return std::vector<std::string>(every.begin() + 3, every.end());
  };
  using Lines = std::vector<std::string>;
  const std::string zone = "CRON_TZ=America/Phoenix";
  const auto at = [](const std::string& time) {
    return time + " root /usr/sbin/postqueue -s remote.example";
  };
  Window one = window(17h, 7h);
  one.end->latest = 7h + 4min;
  CHECK(lines(one) == Lines{zone, at("1 7 * * *")});
  one.end->latest = 7h + 5min;
  CHECK(lines(one) == Lines{zone, at("1 7 * * *"), at("6 7 * * *")});
  one.end->latest = 8h + 59min;
  CHECK(lines(one) == Lines{zone, at("1 7 * * *"), at("0 9 * * *")});
  // Of an edge so vague only the best guess is tried.
  one.end->latest = 9h;
  CHECK(lines(one) == Lines{zone, at("1 7 * * *")});
  // Over midnight, and over the end of a week.
  one = window(17h, 23h + 59min);
  one.end->latest = 10min;
  CHECK(lines(one) == Lines{zone, at("0 0 * * *"), at("11 0 * * *")});
  one = window(2h, 24h - 1min);
  one.period = WindowPeriod::week;
  CHECK(lines(one) == Lines{zone, at("0 0 * * 2")});
  one = window(2h, 7 * 24h - 1min);
  one.period = WindowPeriod::week;
  CHECK(lines(one) == Lines{zone, at("0 0 * * 1")});
  one = window(2h, 4h);
  one.period = WindowPeriod::week;
  CHECK(lines(one) == Lines{zone, at("1 4 * * 1")});
  // A weekly window is as long as it is, over the end of the week too.
  Finding weekend = nightly();
  weekend.windows = {window(5 * 24h, 1h)};
  weekend.windows[0].period = WindowPeriod::week;
  CHECK(has_line(*find(advice(weekend, {"hmailserver"}), "retry_after_opening"),
                 "Number of retries: " + std::to_string((49 + 1) * 4 + 1)));
  for (const auto& [offset, name] :
       {std::pair{0min, "UTC"}, std::pair{330min, "UTC-05:30"}, std::pair{-420min, "UTC+07:00"}}) {
    one = window(17h, 7h);
    one.zone = TimeZone::fixed(offset);
    CHECK(lines(one) == Lines{std::string("CRON_TZ=") + name, at("1 7 * * *")});
  }
  // Each line is there once.
  one = window(17h, 7h);
  CHECK(lines(one, {"remote.example", "remote.example"}) == Lines{zone, at("1 7 * * *")});
}

TEST_CASE("what is said about hours in which mail is refused for good") {
  Finding finding = nightly();
  finding.code = "421 4.7.0";
  const auto text = [&](std::vector<std::string> domains = {"remote.example"}) {
    const auto all = advice(finding, every_server, std::nullopt, 0, std::move(domains));
    const Advice* one = find(all, "send_outside");
    return one == nullptr ? "" : one->text;
  };
  const std::string begin =
      "What they refuse in these hours they refuse for good: it goes back to the sender and is not "
      "tried again";
  const std::string end =
      " sent at other hours, or hold it on our server until they open (Exim: "
      "queue_smtp_domains; Postfix: a transport of its own, named in defer_transports meanwhile).";
  finding.counts.returned = 50;  // half of what was refused: the other half was tried again
  CHECK(text().empty());
  finding.counts.returned = 51;
  CHECK(text() == begin + " (51 messages so far). Have mail for remote.example" + end);
  CHECK(text({"a.example", "b.example"}) ==
        begin + " (51 messages so far). Have mail for a.example and others" + end);
  finding.counts = {.contacts = 1, .refused = 1, .returned = 1};
  CHECK(text() == begin + " (1 message so far). Have mail for remote.example" + end);
  finding.counts.returned = 0;
  CHECK(text().empty());
  finding.code = "550 5.7.1";
  CHECK(text() == begin + ". Have mail for remote.example" + end);
  CHECK(find(advice(finding, {}), "send_outside")->text.ends_with("until they open."));
}

TEST_CASE("what is said where another host takes the mail") {
  Finding finding = nightly();
  finding.taken_elsewhere = true;
  const std::string text =
      "nothing_late No mail is late because of it: another host takes what this one refuses. Their "
      "postmaster may want to know; write f-0123abcd.\n";
  CHECK(everything(advice(finding, every_server, waits(9h, 3h))) == text);
  Finding grey = greylist(5min);
  grey.taken_elsewhere = true;
  CHECK(everything(advice(grey, every_server, waits(5min, 25min))) == text);
  finding.id.clear();
  CHECK(everything(advice(finding, {})).ends_with("want to know; write.\n"));
}

TEST_CASE("what is said about an address of theirs that is an IPv6 one") {
  Finding finding = ruled(FindingKind::block, Model::block, 0);
  finding.address = "fd00::1";
  finding.counts.accepted = 0;
  CHECK(everything(advice(finding, every_server)) ==
        "prefer_ipv4 An IPv6 address of theirs refuses us: check the PTR record of our IPv6 "
        "address, which many ask for. Until it is right, IPv6 can be left out; it is a setting for "
        "all remotes.\n"
        "# in the router that looks up remotes; or in the main part: disable_ipv6 = true\n"
        "ignore_target_hosts = <; ::/0\n"
        "prefer_ipv4 An IPv6 address of theirs refuses us: check the PTR record of our IPv6 "
        "address, which many ask for.\n"
        "prefer_ipv4 An IPv6 address of theirs refuses us: check the PTR record of our IPv6 "
        "address, which many ask for. Until it is right, IPv4 can be tried first; it is a setting "
        "for all remotes.\n"
        "# main.cf\n"
        "smtp_address_preference = ipv4\n"
        "write_to_postmaster This host takes nothing of ours: ask their postmaster; write "
        "f-0123abcd.\n");
  finding.address.clear();
  // All of their addresses have to be such.
  finding.hosts = {"[fd00::1]", "mx.remote.example"};
  CHECK(find(advice(finding, every_server), "prefer_ipv4") == nullptr);
  finding.hosts.clear();
  CHECK(find(advice(finding, every_server), "prefer_ipv4") == nullptr);
}

TEST_CASE("a block or hours that are over ask for nothing, other causes still do") {
  Finding finding = nightly();
  finding.active = false;
  CHECK(advice(finding, every_server).empty());
  finding.kind = FindingKind::block;
  CHECK(advice(finding, every_server).empty());
  finding.kind = FindingKind::recipient;
  CHECK(everything(advice(finding, {})) ==
        "clean_list It is about a few mailboxes: stop mailing those that stay full or closed.\n");
}

TEST_CASE("of a limit of sessions one is the least that is taken") {
  CHECK(besides_letter(advice(ruled(FindingKind::concurrency, Model::concurrency, 1), every_server))
            .empty());
  CHECK(
      besides_letter(advice(ruled(FindingKind::limit, Model::message_recipients, 1), every_server))
          .empty());
  Finding none = ruled(FindingKind::concurrency, Model::concurrency, 3);
  none.rule.reset();
  CHECK(besides_letter(advice(none, every_server)).empty());
  CHECK(everything(advice(ruled(FindingKind::concurrency, Model::concurrency, 2), {"hmailserver"}))
            .find("Delivery threads: 1\n") != std::string::npos);
}

TEST_CASE("Exim's list is of their hosts where they are few and plain, else of all their names") {
  Finding finding = ruled(FindingKind::concurrency, Model::concurrency, 3);
  const auto list = [&] { return advice(finding, {"exim"}).at(0).lines.at(1); };
  finding.hosts = {"a.example", "b.example", "c.example", "d.example", "e.example"};
  CHECK(list() == "serialize_hosts = a.example : b.example : c.example : d.example : e.example");
  finding.hosts.emplace_back("f.example");
  CHECK(list() == "serialize_hosts = *.remote.example");
  finding.hosts = {"a.example", "b;c"};
  CHECK(list() == "serialize_hosts = *.remote.example");
  finding.remote = "remote example";
  CHECK(list() == "serialize_hosts = their.hosts.example");
  finding.hosts.clear();
  CHECK(list() == "serialize_hosts = their.hosts.example");
}

TEST_CASE("a name that may stand in a configuration") {
  const auto stands = [](const std::string& name) {
    return everything(advice(nightly(), {"exim"}, std::nullopt, 0, {name}))
               .find('\n' + name + "  *  F,4d,15m\n") != std::string::npos;
  };
  CHECK(stands("az-09.example"));
  CHECK(stands(std::string(253, 'a')));
  CHECK_FALSE(stands(std::string(254, 'a')));
  for (const char* name : {"", "-a.example", "A.example", "a_b", "a/b", "a:b", "a`b", "a{b"}) {
    CHECK_FALSE(stands(name));
  }
}

TEST_CASE("what is said about limits of a connection's messages or a message's recipients") {
  CHECK(everything(advice(ruled(FindingKind::limit, Model::connection_messages, 501),
                          {"exim", "hmailserver", "postfix"})) ==
        "fewer_messages_in_connection They take 500 messages in a connection and refuse the next; "
        "with a new connection after so many, none is refused for it.\n# master.cf\nslow unix - - "
        "y - - smtp\n  -o smtp_connection_reuse_count_limit=500\n# main.cf\ntransport_maps = "
        "hash:/etc/postfix/transport\n# /etc/postfix/transport, then: postmap "
        "/etc/postfix/transport\nremote.example  slow:\nwrite_to_postmaster Ask their postmaster "
        "for a higher limit; write f-0123abcd.\n");
  CHECK(everything(advice(ruled(FindingKind::limit, Model::message_recipients, 50),
                          {"hmailserver", "postfix"})) ==
        "fewer_recipients They take 49 recipients of a message at once and refuse the others; sent "
        "in portions, none is refused for it.\n# master.cf\nslow unix - - y - - smtp\n# "
        "main.cf\ntransport_maps = hash:/etc/postfix/transport\nslow_destination_recipient_limit = "
        "49\n# /etc/postfix/transport, then: postmap /etc/postfix/transport\nremote.example  "
        "slow:\nwrite_to_postmaster Ask their postmaster for a higher limit; write f-0123abcd.\n");
}

TEST_CASE("what is said about a quota and what we want to send") {
  const auto says = [](Model model, std::uint64_t threshold, double a_day,
                       const std::vector<std::string>& servers = {}) {
    return everything(
        advice(ruled(FindingKind::quota, model, threshold), servers, std::nullopt, a_day));
  };
  CHECK(says(Model::quota_day, 40, 40.6) ==
        "ask_for_more They take about 40 messages a day, and we want to send about 41 a day: that "
        "is more, so sending slower does not help. Ask their postmaster for a higher limit, or "
        "send less; write f-0123abcd.\n");
  const std::string letter =
      "write_to_postmaster Ask their postmaster for a higher limit; write f-0123abcd.\n";
  const std::string spread =
      " a day on average, which fits: what is refused are days with more. Spread bulk mail over "
      "days, or ask their postmaster for a higher limit; write f-0123abcd.\n";
  CHECK(says(Model::quota_day, 40, 40, every_server) ==
        "spread They take about 40 messages a day, and we want to send about 40" + spread);
  CHECK(says(Model::quota_day, 40, 0.2) ==
        "spread They take about 40 messages a day, and we want to send about 1" + spread);
  CHECK(says(Model::quota_day, 40, 0) == letter);
  CHECK(says(Model::quota_hour, 2, 48) == letter);
  CHECK(says(Model::quota_hour, 2, 48.4, every_server) ==
        "ask_for_more They take about 2 messages an hour, and we want to send about 48 a day: that "
        "is more, so sending slower does not help. Ask their postmaster for a higher limit, or "
        "send less; write f-0123abcd.\n");
  CHECK(says(Model::quota_minute, 1, 1440) == letter);
  CHECK(says(Model::quota_minute, 1, 1441) ==
        "ask_for_more They take about 1 messages a minute, and we want to send about 1441 a day: "
        "that is more, so sending slower does not help. Ask their postmaster for a higher limit, "
        "or send less; write f-0123abcd.\n");
  CHECK(says(Model::quota_hour, 0, 10, every_server) == letter);
}

TEST_CASE("what is said about a quota that is kept by pacing") {
  const auto paced = [](std::uint64_t threshold) {
    return everything(
        advice(ruled(FindingKind::quota, Model::quota_hour, threshold), {"postfix", "other"}));
  };
  CHECK(paced(30) ==
        "slower They take about 30 messages an hour: one every 120 s stays below that, and a burst "
        "leaves one by one instead of being refused.\n# master.cf\nslow unix - - y - - smtp\n# "
        "main.cf\ntransport_maps = hash:/etc/postfix/transport\nslow_destination_rate_delay = "
        "120s\n# /etc/postfix/transport, then: postmap /etc/postfix/transport\nremote.example  "
        "slow:\nwrite_to_postmaster Ask their postmaster for a higher limit; write f-0123abcd.\n");
  CHECK(paced(47).find("_rate_delay = 77s\n") != std::string::npos);  // no part of a second less
  CHECK(paced(29) ==
        "slower They take about 29 messages an hour. Sent one by one, mail would wait longer than "
        "it does: have bulk mail handed over in portions below that.\nwrite_to_postmaster Ask "
        "their postmaster for a higher limit; write f-0123abcd.\n");
}

TEST_CASE("what is said about greylisting, server by server") {
  const auto says = [](std::chrono::seconds delay, const char* server, Milliseconds median) {
    return everything(advice(greylist(delay), {server}, waits(median, 0min)));
  };
  const std::string begin =
      "retry_in_time Mail is taken after a wait of at most 5 min, and waited 7 min (median): a "
      "retry soon after that is all it takes.";
  CHECK(says(5min, "exim", 7min).empty());
  CHECK(says(5min, "exim", 7min + 1s) ==
        begin +
            "\n"
            "# begin retry, above the rule for all\n"
            "remote.example  *  F,1h,6m; F,2h,15m; G,16h,1h,1.5; F,4d,6h\n"
            "# and a queue run as often: exim -q6m\n");
  CHECK(says(5min, "hmailserver", 7min + 1s) ==
        begin +
            " It is a setting for all remotes.\n"
            "Settings > Protocols > SMTP > Delivery of e-mail\n"
            "Minutes between every retry: 6\n");
  CHECK(says(269s, "postfix", 1h) ==
        "retry_in_time Mail is taken after a wait of at most 4 min, and waited 1 h (median): a "
        "retry soon after that is all it takes. It is a setting for all remotes.\n"
        "# main.cf\n"
        "minimal_backoff_time = 299s\n"
        "queue_run_delay = 299s\n");
  CHECK(says(5min, "other", 1h).empty());
  CHECK(says(59s, "postfix", 1h).empty());
  CHECK(says(60s, "postfix", 1h).find("queue_run_delay = 90s\n") != std::string::npos);
  CHECK(says(60s, "exim", 1h).find("-q2m\n") != std::string::npos);
  CHECK(says(61s, "exim", 1h).find("-q3m\n") != std::string::npos);
  CHECK(says(13min, "exim", 1h).find("-q14m\n") != std::string::npos);
  CHECK(says(14min, "exim", 1h).empty());
  CHECK(says(58min, "hmailserver", 2h).ends_with("every retry: 59\n"));
  CHECK(says(59min, "hmailserver", 2h).empty());
}

TEST_CASE("what is said about names of ours") {
  Finding finding = ruled(FindingKind::block, Model::block, 0);
  ClaimCheck claim;
  std::vector<std::string> servers{"postfix"};
  const auto says = [&] {
    return everything(advise({.finding = &finding,
                              .claim = &claim,
                              .waits = nullptr,
                              .servers = formats_of(servers),
                              .domains = {},
                              .messages_a_day = 0}));
  };
  const std::string reverse =
      "It is ours to mend, there is nothing to ask them: have whoever gives us our address give it "
      "a reverse name (PTR) that leads back to it.\n";
  const std::string greeting =
      "It is ours to mend, there is nothing to ask them: greet with a full name that leads to our "
      "address (Postfix: smtp_helo_name).\n";
  const std::string late =
      "No mail is late because of it: another host takes what this one refuses. ";
  claim.claim.kind = ClaimKind::ptr;
  CHECK(says() == "mend_reverse_name " + reverse);
  claim.claim.kind = ClaimKind::helo;
  CHECK(says() == "mend_greeting " + greeting);
  finding.taken_elsewhere = true;
  CHECK(says() == "mend_greeting " + late + greeting);
  claim.claim.kind = ClaimKind::ptr;
  CHECK(says() == "mend_reverse_name " + late + reverse);
  for (const ClaimVerdict verdict : {ClaimVerdict::clock, ClaimVerdict::does_not_fit}) {
    claim.verdict = verdict;
    CHECK(says().starts_with("nothing_late "));
  }
  // Servers whose logs were not read are not named, nor those without a word for it.
  claim.verdict = ClaimVerdict::fits;
  claim.claim.kind = ClaimKind::helo;
  servers = {"hmailserver"};
  CHECK(says().ends_with("that leads to our address.\n"));
  servers = {"exim", "hmailserver", "postfix"};
  CHECK(says().ends_with("our address (Exim: helo_data; Postfix: smtp_helo_name).\n"));
}

TEST_CASE("what is not known of a situation says nothing") {
  const Finding quota = ruled(FindingKind::quota, Model::quota_day, 40);
  Situation situation;
  situation.finding = &quota;
  CHECK(besides_letter(advise(situation)).empty());
}

}  // namespace curfew::verdict
