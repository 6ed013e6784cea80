#include "daily/sums.h"

#include <array>
#include <sstream>
#include <string>
#include <utility>

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "support/catch.h"
#include "support/listener.h"

namespace curfew::test {
namespace {

using daily::Sums;

constexpr std::size_t most = 5000;

std::string page_of(const Sums& sums) {
  DailyReport report;
  sums.put(report, 0, {});
  std::ostringstream out;
  write_daily_json(report, out);
  return out.str();
}

template <class Take>
void each_event(Take take) {
  AnalyzerOptions options;
  options.inbound = true;
  Analyzer analyzer(builtin_formats(), std::move(options));
  const test::Listener listener(analyzer,
                                [&](std::string_view, std::string_view, const Events& events) {
                                  for (const Event& event : events) take(event);
                                });
  analyzer.read(open_file(CURFEW_SOURCE_DIR "/samples/postfix-remotes.log"));
}

}  // namespace

TEST_CASE("parts of a log, kept as bytes, add up to the page of the whole log") {
  Sums whole(most);
  std::array<Sums, 3> parts{Sums(most), Sums(most), Sums(most)};
  std::size_t number = 0;
  each_event([&](const Event& event) {
    whole.add(event);
    parts.at(number++ / 100 % parts.size()).add(event);
  });
  Sums sum(most);
  for (const Sums& part : parts) {
    Sums kept(most);
    text::restore(kept, text::state_of(part));
    sum.add(kept);
  }
  CHECK(page_of(sum) == page_of(whole));
  CHECK(page_of(whole).find("Relay access denied") == std::string::npos);
  CHECK(page_of(whole).find("need fully-qualified address") != std::string::npos);
  // The same counts, the same bytes, however names hash.
  CHECK(text::state_of(sum) == text::state_of(whole));
}

TEST_CASE("people are renamed, hosts and domains are not") {
  Sums sums(most);
  Event event;
  event.kind = EventKind::attempt;
  event.outcome = Outcome::delivered;
  event.sender = "anna@example.org";
  event.counts_sender = true;
  event.recipient = "bert@example.net";
  sums.add(event);
  sums.rename_people(
      [](std::string_view name) { return "user" + std::string(name.substr(name.find('@'))); });
  DailyReport report;
  sums.put(report, 0, {});
  REQUIRE(report.senders.by_count.size() == 1);
  CHECK(report.senders.by_count.front().name == "user@example.org");
  CHECK(report.recipients.by_count.front().name == "user@example.net");
  CHECK(report.recipient_domains.by_count.front().name == "example.net");
}

TEST_CASE("bytes that are no sums are an error") {
  Sums sums(most);
  each_event([&](const Event& event) { sums.add(event); });
  const std::string bytes = text::state_of(sums);
  for (std::size_t size = 0; size < bytes.size(); size += 97) {
    Sums other(most);
    CHECK_THROWS_AS(text::restore(other, std::string_view(bytes).substr(0, size)), Error);
  }
}

}  // namespace curfew::test
