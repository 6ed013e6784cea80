#include "report/text_findings.h"

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>

#include "report/day_matrix.h"
#include "report/numbers.h"
#include "report/prominence.h"
#include "report/wrapped.h"
#include "text/terminal.h"

namespace curfew::report {
namespace {

constexpr std::size_t most_drawn = 3;
constexpr std::size_t most_sentences = 20;

std::string clean(std::string_view text, std::size_t most) {
  std::string out;
  text::append_for_terminal(out, text, most);
  return out;
}

std::string time_of(std::chrono::seconds into_period) {
  const std::int64_t minutes = into_period.count() / 60 % (24 * 60);
  const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(minutes / 60) + ':' + two(minutes % 60);
}

std::string edge_interval(const char* what, const std::optional<Edge>& edge) {
  if (!edge) return std::string(what) + " unknown";
  return std::string(what) + ' ' + time_of(edge->rounded) + " (" + time_of(edge->earliest) +
         " to " + time_of(edge->latest) + ')';
}

std::string chance_of(const Finding& finding) {
  const auto exponent = static_cast<long long>(std::llround(finding.ln_p / std::log(10.0)));
  return "chance 1 in 10^" + std::to_string(-exponent);
}

std::string zones_of(const Finding& finding) {
  if (finding.zone_status == ZoneStatus::undetermined) {
    return "no clocks were changed in this time, so any zone fits";
  }
  std::size_t zones = 0;
  for (const ZoneClass& one : finding.zones) zones += one.zones.size();
  std::string text = "the hours hold in " + counted(zones, "zone", "zones");
  if (!finding.zones.empty() && !finding.zones.front().zones.empty()) {
    text += ", such as " + finding.zones.front().zones.front();
  }
  return text + "; " + grouped(finding.zones_rejected) + " are ruled out";
}

void write_proof(const Finding& finding, const TextOptions& options, std::ostream& out) {
  const Window& window = finding.windows.front();
  std::string text = edge_interval("begins", window.start) + ", " +
                     edge_interval("ends", window.end) + "; " + chance_of(finding);
  if (finding.margin) {
    const auto rival = std::ranges::find_if(
        finding.explanations, [](const ModelScore& one) { return one.model != Model::curfew; });
    if (rival != finding.explanations.end()) {
      text += "; next explanation: " + std::string(name(rival->model)) + ", " +
              std::to_string(static_cast<long long>(std::llround(*finding.margin))) +
              " nats behind";
    }
  }
  write_wrapped(text, "  ", "  ", options.width, out);
  write_wrapped(zones_of(finding), "  ", "  ", options.width, out);
}

const ReportCode* code_of(const Report& report, const Finding& finding) {
  const auto remote = std::ranges::find(report.remotes, finding.remote, &ReportRemote::name);
  if (remote == report.remotes.end()) return nullptr;
  const auto code = std::ranges::find(remote->codes, finding.code, &ReportCode::key);
  return code == remote->codes.end() ? nullptr : &*code;
}

void write_reply(const Report& report, const Finding& finding, const TextOptions& options,
                 std::ostream& out) {
  const ReportCode* code = code_of(report, finding);
  if (code == nullptr) return;
  std::string text = code->key;
  if (code->facts.stage != Stage::unknown) text += std::string(" at ") + name(code->facts.stage);
  if (!code->facts.text.empty()) text += ": \"" + code->facts.text + '"';
  write_wrapped(clean(text, 240), "  ", "  ", options.width, out);
  if (code->tally.not_contacted == 0) return;
  write_wrapped("and " + counted(code->tally.not_contacted, "attempt", "attempts") +
                    " for which our own server asked nobody",
                "  ", "  ", options.width, out);
}

void write_state(const Report& report, const Finding& finding, const TextOptions& options,
                 std::ostream& out) {
  if (finding.windows.empty()) return;
  std::string text = finding.active ? "in force when the log ends" : "not seen lately";
  if (finding.active && finding.next_opening) {
    text += "; opens again " + wall_minutes(*finding.next_opening, report.zone);
  }
  write_wrapped(text, "  ", "  ", options.width, out);
}

// What they say it is, whether it fits, and whose wait it was.
void write_verdict(const Verdict& verdict, const TextOptions& options, std::ostream& out) {
  if (verdict.claim) {
    const ClaimCheck& check = *verdict.claim;
    std::string text = "stated cause: " + stated_cause(check.claim) + " (";
    if (!check.provider.empty()) text += check.provider + ", ";
    text += std::string(describe(check.claim.basis)) + "); " + check.text + ": " +
            describe(check.verdict);
    write_wrapped(clean(text, 600), "  ", "  ", options.width, out);
  }
  if (verdict.waits) {
    const WaitShares& waits = *verdict.waits;
    write_wrapped(counted(waits.deliveries, "delivery", "deliveries") + " waited " +
                      duration(waits.median) + " (median), " + duration(waits.longest) +
                      " at most: " + duration(waits.theirs) + " theirs, " + duration(waits.ours) +
                      " our own retry schedule",
                  "  ", "  ", options.width, out);
  }
}

void write_advice(const Verdict& verdict, const TextOptions& options, std::ostream& out) {
  for (const Advice& one : verdict.advice) {
    write_wrapped(clean(one.text, 600), options.ascii ? "  > " : "  \u2192 ", "    ", options.width,
                  out);
    for (const std::string& line : one.lines) out << "      " << clean(line, 200) << '\n';
  }
}

void write_headline(const Finding& finding, const TextOptions& options, std::ostream& out) {
  const char* mark = options.ascii ? "* " : "\u25cf ";
  if (options.color) out << "\x1b[1m";
  write_wrapped(clean(sentence(finding), 600) + "  [" + finding.id + ']', mark, "  ", options.width,
                out);
  if (options.color) out << "\x1b[0m";
}

void write_pattern(const Report& report, const ReportFinding& one, bool drawn,
                   const TextOptions& options, std::ostream& out) {
  const Finding& finding = one.finding;
  out << '\n';
  write_headline(finding, options, out);
  if (finding.windows.empty()) return;
  write_proof(finding, options, out);
  write_reply(report, finding, options, out);
  write_verdict(one.verdict, options, out);
  write_state(report, finding, options, out);
  if (!drawn || one.days.empty()) return;
  out << '\n';
  MatrixOptions matrix{.width = options.width,
                       .most_days = options.days,
                       .ascii = options.ascii,
                       .color = options.color,
                       .onset = std::nullopt,
                       .zone = &report.zone};
  if (finding.windows.front().onset_known) matrix.onset = finding.first_refusal;
  draw_days(one.days, matrix, out);
  out << '\n';
  write_advice(one.verdict, options, out);
}

void write_verbose(const Finding& finding, const TextOptions& options, std::ostream& out) {
  std::string text = std::string(name(finding.kind)) + "; ln p " +
                     std::to_string(std::llround(finding.ln_p)) + "; " +
                     grouped(finding.counts.messages_refused) + " messages refused at first";
  for (const ModelScore& one : finding.explanations) {
    text += "; " + std::string(name(one.model)) + ' ' + std::to_string(std::llround(one.score));
  }
  write_wrapped(text, "    ", "    ", options.width, out);
}

std::string summary_of(const Report& report) {
  std::size_t patterns = 0;
  std::size_t others = 0;
  std::size_t quiet = 0;
  for (const ReportFinding& one : report.findings) {
    if (is_pattern(one.finding)) {
      ++patterns;
    } else if (is_quiet(one.finding)) {
      ++quiet;
    } else {
      ++others;
    }
  }
  const auto fine = static_cast<std::size_t>(
      std::ranges::count_if(report.remotes, [](const ReportRemote& remote) {
        return remote.tally.deferred + remote.tally.not_contacted == 0;
      }));
  std::string text = counted(patterns, "pattern", "patterns");
  if (others != 0) text += ", " + counted(others, "other cause", "other causes");
  if (quiet != 0) text += ", " + grouped(quiet) + " without a pattern or with too little to say";
  if (fine != 0) text += ", " + counted(fine, "remote", "remotes") + " fine";
  return text;
}

}  // namespace

bool any_to_show(const Report& report) {
  return std::ranges::any_of(report.findings,
                             [](const ReportFinding& one) { return !is_quiet(one.finding); });
}

void write_findings(const Report& report, const TextOptions& options, std::ostream& out) {
  write_wrapped(summary_of(report), "", "  ", line_width(options), out);
  std::size_t drawn = 0;
  for (const ReportFinding& one : report.findings) {
    if (!is_pattern(one.finding)) continue;
    write_pattern(report, one, drawn < most_drawn || options.top == 0, options, out);
    if (options.verbose) write_verbose(one.finding, options, out);
    ++drawn;
  }
  out << '\n';
  std::size_t written = 0;
  std::size_t left_out = 0;
  for (const ReportFinding& one : report.findings) {
    const Finding& finding = one.finding;
    if (is_pattern(finding) || (is_quiet(finding) && !options.verbose)) continue;
    if (written == most_sentences && options.top != 0) {
      ++left_out;
      continue;
    }
    write_wrapped(clean(sentence(finding), 600) + "  [" + finding.id + ']',
                  options.ascii ? "o " : "\u25cb ", "  ", options.width, out);
    if (options.verbose) write_verbose(finding, options, out);
    ++written;
  }
  if (left_out != 0) out << "  and " << counted(left_out, "other", "others") << " (--all)\n";
}

}  // namespace curfew::report
