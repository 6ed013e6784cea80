#pragma once

// The morning page: what a day's mail came to, beside the findings of a report. Counts what a
// Consumer is given, in bounded memory; one thread at a time.
//
//     curfew::Daily daily;
//     curfew::Events events;  // of a batch
//     daily.add(events, curfew::Period{});
//     curfew::write_daily_text(daily.report(curfew::Report{}), std::cout);

#include <array>
#include <bitset>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/event.h"
#include "curfew/export.h"
#include "curfew/finding.h"
#include "curfew/report.h"
#include "curfew/tally.h"
#include "curfew/time.h"

namespace curfew {

/// What a name in a daily report is, for whoever hides names.
enum class DailyName : std::uint8_t { address, domain, host, ip, text };

/// What a name is shown as. Empty: as it stands.
using DailyNames = std::function<std::string(DailyName, std::string_view)>;

/// The parts of a daily report, in their order.
enum class DailySection : std::uint8_t {
  findings,
  totals,
  hours,
  days,
  remotes,
  rejects,
  logins,
  tls,
  connections,
  screened,
  delays,
  notices,
  domains,
  senders,
  recipients
};
inline constexpr std::size_t daily_section_count = 15;

/// "findings", "totals" ...: by these a user chooses.
CURFEW_API const char* name(DailySection section) noexcept;

struct DailyOptions {
  std::size_t top = 20;          ///< rows of each table; 0: all that were kept
  std::size_t most_kept = 5000;  ///< names that each table is sure to keep; see DailyTable::missed
};

struct DailyDay {
  std::string date;  ///< "2020-06-02" in the report's zone
  Traffic traffic;
};

/// A period that the report's own is compared with.
struct DailyComparison {
  Instant from{};
  Instant until{};
  Traffic traffic;
};

/// A row about a sender, a recipient or their domain. `messages` are received ones of a sender,
/// delivered ones of a recipient.
struct DailyRow {
  std::string name;  ///< "<>": the null sender; "(none)": an address without a domain
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  std::uint64_t deferred = 0;
  std::uint64_t bounced = 0;
  std::uint64_t average_size = 0;  ///< bytes of a message; 0: sizes are not known
};

/// The greatest, twice ordered. Bounded: of a log with more names than are kept, the smallest were
/// given up along the way.
struct DailyTable {
  std::vector<DailyRow> by_count;
  std::vector<DailyRow> by_bytes;
  DailyRow total;            ///< of all names, also of those given up; without a name
  std::uint64_t names = 0;   ///< distinct ones; at least so many where `capped`
  bool capped = false;       ///< names were given up
  std::uint64_t missed = 0;  ///< where capped: no count shown is too small by more than this
};

/// What our server turned away, for one reason in one wording at one step of the dialogue.
struct DailyRejection {
  InboundAction action = InboundAction::none;
  RejectReason reason = RejectReason::none;
  Stage stage = Stage::unknown;
  std::string text;  ///< masked; still untrusted words
  std::uint64_t count = 0;
  std::uint64_t for_now = 0;  ///< of `count`: with a 4xx reply
};

struct DailyReason {
  RejectReason reason = RejectReason::none;
  std::uint64_t count = 0;
  std::uint64_t for_now = 0;
};

struct DailyInbound {
  std::uint64_t rejected = 0;
  std::uint64_t rejected_for_now = 0;  ///< of `rejected`
  std::uint64_t warned = 0;
  std::uint64_t held = 0;
  std::uint64_t discarded = 0;
  std::vector<DailyReason> reasons;  ///< of rejected ones, most first
  std::vector<DailyRejection> rejections;
  DailyTable clients;   ///< of rejected ones, by address; `messages` are rejections
  bool capped = false;  ///< wordings beyond the bound stand under "other texts"
};

/// Who failed to log in at our server, and who did and sent mail. What names were tried without
/// success is a list from outside and not kept.
struct DailyLogins {
  std::uint64_t failed = 0;
  DailyTable clients;  ///< by address; `messages` are failures
  std::uint64_t accepted = 0;
  DailyTable accepted_clients;  ///< by address; `messages` are those sent after a login
  DailyTable users;             ///< by the name they logged in with; likewise
};

struct DailyCount {
  std::string name;
  std::uint64_t count = 0;
};

/// Connections by TLS version, "TLSv1.3", newest first; messages where the log tells it of those.
/// "none": not encrypted. Empty where the log tells nothing of TLS.
struct DailyTls {
  std::vector<DailyCount> in;
  std::vector<DailyCount> out;
};

struct DailyConnections {
  std::uint64_t in = 0;  ///< of clients to our server
  DailyTable clients;    ///< by address; `messages` are connections
};

/// Where the time of a delivery goes. The first four where the server tells them apart, else the
/// last two.
enum class DailyPhase : std::uint8_t {
  before_queue,  ///< until it was taken up for this try, earlier tries included
  active_queue,
  connecting,
  sending,
  queue,    ///< all until this try
  delivery  ///< connecting and sending
};
inline constexpr std::size_t daily_phase_count = 6;

CURFEW_API const char* name(DailyPhase phase) noexcept;

struct DailyDelay {
  DailyPhase phase = DailyPhase::before_queue;
  std::uint64_t count = 0;  ///< deliveries
  Milliseconds median{};    ///< within 4 %
  Milliseconds most{};      ///< of 95 % of them
};

/// What the server said of its own trouble, in one wording.
struct DailyNotice {
  Severity severity = Severity::none;
  std::string program;
  std::string text;  ///< masked
  std::uint64_t count = 0;
  Instant first{};
  Instant last{};
};

/// A day's page, or that of any other period: what pflogsumm and logwatch tell, for
/// every format. Owns its text. The names that it collected went through DailyNames.
struct DailyReport {
  Report base;                    ///< inputs, lines, period, zone, totals, remotes, warnings, hints
  std::vector<Finding> findings;  ///< those of `base` that are worth a line; shown on top
  std::vector<DailyDay> days;     ///< in order; days without mail between are there
  std::array<Traffic, 24> hours;
  /// The equally long period before, and the same a week before (of periods shorter than a week);
  /// where the logs reach so far back, and a beginning was chosen.
  std::optional<DailyComparison> before;
  std::optional<DailyComparison> week_before;
  bool whole_days = false;  ///< the period begins and ends at midnight
  DailyTable sender_domains;
  DailyTable senders;
  DailyTable recipient_domains;
  DailyTable recipients;
  DailyInbound inbound;
  DailyLogins logins;
  DailyTls tls;
  DailyConnections connections;
  /// What was found out of clients before a dialogue began, in the server's words, and how many
  /// were "rejected" then; most first.
  std::vector<DailyCount> screened;
  std::vector<DailyDelay> delays;    ///< of deliveries, by phase; what the log tells
  std::vector<DailyNotice> notices;  ///< gravest first, then most
  bool notices_capped = false;
  std::size_t top = 0;                        ///< of DailyOptions: so many remotes in JSON; 0: all
  std::bitset<daily_section_count> left_out;  ///< sections that no writer is to write

  bool shows(DailySection section) const {
    return !left_out.test(static_cast<std::size_t>(section));
  }
};

/// Collects what a daily report tells beside the counts of a report: names, rejections, notices.
/// Memory is bounded. One thread at a time.
///
///     struct Counting final : curfew::Consumer {
///       void events(const curfew::EventBatch& batch) override {
///         daily.add(batch.events, analyzer.period());
///       }
///       ...
class CURFEW_API Daily {
 public:
  explicit Daily(const DailyOptions& options = {});
  ~Daily();
  Daily(Daily&&) noexcept;
  Daily& operator=(Daily&&) noexcept;

  /// A batch as a Consumer is given it. Rejections and notices are there only where
  /// AnalyzerOptions::inbound asked for them.
  void add(const Events& events, const Period& period);
  /// What was collected, in the zone of `base`, which is shown as it is: where names are hidden, it
  /// has been redacted.
  DailyReport report(Report base, const DailyNames& names = {}) const;

  struct State;  // of the library itself
  State& own_state() noexcept { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

/// The page for people. Not stable: for machines there is JSON.
CURFEW_API void write_daily_text(const DailyReport& report, std::ostream& out,
                                 const TextOptions& options = {});

/// The same page for a browser: whole in itself, no script, nothing fetched. Of `options`, `top`
/// and `width` count.
CURFEW_API void write_daily_html(const DailyReport& report, std::ostream& out,
                                 const TextOptions& options = {});

/// "curfew-daily/1" (docs/daily.md). The same report gives the same bytes.
CURFEW_API void write_daily_json(const DailyReport& report, std::ostream& out);

}  // namespace curfew
