#pragma once

// What the refusals of a remote show: hours, quotas, blocks and their like, with how sure it is,
// whether the stated cause fits, whose wait it was and what to do. Owns its text, which holds
// untrusted text: clean it where it is shown.
//
//     curfew::Finding finding;  // of Report::findings
//     if (curfew::attention_of(finding) == curfew::Attention::act) std::cout << finding.remote;

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "curfew/catalogue.h"
#include "curfew/export.h"
#include "curfew/server.h"
#include "curfew/time.h"

namespace curfew {

/// What explains the refusals of a unit best. limit: of messages in a connection, or recipients of
/// a message. local: many remotes at the same hours, so it is us.
enum class FindingKind : std::uint8_t {
  curfew,
  quota,
  concurrency,
  limit,
  greylist,
  outage,
  episodic,
  block,
  recipient,
  sender,
  message,
  modulated,
  local,
  noise,
  insufficient,
  ambiguous
};

/// What may explain refusals. Several models may make findings of one kind: there are four quotas.
enum class Model : std::uint8_t {
  noise,
  message,
  recipient,
  sender,
  greylist,
  concurrency,
  connection_messages,
  message_recipients,
  quota_minute,
  quota_sliding,
  quota_hour,
  quota_day,
  outage,
  episodic,
  block,
  curfew
};

/// A model and what it gains over plain noise, in nats.
struct ModelScore {
  Model model = Model::noise;
  double score = 0;
};

/// What a finding asks of its reader: to do something, to know of it, or nothing.
enum class Attention : std::uint8_t { act, know, none };

/// A boundary of a window, in seconds since the start of its period (midnight, or Monday 00:00) on
/// the clock of the window's zone. `rounded` is the roundest time within the interval.
struct Edge {
  std::chrono::seconds estimate{};
  std::chrono::seconds rounded{};
  std::chrono::seconds earliest{};
  std::chrono::seconds latest{};
};

enum class WindowPeriod : std::uint8_t { day, week };

/// Whether a window holds on a day of the week: seen, seen not to, or never tried.
enum class OnDay : std::uint8_t { unknown, yes, no };

/// Hours at which a remote refuses. An end before the start means the day after.
struct Window {
  WindowPeriod period = WindowPeriod::day;
  TimeZone zone;
  std::optional<Edge> start;
  std::optional<Edge> end;
  std::array<OnDay, 7> days{};  ///< Monday first; the day on which the window opens
  Instant first_seen{};         ///< start of the first occurrence with a refusal
  Instant last_seen{};          ///< start of the last one
  bool onset_known = false;     ///< refusals began inside the data, else "since before the data"
  bool ended = false;
  std::uint32_t occurrences_refused = 0;
  std::uint32_t occurrences_accepted = 0;  ///< asked, and nothing was refused
  std::uint32_t occurrences_unobserved = 0;
  double refused_inside = 0;  ///< share, 0 to 1
};

/// Zones that change their clocks alike within the data, and so explain it equally well.
struct ZoneClass {
  struct Change {
    Instant at{};
    std::chrono::minutes shift{};
  };
  std::vector<Change> changes;
  std::vector<std::string> zones;
  double behind = 0;  ///< nats behind the best class
};

enum class ZoneStatus : std::uint8_t { undetermined, narrowed, determined };

/// Rates of first attempts and of retries, inside and outside the windows.
struct Stratum {
  double rate_inside = 0;
  double rate_outside = 0;
  std::uint64_t inside = 0;
  std::uint64_t outside = 0;
};

/// Contacts with the unit's remote, those refused with its code among them.
struct FindingCounts {
  std::uint64_t contacts = 0;
  std::uint64_t refused = 0;
  std::uint64_t accepted = 0;
  std::uint64_t messages = 0;
  std::uint64_t messages_refused = 0;  ///< at their first attempt
  std::uint64_t returned = 0;          ///< of `refused`: for good, so back to the sender
  std::uint64_t inside_refused = 0;    ///< within the windows, in the time they held
  std::uint64_t inside_accepted = 0;
  std::uint64_t outside_refused = 0;
  std::uint64_t outside_accepted = 0;
};

/// The parameters of what explains the refusals where that is no window.
struct Rule {
  Model model = Model::noise;
  /// quota: so many are taken. concurrency, limit: it refuses from so many sessions, messages of a
  /// connection or recipients of a message on.
  std::uint64_t threshold = 0;
  std::optional<int> reset_hour;                   ///< of a daily quota, UTC
  std::chrono::seconds delay{};                    ///< greylist: at most so long
  std::chrono::seconds least_delay{};              ///< greylist: longest age still refused
  std::vector<std::string> keys;                   ///< recipients or senders
  std::vector<std::pair<Instant, Instant>> spans;  ///< outages
  std::optional<Instant> since;                    ///< block: the first refusal
  bool onset_known = false;                        ///< block: mail was accepted before
};

/// One cause, for one unit: who refuses, with which code, by which rule, how sure.
///
/// Owns its text. Remotes, codes and keys are untrusted text: clean them where they are shown.
struct Finding {
  std::string id;  ///< "f-1a2b3c4d5e6f": the same cause has it in every run
  FindingKind kind = FindingKind::insufficient;
  std::vector<FindingKind> candidates;  ///< ambiguous, insufficient: what it may be
  std::string source;  ///< our own address or host, where more than one sends; else empty
  std::string remote;
  std::string level;               ///< provider, host, ip or domain: what `remote` is a name of
  std::string of_remote;           ///< where `remote` is one of its hosts: whose; else empty
  std::string address;             ///< where only this address of the remote refuses; else empty
  std::string code;                ///< the group key; empty: all refusals of the remote
  std::vector<std::string> codes;  ///< where several have one cause: these; else empty
  bool about_mailbox = false;      ///< the code speaks of recipients' mailboxes, not of us
  std::vector<std::string> hosts;  ///< of the remote, that gave this refusal
  /// Domains of the refused recipients, where the remote takes mail for others too; else empty.
  std::vector<std::string> domains;
  /// Another host of the remote took what this one refused, so that no mail is late because of it.
  bool taken_elsewhere = false;
  /// No line says when a message arrived: whether a contact was a first attempt is not known.
  bool arrivals_unknown = false;
  /// No line states the year, so that days of the week rest on a guess.
  bool year_guessed = false;
  double ln_p = 0;                       ///< of the test for a clock; 0: chance explains it
  std::optional<double> q;               ///< after false-discovery control
  std::vector<ModelScore> explanations;  ///< best first
  std::optional<double> margin;          ///< nats between the window and the next explanation
  std::vector<Window> windows;
  ZoneStatus zone_status = ZoneStatus::undetermined;
  std::vector<ZoneClass> zones;  ///< consistent with the data, best first
  std::size_t zones_rejected = 0;
  Stratum first_attempts;
  Stratum retries;
  FindingCounts counts;
  double explained = 0;  ///< share of all refusals that lie inside
  std::optional<Rule> rule;
  std::optional<Instant> first_refusal;
  std::optional<Instant> last_refusal;
  std::vector<int> hours_without_attempts;  ///< of UTC
  bool active = false;                      ///< it held when the log ended
  std::optional<Instant> next_opening;      ///< it is shut when the log ends: accepts again then
  std::optional<Instant> next_closing;      ///< it is open when the log ends: refuses again then
  std::uint32_t days_missing = 0;           ///< insufficient: about how many more days it takes
  std::string missing;                      ///< the same as a sentence
};

/// The remote that the finding is about, as a report's table names it.
inline const std::string& whole_remote(const Finding& finding) noexcept {
  return finding.of_remote.empty() ? finding.remote : finding.of_remote;
}
CURFEW_API Attention attention_of(const Finding& finding) noexcept;

/// Names as they stand in JSON: "curfew", "quota" ... "quota_day" ... "mon" ...
CURFEW_API const char* name(FindingKind kind) noexcept;
CURFEW_API const char* name(Model model) noexcept;
CURFEW_API const char* name(Attention attention) noexcept;
CURFEW_API const char* name(ZoneStatus status) noexcept;
CURFEW_API const char* name(WindowPeriod period) noexcept;
CURFEW_API const char* name(OnDay on) noexcept;

/// Whether the cause a remote states fits what the log shows. no_figure: it names no limit that
/// could be tested. cannot_tell: the log lacks what is needed, or shows both. clock: the refusals
/// follow the clock, which the stated cause would not.
enum class ClaimVerdict : std::uint8_t { fits, does_not_fit, no_figure, cannot_tell, clock };

CURFEW_API const char* name(ClaimVerdict verdict) noexcept;
/// "does not fit", "cannot be told from this log" ...
CURFEW_API const char* describe(ClaimVerdict verdict) noexcept;
/// What is stated, with its figures: "more than 10 concurrent connections".
CURFEW_API std::string stated_cause(const Claim& claim);

/// A stated cause put to the test.
struct ClaimCheck {
  Claim claim;
  ClaimVerdict verdict = ClaimVerdict::cannot_tell;
  std::string provider;        ///< who states it; may be empty
  std::string text;            ///< the numbers that show it, in one sentence
  std::uint64_t refusals = 0;  ///< looked at
  std::uint64_t refusals_meeting = 0;
  std::uint64_t acceptances = 0;
  std::uint64_t acceptances_meeting = 0;
  std::optional<std::uint64_t> most_at_refusal;  ///< of what the limit counts
  bool exact = true;                             ///< false: at most so many
};

/// Whose wait it was: of mail that a finding held up and that was delivered after all, the time the
/// remote did not take mail, and the time after it did until our own server tried again.
struct WaitShares {
  std::uint64_t deliveries = 0;
  Milliseconds median{};  ///< of the whole wait
  Milliseconds longest{};
  Milliseconds theirs{};  ///< median
  Milliseconds ours{};    ///< median
  double ours_share = 0;  ///< of the sum of all waits
};

/// What a limit counts of a try: sessions of ours that were open, messages accepted in the minute
/// or the hour before or since the full hour, the message's number in its connection, its
/// recipients, its age in seconds.
enum class Amount : std::uint8_t {
  sessions,
  minute,
  hour,
  full_hour,
  connection_messages,
  recipients,
  age
};

CURFEW_API const char* name(Amount amount) noexcept;

/// Tries at an amount from `from` to `to`, both included; of the last bar, or more.
struct AmountBar {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::uint64_t refused = 0;
  std::uint64_t accepted = 0;
};

/// How what a limit counts bears on refusals.
struct AmountBars {
  Amount of = Amount::sessions;
  std::vector<AmountBar> bars;  ///< in order, at most 16
};

/// What to think of a finding, and what to do about it.
struct Verdict {
  std::optional<ClaimCheck> claim;    ///< absent where nothing that could be tested is stated
  std::optional<WaitShares> waits;    ///< absent where nothing was delivered after all
  std::optional<AmountBars> amounts;  ///< of a quota, a limit or a greylist
  std::vector<Advice> advice;
};

}  // namespace curfew
