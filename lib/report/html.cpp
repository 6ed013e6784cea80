#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <vector>

#include "curfew/report.h"
#include "report/briefs.h"
#include "report/heat_map.h"
#include "report/html_page.h"
#include "report/numbers.h"
#include "report/sentence.h"

namespace curfew {
namespace {

using report::counted;
using report::escaped;
using report::grouped;

// Maps are what makes a page large; what comes after this much of them is told in words.
constexpr std::size_t most_map_bytes = 1'200'000;
constexpr std::size_t most_remotes = 500;
constexpr std::size_t most_findings = 500;

// What stands between grave accents in our own sentences is a command.
std::string with_commands(const std::string& html) {
  std::string out;
  std::size_t done = 0;
  while (true) {
    const std::size_t begin = html.find('`', done);
    const std::size_t end = begin == std::string::npos ? begin : html.find('`', begin + 1);
    if (end == std::string::npos) return out + html.substr(done);
    out.append(html, done, begin - done);
    out += "<code>" + html.substr(begin + 1, end - begin - 1) + "</code>";
    done = end + 1;
  }
}

bool is_pattern(const Finding& finding) noexcept {
  return attention_of(finding) == Attention::act;
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "none";
  const std::uint64_t tenths = (part * 1000 + whole / 2) / whole;
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " %";
}

class Page {
 public:
  Page(const Report& report, std::ostream& out) : report_(report), out_(out) {}

  void write() {
    write_head();
    std::size_t number = 0;
    for (const ReportFinding& one : report_.findings) {
      if (is_pattern(one.finding) && number < most_findings) write_pattern(one, ++number);
    }
    write_others();
    write_remotes();
    write_inputs();
    report::end_page(report_.version,
                     "A contact is one recipient, one attempt, one remote host that was really "
                     "asked; an hour without any is hatched.",
                     out_);
  }

 private:
  void write_head();
  void write_pattern(const ReportFinding& one, std::size_t number);
  void write_figures(const ReportFinding& one);
  void write_maps(const ReportFinding& one, std::size_t number);
  void write_hours_table(const ReportFinding& one);
  void write_replies(const Finding& finding);
  void write_verdict(const Verdict& verdict);
  void write_proof(const Finding& finding);
  void write_others();
  void write_remotes();
  void write_inputs();
  const ReportRemote* remote_of(const Finding& finding) const;

  const Report& report_;
  std::ostream& out_;
  std::size_t map_bytes_ = 0;
};

void Page::write_head() {
  std::string title = "Which servers turn our mail away";
  for (const ReportFinding& one : report_.findings) {
    if (!is_pattern(one.finding)) continue;
    title = one.finding.remote + " turns our mail away";
    break;
  }
  report::begin_page(title, out_);
  out_ << "<p class=\"meta\">";
  if (report_.from && report_.to) {
    out_ << wall_minutes(*report_.from, report_.zone) << " to "
         << wall_minutes(*report_.to, report_.zone) << ", times in " << escaped(report_.zone.name())
         << "; ";
  }
  out_ << counted(report_.inputs.size(), "log", "logs") << ", "
       << counted(report_.lines.lines(), "line", "lines") << ": " << grouped(report_.lines.reported)
       << " reported, " << grouped(report_.lines.ignored) << " ignored, "
       << grouped(report_.lines.unknown) << " not understood</p>\n";
  for (const Warning& warning : report_.warnings) {
    out_ << "<p class=\"note\">" << escaped(warning.text_with(report_.hints)) << "</p>\n";
  }
  if (std::ranges::none_of(report_.findings,
                           [](const ReportFinding& one) { return is_pattern(one.finding); })) {
    out_ << "<p>Nothing was found that somebody has to act on.</p>\n";
  }
}

const ReportRemote* Page::remote_of(const Finding& finding) const {
  const auto found = std::ranges::find(report_.remotes, whole_remote(finding), &ReportRemote::name);
  return found == report_.remotes.end() ? nullptr : &*found;
}

void Page::write_figures(const ReportFinding& one) {
  const FindingCounts& counts = one.finding.counts;
  const auto figure = [this](const std::string& number, const char* what) {
    out_ << "<li><b>" << number << "</b>" << what << "</li>\n";
  };
  out_ << "<ul class=\"figures\">\n";
  if (one.finding.windows.empty()) {
    figure(grouped(counts.refused), "contacts refused");
    figure(percent(counts.refused, counts.refused + counts.accepted), "of contacts");
    figure(grouped(counts.messages_refused), "messages refused at their first attempt");
  } else {
    figure(grouped(counts.inside_refused), "contacts refused in these hours");
    figure(percent(counts.inside_refused, counts.inside_refused + counts.inside_accepted),
           "of contacts in these hours");
    figure(percent(counts.outside_refused, counts.outside_refused + counts.outside_accepted),
           "of contacts outside");
    const report::Occurrences seen = report::occurrences_of(one.finding);
    figure(grouped(seen.refused) + " of " + grouped(seen.asked), seen.what);
  }
  if (counts.returned != 0) figure(grouped(counts.returned), "returned to their senders");
  if (one.verdict.waits) {
    figure(report::duration(one.verdict.waits->median), "median wait of what was delivered late");
  }
  out_ << "</ul>\n";
}

void Page::write_hours_table(const ReportFinding& one) {
  out_ << "<details><summary>The same by hour, as a table</summary>\n<div class=\"scroll\" "
          "tabindex=\"0\" role=\"region\" aria-label=\"Contacts by hour, "
       << one.finding.id << "\"><table>\n<caption>Contacts by hour of day, "
       << escaped(report_.zone.name())
       << "</caption>\n<thead><tr><th scope=\"col\">Hour</th><th scope=\"col\" "
          "class=\"n\">Refused</th><th scope=\"col\" class=\"n\">Accepted</th><th scope=\"col\" "
          "class=\"n\">Share refused</th></tr></thead>\n<tbody>\n";
  const auto hours = report::by_hour(one, report_.zone);
  for (std::size_t hour = 0; hour < hours.size(); ++hour) {
    const GridCell& cell = hours[hour];
    out_ << "<tr><th scope=\"row\">" << report::clock_hour(static_cast<int>(hour))
         << "</th><td class=\"n\">" << grouped(cell.refused) << "</td><td class=\"n\">"
         << grouped(cell.accepted) << "</td><td class=\"n\">"
         << percent(cell.refused, std::uint64_t{cell.refused} + cell.accepted) << "</td></tr>\n";
  }
  out_ << "</tbody></table></div></details>\n";
}

void Page::write_maps(const ReportFinding& one, std::size_t number) {
  if (one.days.empty()) return;
  const std::string map = report::heat_map(one, report_.zone, number);
  if (map_bytes_ + map.size() > most_map_bytes) {
    out_ << "<p class=\"note\">Not drawn: the page would become too large.</p>\n";
    write_hours_table(one);
    return;
  }
  map_bytes_ += map.size();
  out_ << "<h3>By day and hour</h3>\n<figure class=\"scroll\" tabindex=\"0\" "
          "aria-label=\"Heat map\">\n"
       << map << "</figure>\n<ul class=\"legend\">\n<li>hatched: nobody asked</li>\n";
  constexpr std::array<const char*, 6> legend{"all accepted", "up to 25 % refused", "up to 50 %",
                                              "up to 75 %",   "up to 100 %",        "all refused"};
  for (std::size_t i = 0; i < legend.size(); ++i) {
    out_ << "<li><svg viewBox=\"0 0 8 8\" aria-hidden=\"true\"><rect class=\"c" << i
         << "\" width=\"8\" height=\"8\"/></svg>" << legend[i] << "</li>\n";
  }
  out_ << "</ul>\n<h3>By hour of day</h3>\n<figure class=\"scroll\" tabindex=\"0\" "
          "aria-label=\"Bars by hour\">\n"
       << report::hour_bars(one, report_.zone, number) << "</figure>\n";
  write_hours_table(one);
}

void Page::write_replies(const Finding& finding) {
  const ReportRemote* remote = remote_of(finding);
  if (remote == nullptr || remote->codes.empty()) return;
  constexpr std::size_t most_codes = 8;
  out_ << "<h3>What the remote said</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
          "aria-label=\"Replies, "
       << finding.id
       << "\"><table>\n<thead><tr><th scope=\"col\">Code</th><th "
          "scope=\"col\">Text</th><th scope=\"col\">Stage</th><th scope=\"col\" "
          "class=\"n\">Contacts</th><th scope=\"col\" class=\"n\">Not asked</th></tr></thead>\n"
          "<tbody>\n";
  for (std::size_t i = 0; i < std::min(most_codes, remote->codes.size()); ++i) {
    const ReportCode& code = remote->codes[i];
    out_ << "<tr><th scope=\"row\"><code>" << escaped(code.key) << "</code></th><td class=\"w\">"
         << escaped(code.facts.text) << "</td><td>"
         << (code.facts.stage == Stage::unknown ? "" : name(code.facts.stage))
         << "</td><td class=\"n\">" << grouped(code.tally.deferred + code.tally.bounced)
         << "</td><td class=\"n\">" << grouped(code.tally.not_contacted) << "</td></tr>\n";
  }
  out_ << "</tbody></table></div>\n";
}

void Page::write_verdict(const Verdict& verdict) {
  if (verdict.claim) {
    const ClaimCheck& check = *verdict.claim;
    out_ << "<h3>Does the stated cause fit?</h3>\n<p>" << escaped(stated_cause(check.claim)) << " ("
         << (check.provider.empty() ? "" : escaped(check.provider) + ", ")
         << describe(check.claim.basis) << "): <b>" << describe(check.verdict)
         << "</b>: " << escaped(check.text, 600) << ".</p>\n";
  }
  if (verdict.waits) {
    const WaitShares& waits = *verdict.waits;
    out_ << "<h3>Whose wait was it?</h3>\n<p>"
         << counted(waits.deliveries, "delivery", "deliveries") << " waited "
         << report::duration(waits.median) << " (median), " << report::duration(waits.longest)
         << " at most: " << report::duration(waits.theirs) << " theirs, "
         << report::duration(waits.ours) << " our own retry schedule (each a median).</p>\n";
  }
  if (verdict.advice.empty()) return;
  out_ << "<h3>What to do</h3>\n";
  for (const Advice& one : verdict.advice) {
    out_ << "<p>" << with_commands(escaped(one.text_with(report_.hints), 600)) << "</p>\n";
    if (one.lines.empty()) continue;
    out_ << "<pre tabindex=\"0\"><code>";
    for (const std::string& line : one.lines) out_ << escaped(line, 300) << '\n';
    out_ << "</code></pre>\n";
  }
}

void Page::write_proof(const Finding& finding) {
  out_ << "<h3>How sure</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
          "aria-label=\"Explanations, "
       << finding.id
       << "\"><table>\n<caption>How much better than plain noise each "
          "rule explains the refusals</caption>\n<thead><tr><th scope=\"col\">Explanation</th><th "
          "scope=\"col\" class=\"n\">Nats</th></tr></thead>\n<tbody>\n";
  for (const ModelScore& one : finding.explanations) {
    out_ << "<tr><th scope=\"row\">" << name(one.model) << "</th><td class=\"n\">"
         << std::to_string(static_cast<long long>(one.score)) << "</td></tr>\n";
  }
  out_ << "</tbody></table></div>\n";
}

void Page::write_pattern(const ReportFinding& one, std::size_t number) {
  out_ << "<section>\n<h2>" << escaped(sentence(one.finding), 700) << "</h2>\n<p class=\"meta\">"
       << one.finding.id << ", " << report::state_of(one.finding) << "</p>\n";
  write_figures(one);
  write_maps(one, number);
  write_replies(one.finding);
  write_verdict(one.verdict);
  write_proof(one.finding);
  out_ << "</section>\n";
}

void Page::write_others() {
  std::vector<const Finding*> findings;
  for (const ReportFinding& one : report_.findings) findings.push_back(&one.finding);
  const std::vector<report::Brief> briefs = report::briefs_of(findings, false);
  if (briefs.empty()) return;
  out_ << "<section>\n<h2>Other causes</h2>\n<ul>\n";
  const std::size_t shown = std::min(most_findings, briefs.size());
  for (std::size_t i = 0; i < shown; ++i) {
    out_ << "<li>" << escaped(briefs[i].text, 700);
    if (briefs[i].finding != nullptr) out_ << " <code>" << briefs[i].finding->id << "</code>";
    out_ << "</li>\n";
  }
  if (briefs.size() > shown) {
    out_ << "<li>and " << counted(briefs.size() - shown, "other", "others") << "</li>\n";
  }
  out_ << "</ul>\n</section>\n";
}

void Page::write_remotes() {
  out_ << "<section>\n<h2>All remotes</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
          "aria-label=\"Remotes\"><table>\n<thead><tr><th scope=\"col\">Remote</th><th "
          "scope=\"col\" class=\"n\">Contacts</th><th scope=\"col\" class=\"n\">Deferred</th><th "
          "scope=\"col\" class=\"n\">Bounced</th><th scope=\"col\" class=\"n\">Not asked</th><th "
          "scope=\"col\">Most frequent code</th></tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i < std::min(most_remotes, report_.remotes.size()); ++i) {
    const ReportRemote& remote = report_.remotes[i];
    out_ << "<tr><th scope=\"row\">" << escaped(remote.name, 100) << "</th><td class=\"n\">"
         << grouped(remote.tally.contacts()) << "</td><td class=\"n\">"
         << grouped(remote.tally.deferred) << "</td><td class=\"n\">"
         << grouped(remote.tally.bounced) << "</td><td class=\"n\">"
         << grouped(remote.tally.not_contacted) << "</td><td><code>"
         << (remote.codes.empty() ? "" : escaped(remote.codes.front().key, 100))
         << "</code></td></tr>\n";
  }
  out_ << "</tbody></table></div>\n";
  if (report_.remotes.size() > most_remotes) {
    out_ << "<p class=\"note\">and " << grouped(report_.remotes.size() - most_remotes)
         << " others</p>\n";
  }
  out_ << "</section>\n";
}

void Page::write_inputs() {
  constexpr std::size_t most_inputs = 100;
  out_ << "<section>\n<h2>What was read</h2>\n<div class=\"scroll\" tabindex=\"0\" "
          "role=\"region\" aria-label=\"Logs\"><table>\n<thead><tr><th scope=\"col\">Log</th><th "
          "scope=\"col\">Format</th><th scope=\"col\" class=\"n\">Lines</th><th scope=\"col\" "
          "class=\"n\">Not understood</th><th scope=\"col\">Stamps read in</th></tr></thead>\n"
          "<tbody>\n";
  for (std::size_t i = 0; i < std::min(most_inputs, report_.inputs.size()); ++i) {
    const ReportInput& input = report_.inputs[i];
    out_ << "<tr><th scope=\"row\">" << escaped(input.name, 200) << "</th><td>"
         << escaped(input.format) << "</td><td class=\"n\">" << grouped(input.lines.lines())
         << "</td><td class=\"n\">" << grouped(input.lines.unknown) << "</td><td>"
         << (input.log_zone.empty() ? "their own offsets" : escaped(input.log_zone))
         << "</td></tr>\n";
  }
  out_ << "</tbody></table></div>\n";
  if (report_.inputs.size() > most_inputs) {
    out_ << "<p class=\"note\">and " << grouped(report_.inputs.size() - most_inputs)
         << " others</p>\n";
  }
  out_ << "</section>\n";
}

}  // namespace

void write_html(const Report& report, std::ostream& out) {
  Page(report, out).write();
}

}  // namespace curfew
