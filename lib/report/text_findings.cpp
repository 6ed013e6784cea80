#include "report/text_findings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include "report/briefs.h"
#include "report/day_matrix.h"
#include "report/numbers.h"
#include "report/sentence.h"
#include "report/wrapped.h"
#include "text/terminal.h"

namespace curfew::report {
namespace {

constexpr std::size_t most_drawn = 3;
constexpr std::size_t most_in_full = 10;
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

// How far the best other explanation lies behind that of the finding.
std::string next_explanation(const Finding& finding) {
  const Model model = finding.windows.empty() && finding.rule ? finding.rule->model : Model::curfew;
  const auto own = std::ranges::find(finding.explanations, model, &ModelScore::model);
  const auto next = std::ranges::find_if(
      finding.explanations, [model](const ModelScore& one) { return one.model != model; });
  if (own == finding.explanations.end() || next == finding.explanations.end()) return {};
  return "; next explanation: " + std::string(name(next->model)) + ", " +
         std::to_string(std::llround(own->score - next->score)) + " nats behind";
}

void write_proof(const Finding& finding, const TextOptions& options, std::ostream& out) {
  const auto line = [&](const std::string& text) {
    write_wrapped(text, "  ", "  ", options.width, out);
  };
  if (!finding.windows.empty()) {
    std::string text;
    for (const Window& window : in_force_first(finding)) {
      text +=
          edge_interval("begins", window.start) + ", " + edge_interval("ends", window.end) + "; ";
    }
    line(text + chance_of(finding) + next_explanation(finding));
    line(zones_of(finding));
  } else if (finding.rule) {
    const auto own =
        std::ranges::find(finding.explanations, finding.rule->model, &ModelScore::model);
    if (own == finding.explanations.end()) return;
    if (finding.counts.accepted == 0) {
      line("nothing was ever accepted");
      return;
    }
    line("explains the refusals by " + std::to_string(std::llround(own->score)) +
         " nats better than chance" + next_explanation(finding));
  }
}

const ReportCode* code_of(const Report& report, const Finding& finding) {
  const auto remote = std::ranges::find(report.remotes, whole_remote(finding), &ReportRemote::name);
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
                      " our own retry schedule (each a median)",
                  "  ", "  ", options.width, out);
  }
}

void write_advice(const Verdict& verdict, const Hints& hints, const TextOptions& options,
                  std::ostream& out) {
  for (const Advice& one : verdict.advice) {
    write_wrapped(clean(one.text_with(hints), 600), options.ascii ? "  > " : "  \u2192 ", "    ",
                  options.width, out);
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
  write_proof(finding, options, out);
  write_reply(report, finding, options, out);
  write_verdict(one.verdict, options, out);
  write_wrapped(state_of(finding), "  ", "  ", options.width, out);
  if (drawn && !one.days.empty()) {
    out << '\n';
    draw_days(one.days,
              {.width = options.width,
               .most_days = options.days,
               .ascii = options.ascii,
               .color = options.color,
               .onset = onset_of(finding),
               .zone = &report.zone,
               .hints = report.hints},
              out);
    out << '\n';
  }
  write_advice(one.verdict, report.hints, options, out);
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
  std::array<std::size_t, 3> by_attention{};
  for (const ReportFinding& one : report.findings) {
    ++by_attention[static_cast<std::size_t>(attention_of(one.finding))];
  }
  const auto [patterns, others, quiet] = by_attention;
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

void write_left_out(const Report& report, std::size_t count, std::ostream& out) {
  out << report.hints.after("  and " + counted(count, "other", "others"), Hint::more_findings)
      << '\n';
}

// What somebody has to act on, each in full as long as there are few.
void write_patterns(const Report& report, const TextOptions& options, std::ostream& out) {
  std::size_t told = 0;
  std::size_t left_out = 0;
  for (const ReportFinding& one : report.findings) {
    if (attention_of(one.finding) != Attention::act) continue;
    const bool all = options.top == 0;
    if (all || told < most_in_full) {
      write_pattern(report, one, all || told < most_drawn, options, out);
    } else if (told < most_in_full + most_sentences) {
      if (told == most_in_full) out << '\n';
      write_headline(one.finding, options, out);
    } else {
      ++left_out;
      continue;
    }
    if (options.verbose) write_verbose(one.finding, options, out);
    ++told;
  }
  if (left_out != 0) write_left_out(report, left_out, out);
}

void write_brief(const Brief& brief, const TextOptions& options, std::ostream& out) {
  std::string text = clean(brief.text, 600);
  if (brief.finding != nullptr) text += "  [" + brief.finding->id + ']';
  write_wrapped(text, options.ascii ? "o " : "\u25cb ", "  ", options.width, out);
  if (options.verbose && brief.finding != nullptr) write_verbose(*brief.finding, options, out);
}

}  // namespace

bool any_to_show(const Report& report) {
  return std::ranges::any_of(report.findings, [](const ReportFinding& one) {
    return attention_of(one.finding) != Attention::none;
  });
}

void write_findings(const Report& report, const TextOptions& options, std::ostream& out) {
  write_wrapped(summary_of(report), "", "  ", line_width(options), out);
  write_patterns(report, options, out);
  out << '\n';
  std::vector<const Finding*> findings;
  for (const ReportFinding& one : report.findings) findings.push_back(&one.finding);
  const bool all = options.top == 0;
  const std::vector<Brief> briefs = briefs_of(findings, all || options.verbose);
  const std::size_t shown = all ? briefs.size() : std::min(most_sentences, briefs.size());
  for (std::size_t i = 0; i < shown; ++i) write_brief(briefs[i], options, out);
  if (briefs.size() > shown) {
    write_left_out(report, briefs.size() - shown, out);
  }
  if (options.verbose) write_quiet(report, options, out);
}

void write_quiet(const Report& report, const TextOptions& options, std::ostream& out) {
  for (const ReportFinding& one : report.findings) {
    if (attention_of(one.finding) != Attention::none) continue;
    write_brief({.text = sentence(one.finding), .finding = &one.finding}, options, out);
  }
}

}  // namespace curfew::report
