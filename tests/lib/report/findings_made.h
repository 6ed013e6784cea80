#pragma once

#include "curfew/report.h"

namespace curfew::test {

/// The founding story, as detection would find it: every day 17:00 to 07:00, since 2 June 2020.
inline ReportFinding night_finding() {
  using namespace std::chrono_literals;
  const TimeZone zone = TimeZone::fixed(-7h);
  ReportFinding one;
  Finding& finding = one.finding;
  finding.id = "f-0123abcd";
  finding.kind = FindingKind::curfew;
  finding.remote = "cox.example";
  finding.level = "provider";
  finding.code = "421 AUP#CXCNCT";
  finding.counts = {.contacts = 442,
                    .refused = 208,
                    .accepted = 234,
                    .inside_refused = 208,
                    .outside_accepted = 234};
  finding.ln_p = -61.9;
  finding.explanations = {{.model = Model::curfew, .score = 1060},
                          {.model = Model::quota_day, .score = 817}};
  finding.margin = 243;
  finding.active = true;
  Window window;
  window.zone = zone;
  window.start =
      Edge{.estimate = 17h + 1min, .rounded = 17h, .earliest = 16h + 58min, .latest = 17h + 3min};
  window.end = Edge{.estimate = 7h, .rounded = 7h, .earliest = 6h + 45min, .latest = 7h + 15min};
  window.days.fill(OnDay::yes);
  const Instant first = Instant(std::chrono::sys_days(std::chrono::year(2020) / 6 / 3));
  window.first_seen = first;
  window.last_seen = first + 24h * 3;
  window.onset_known = true;
  window.occurrences_refused = 3;
  window.refused_inside = 1;
  finding.windows = {window};
  finding.first_refusal = first + 30min;
  for (int i = 0; i < 5; ++i) {
    GridDay day{.day = std::chrono::local_days(std::chrono::year(2020) / 6 / (1 + i)), .cells = {}};
    for (std::size_t cell = 14; cell < 34; ++cell) day.cells[cell].accepted = 3;
    if (i > 0) {
      for (std::size_t cell = 34; cell < 48; ++cell) day.cells[cell].refused = 2;
    }
    one.days.push_back(day);
  }
  return one;
}

/// A remote that takes so many messages in a clock hour.
inline ReportFinding quota_finding() {
  using namespace std::chrono_literals;
  ReportFinding one = night_finding();
  Finding& finding = one.finding;
  finding.id = "f-4567cdef";
  finding.kind = FindingKind::quota;
  finding.remote = "rate.example";
  finding.code = "450 4.7.1";
  finding.windows.clear();
  finding.counts = {
      .contacts = 400, .refused = 100, .accepted = 300, .messages = 350, .messages_refused = 80};
  finding.ln_p = 0;
  finding.margin.reset();
  finding.explanations = {{.model = Model::quota_hour, .score = 231},
                          {.model = Model::quota_sliding, .score = 186}};
  Rule rule;
  rule.model = Model::quota_hour;
  rule.threshold = 50;
  finding.rule = rule;
  return one;
}

inline Finding greylist_finding(const std::string& remote) {
  Finding finding;
  finding.id =
      "f-" + std::string(8, remote.front() >= 'a' && remote.front() <= 'f' ? remote.front() : '0');
  finding.kind = FindingKind::greylist;
  finding.remote = remote;
  finding.level = "provider";
  finding.code = "450 4.2.0";
  finding.counts = {.contacts = 30, .refused = 10, .accepted = 20};
  Rule rule;
  rule.model = Model::greylist;
  rule.delay = std::chrono::minutes(5);
  finding.rule = rule;
  return finding;
}

/// Hours that were moved: 18:00 to 02:00 until 8 June, 08:00 to 12:00 since 9 June.
inline ReportFinding moved_finding() {
  using namespace std::chrono_literals;
  ReportFinding one = night_finding();
  Window& old = one.finding.windows.front();
  const auto edge = [](std::chrono::seconds at) {
    return Edge{.estimate = at, .rounded = at, .earliest = at, .latest = at};
  };
  Window now = old;
  old.start = edge(18h);
  old.end = edge(2h);
  old.onset_known = false;
  old.ended = true;
  old.last_seen = Instant(std::chrono::sys_days(std::chrono::year(2020) / 6 / 8)) + 30h;
  now.start = edge(8h);
  now.end = edge(12h);
  now.first_seen = Instant(std::chrono::sys_days(std::chrono::year(2020) / 6 / 9)) + 15h;
  now.occurrences_refused = 5;
  one.finding.windows.push_back(now);
  return one;
}

inline Report report_with(ReportFinding finding) {
  using namespace std::chrono_literals;
  Report report;
  report.version = "0.1.0";
  report.zone = TimeZone::fixed(-7h);
  report.from = Instant(std::chrono::sys_days(std::chrono::year(2020) / 6 / 1));
  report.to = *report.from + 24h * 5;
  ReportRemote remote;
  remote.name = finding.finding.remote;
  remote.tally = {.delivered = 234, .deferred = 208};
  ReportCode code;
  code.key = finding.finding.code;
  code.facts.stage = Stage::banner;
  code.facts.text = "<host> cmsmtp <ip> blocked. AUP#CXCNCT";
  code.tally = {.deferred = 208, .not_contacted = 2607};
  remote.codes = {code};
  report.remotes = {remote};
  report.findings = {std::move(finding)};
  return report;
}

}  // namespace curfew::test
