#include <algorithm>
#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "curfew/report.h"
#include "report/sentence.h"
#include "text/terminal.h"

namespace curfew {
namespace {

// Each remote and code is a time series of its own: so many, the rest as "other".
constexpr std::size_t most_remotes = 50;
constexpr std::size_t most_codes = 20;
constexpr std::size_t most_findings = 100;
constexpr std::size_t label_length = 120;

// A label's value: untrusted text cleaned as for a terminal, then escaped as the text format
// 0.0.4 wants it.
std::string label(std::string_view text) {
  std::string clean;
  text::append_for_terminal(clean, text, label_length);
  std::string out;
  for (const char c : clean) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

class Metrics {
 public:
  explicit Metrics(std::ostream& out) : out_(out) {}

  void begin(const char* name, const char* help, const char* type = "gauge") {
    name_ = name;
    written_.clear();
    out_ << "# HELP " << name << ' ' << help << "\n# TYPE " << name << ' ' << type << '\n';
  }
  // Names that differ may look alike once they are clean. A series told twice would make the
  // collector refuse the whole file, so the later ones get a label that tells them apart.
  void value(const std::string& labels, const std::string& number) {
    const std::size_t twin = ++written_[labels];
    out_ << name_;
    if (!labels.empty()) out_ << '{' << labels;
    if (twin > 1) out_ << ",twin=\"" << twin << '"';
    if (!labels.empty()) out_ << '}';
    out_ << ' ' << number << '\n';
  }
  void value(const std::string& labels, std::uint64_t number) {
    value(labels, std::to_string(number));
  }

 private:
  std::ostream& out_;
  const char* name_ = "";
  std::map<std::string, std::size_t> written_;  // of this metric: labels, and how often
};

std::string pair(const char* key, std::string_view value) {
  return std::string(key) + "=\"" + label(value) + '"';
}

std::string seconds(std::int64_t milliseconds) {
  std::string text = std::to_string(milliseconds / 1000);
  const std::int64_t rest = milliseconds % 1000;
  if (rest == 0) return text;
  const std::string digits = std::to_string(1000 + rest);
  return text + '.' + digits.substr(1);
}

void write_lines(const Report& report, Metrics& metrics) {
  // One series for each format, whatever the number of logs.
  std::vector<std::pair<std::string, LineCount>> formats;
  for (const ReportInput& input : report.inputs) {
    auto place =
        std::ranges::find(formats, input.format, &std::pair<std::string, LineCount>::first);
    if (place == formats.end()) {
      formats.push_back({input.format, {}});
      place = formats.end() - 1;
    }
    place->second += input.lines;
  }
  std::ranges::sort(formats, {}, &std::pair<std::string, LineCount>::first);
  metrics.begin("curfew_window_log_lines", "Log lines read, by what became of them.");
  for (const auto& entry : formats) {
    const std::string mta = pair("mta", entry.first);
    metrics.value(mta + ",result=\"reported\"", entry.second.reported);
    metrics.value(mta + ",result=\"ignored\"", entry.second.ignored);
    metrics.value(mta + ",result=\"unknown\"", entry.second.unknown);
  }
}

void write_remotes(const Report& report, Metrics& metrics) {
  const std::size_t shown = std::min(most_remotes, report.remotes.size());
  Tally rest;
  for (std::size_t i = shown; i < report.remotes.size(); ++i) rest += report.remotes[i].tally;
  const bool has_rest = report.remotes.size() > shown;

  metrics.begin("curfew_window_contacts",
                "Contacts with remotes in the period reported on, by outcome.");
  const auto outcomes = [&](const std::string& remote, const Tally& tally) {
    metrics.value(remote + ",outcome=\"delivered\"", tally.delivered);
    metrics.value(remote + ",outcome=\"deferred\"", tally.deferred);
    metrics.value(remote + ",outcome=\"bounced\"", tally.bounced);
  };
  for (std::size_t i = 0; i < shown; ++i) {
    outcomes(pair("remote", report.remotes[i].name), report.remotes[i].tally);
  }
  if (has_rest) outcomes("remote=\"other\"", rest);

  metrics.begin("curfew_window_not_asked", "Deferrals for which our own server did not try.");
  for (std::size_t i = 0; i < shown; ++i) {
    metrics.value(pair("remote", report.remotes[i].name), report.remotes[i].tally.not_contacted);
  }
  if (has_rest) metrics.value("remote=\"other\"", rest.not_contacted);
}

// Only a store knows what never falls. Remotes that are not shown are in the totals of all.
void write_ever(const Report& report, Metrics& metrics) {
  if (report.ever.empty()) return;
  std::vector<const RemoteTotal*> most;
  Tally all;
  for (const RemoteTotal& one : report.ever) {
    most.push_back(&one);
    all += one.tally;
  }
  std::ranges::stable_sort(most, std::greater<>(), [](const RemoteTotal* one) {
    return std::pair(one->tally.refused(), one->tally.contacts());
  });
  most.resize(std::min(most_remotes, most.size()));
  const auto outcomes = [&](const std::string& remote, const Tally& tally) {
    const std::string before = remote.empty() ? remote : remote + ',';
    metrics.value(before + "outcome=\"delivered\"", tally.delivered);
    metrics.value(before + "outcome=\"deferred\"", tally.deferred);
    metrics.value(before + "outcome=\"bounced\"", tally.bounced);
  };
  metrics.begin("curfew_contacts_total", "Contacts with all remotes since the store began.",
                "counter");
  outcomes({}, all);
  metrics.begin("curfew_not_asked_total",
                "Deferrals for which our own server did not try, since the store began.",
                "counter");
  metrics.value({}, all.not_contacted);
  metrics.begin("curfew_remote_contacts_total",
                "Contacts with a remote since the store began, of those that refused most.",
                "counter");
  for (const RemoteTotal* const one : most) outcomes(pair("remote", one->remote), one->tally);
}

void write_codes(const Report& report, Metrics& metrics) {
  const std::size_t shown = std::min(most_remotes, report.remotes.size());
  metrics.begin("curfew_window_refusals", "Contacts refused for now or for good, by code.");
  for (std::size_t i = 0; i < shown; ++i) {
    const ReportRemote& remote = report.remotes[i];
    std::uint64_t rest = 0;
    for (std::size_t j = 0; j < remote.codes.size(); ++j) {
      const Tally& tally = remote.codes[j].tally;
      const std::uint64_t refused = tally.refused();
      if (j >= most_codes) {
        rest += refused;
      } else if (refused != 0) {
        metrics.value(pair("remote", remote.name) + ',' + pair("code", remote.codes[j].key),
                      refused);
      }
    }
    if (rest != 0) metrics.value(pair("remote", remote.name) + ",code=\"other\"", rest);
  }
}

void write_waits(const Report& report, Metrics& metrics) {
  metrics.begin("curfew_window_wait_seconds",
                "Wait of deliveries after deferral, since the first attempt.");
  for (std::size_t i = 0; i < std::min(most_remotes, report.remotes.size()); ++i) {
    const ReportRemote& remote = report.remotes[i];
    if (remote.waits.count() == 0) continue;
    const std::string name = pair("remote", remote.name);
    metrics.value(name + ",percentile=\"50\"", seconds(remote.waits.quantile(0.5).count()));
    metrics.value(name + ",percentile=\"95\"", seconds(remote.waits.quantile(0.95).count()));
    metrics.value(name + ",percentile=\"100\"", seconds(remote.waits.longest().count()));
  }
}

std::string labels_of(const Finding& finding) {
  return pair("remote", finding.remote) + ',' + pair("kind", name(finding.kind)) + ',' +
         pair("attention", name(attention_of(finding))) + ',' + pair("code", finding.code) + ',' +
         pair("id", finding.id);
}

std::string share_of(std::uint64_t part, std::uint64_t whole) {
  const std::uint64_t millionths = whole == 0 ? 0 : (part * 1'000'000 + whole / 2) / whole;
  if (millionths >= 1'000'000) return "1";
  return "0." + std::to_string(1'000'000 + millionths).substr(1);
}

void write_findings(const Report& report, Metrics& metrics) {
  std::vector<const Finding*> told;
  for (const ReportFinding& one : report.findings) {
    const bool quiet = attention_of(one.finding) == Attention::none;
    if (!quiet && told.size() < most_findings) told.push_back(&one.finding);
  }
  metrics.begin("curfew_finding_active", "Whether what was found still holds when the log ends.");
  for (const Finding* finding : told) {
    metrics.value(labels_of(*finding), finding->active ? 1U : 0U);
  }
  metrics.begin("curfew_finding_refused_inside_ratio",
                "Share of tries refused within the hours found.");
  for (const Finding* finding : told) {
    if (finding->windows.empty()) continue;
    const FindingCounts& counts = finding->counts;
    metrics.value(pair("id", finding->id),
                  share_of(counts.inside_refused, counts.inside_refused + counts.inside_accepted));
  }
  metrics.begin(
      "curfew_finding_window_start_seconds",
      "Start of the window, seconds after midnight of its zone (a week: after Monday's).");
  for (const Finding* finding : told) {
    if (finding->windows.empty()) continue;
    const Window window = report::in_force_first(*finding).front();
    if (!window.start) continue;
    metrics.value(pair("id", finding->id), std::to_string(window.start->rounded.count()));
  }
  metrics.begin("curfew_finding_window_end_seconds", "End of the window, likewise.");
  for (const Finding* finding : told) {
    if (finding->windows.empty()) continue;
    const Window window = report::in_force_first(*finding).front();
    if (!window.end) continue;
    metrics.value(pair("id", finding->id), std::to_string(window.end->rounded.count()));
  }
}

}  // namespace

void write_prometheus(const Report& report, std::ostream& out) {
  Metrics metrics(out);
  metrics.begin("curfew_build_info", "A constant 1, labelled by version.");
  metrics.value(pair("version", report.version), 1U);
  if (report.to) {
    metrics.begin("curfew_newest_event_timestamp_seconds", "Time of the newest event counted.");
    metrics.value("", seconds(report.to->time_since_epoch().count()));
  }
  write_lines(report, metrics);
  metrics.begin("curfew_window_open_messages", "Messages without an end when the log ended.");
  metrics.value("", report.totals.still_open);
  write_remotes(report, metrics);
  write_codes(report, metrics);
  write_ever(report, metrics);
  write_waits(report, metrics);
  write_findings(report, metrics);
}

}  // namespace curfew
