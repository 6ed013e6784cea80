#include "report/card.h"

#include <algorithm>
#include <cmath>

#include "detect/kinds.h"
#include "report/calendar.h"
#include "report/day_map.h"
#include "report/limit_chart.h"
#include "report/numbers.h"
#include "report/open_strip.h"
#include "report/sentence.h"
#include "report/verdict_words.h"

namespace curfew::report {
namespace {

using page::Emphasis;
using page::Facts;
using page::Figures;
using page::Heading;
using page::Paragraph;
using page::Section;
using page::Text;
using page::Tone;
using page::Untrusted;

constexpr std::size_t longest = 600;

Text ours_and_theirs(const std::string& text) {
  return Untrusted(text, longest);
}

std::string capital(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

// The hours stand out.
Text headline_text(const Finding& finding) {
  const Text whole = ours_and_theirs(headline_of(finding));
  if (finding.windows.empty()) return whole;
  const std::string words = whole.words();
  const std::string hours = hours_of(in_force_first(finding).front());
  const std::size_t at = words.find(hours);
  if (at == std::string::npos) return whole;
  return whole.slice(0, at) + whole.slice(at, at + hours.size()).in(Emphasis::refused) +
         whole.slice(at + hours.size(), words.size());
}

Heading heading_of(const Finding& finding, int level) {
  Text text = headline_text(finding);
  text += Text("  [" + finding.id + ']').in(Emphasis::quiet);
  return {.text = text, .level = level, .marked = true};
}

std::string lead_of(const Report& report, const Finding& finding) {
  if (finding.kind == FindingKind::local) return "Our own server is the likeliest cause.";
  std::string text = capital(since_of(finding, report.from));
  if (!finding.windows.empty() && finding.kind == FindingKind::curfew) {
    text += ", " + words_of(occurrences_of(finding));
  }
  if (!text.empty()) text += ". ";
  return text + state_of(finding, report.to) + '.';
}

void add_fact(Facts& facts, const char* label, const std::string& text) {
  if (text.empty()) return;
  facts.all.push_back({.label = Text(label).in(Emphasis::quiet), .lines = {ours_and_theirs(text)}});
}

// The reply, and what it is said to mean.
void add_reply(const Report& report, const ReportFinding& one, Facts& facts) {
  const ReportCode* const code = code_of(report, one.finding);
  std::vector<Text> lines;
  if (code != nullptr) lines.emplace_back(Untrusted(reply_words(*code), 240));
  if (one.verdict.claim) lines.emplace_back(Untrusted(claim_words(*one.verdict.claim), longest));
  if (lines.empty()) return;
  facts.all.push_back({.label = Text("They say").in(Emphasis::quiet), .lines = std::move(lines)});
}

// What was late, what came back, what waits without a try.
std::string late_words(const Report& report, const ReportFinding& one) {
  if (one.finding.kind == FindingKind::local) return {};
  const ReportCode* const code = code_of(report, one.finding);
  const std::uint64_t expired = code == nullptr ? 0 : code->tally.expired;
  const std::uint64_t returned = one.finding.counts.returned;
  std::string text;
  const auto add = [&text](const std::string& part) {
    text += text.empty() ? capital(part) : "; " + part;
  };
  if (one.verdict.waits) {
    add(wait_words(*one.verdict.waits, !one.finding.windows.empty()));
  }
  if (expired != 0) {
    add(counted(expired, "recipient was", "recipients were") +
        " given up on after many tries, the mail came back");
  }
  if (returned != 0) add(grouped(returned) + " came back at once");
  if (returned + expired == 0) add("none came back");
  if (code != nullptr && code->tally.not_contacted != 0) {
    add("our own server did not try " +
        counted(code->tally.not_contacted, "more time", "more times") + " while it waited");
  }
  return text;
}

Facts facts_of(const Report& report, const Story& story) {
  const ReportFinding& one = *story.main;
  Facts facts;
  const bool ours = one.finding.kind == FindingKind::local;
  if (!ours) add_fact(facts, "Tries", capital(tries_of(one.finding)));
  add_reply(report, one, facts);
  add_fact(facts, "Our fault?", fault_words(one));
  add_fact(facts, "Late mail", late_words(report, one));
  add_fact(facts, "How sure", capital(how_sure(one.finding)));
  for (const std::string& remark : remarks_of(one.finding))
    add_fact(facts, "Note", capital(remark));
  constexpr std::size_t most_others = 4;
  for (std::size_t i = 0; i < std::min(most_others, story.others.size()); ++i) {
    const Finding& other = story.others[i]->finding;
    add_fact(facts, "Also", sentence(other) + "  [" + other.id + ']');
  }
  if (story.others.size() > most_others) {
    add_fact(facts, "Also", grouped(story.others.size() - most_others) + " more of this remote");
  }
  return facts;
}

// What helps against several findings of a remote is told once.
page::Steps steps_of(const Report& report, const Story& story) {
  page::Steps steps;
  std::vector<std::string_view> told;
  const auto add = [&](const ReportFinding& one) {
    for (const Advice& advice : one.verdict.advice) {
      if (&one != story.main && std::ranges::find(told, advice.key) != told.end()) continue;
      told.push_back(advice.key);
      page::Steps::Step step{
          .text = Text::with_commands(ours_and_theirs(advice.text_with(report.hints)))};
      for (const std::string& line : advice.lines) step.code.emplace_back(Untrusted(line, 300));
      steps.all.push_back(std::move(step));
    }
  };
  add(*story.main);
  for (const ReportFinding* const other : story.others) add(*other);
  // Lines to copy are long; what is done with one command stands above them.
  std::stable_partition(steps.all.begin(), steps.all.end(),
                        [](const page::Steps::Step& step) { return step.code.empty(); });
  return steps;
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "none";
  const std::uint64_t tenths = (part * 1000 + whole / 2) / whole;
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += '.' + std::to_string(tenths % 10);
  return text + " %";
}

std::string of_tries(std::uint64_t refused, std::uint64_t accepted) {
  return grouped(refused) + " of " + counted(refused + accepted, "try", "tries");
}

Figures::Figure fault_figure(const ReportFinding& one) {
  std::string what = "as far as this log tells";
  if (one.verdict.claim) what = "they say: " + stated_cause(one.verdict.claim->claim);
  switch (fault_of(one)) {
    case Fault::theirs:
      return {.number = "Not us", .what = ours_and_theirs(what), .tone = Tone::fine};
    case Fault::ours:
      return {.number = "We can change it", .what = ours_and_theirs(what), .tone = Tone::know};
    case Fault::nobodys:
      return {.number = "Nobody's fault", .what = ours_and_theirs(what)};
    case Fault::unknown:
      return {.number = "Whose fault?", .what = "this log does not tell"};
  }
  return {};
}

Figures figures_of(const ReportFinding& one) {
  const FindingCounts& counts = one.finding.counts;
  Figures figures;
  if (one.finding.windows.empty()) {
    figures.all.push_back({.number = percent(counts.refused, counts.refused + counts.accepted),
                           .what = "refused: " + of_tries(counts.refused, counts.accepted)});
    if (counts.messages_refused != 0) {
      figures.all.push_back({.number = grouped(counts.messages_refused),
                             .what = "messages refused at their first try"});
    }
  } else {
    figures.all.push_back(
        {.number = percent(counts.inside_refused, counts.inside_refused + counts.inside_accepted),
         .what =
             "refused while closed: " + of_tries(counts.inside_refused, counts.inside_accepted)});
    figures.all.push_back({.number = percent(counts.outside_refused,
                                             counts.outside_refused + counts.outside_accepted),
                           .what = "refused while open: " +
                                   of_tries(counts.outside_refused, counts.outside_accepted)});
    const Occurrences seen = occurrences_of(one.finding);
    figures.all.push_back({.number = grouped(seen.refused) + " of " + grouped(seen.tried),
                           .what = std::string(seen.unit) + " follow the clock"});
  }
  if (counts.returned != 0) {
    figures.all.push_back({.number = grouped(counts.returned),
                           .what = "returned to their senders",
                           .tone = Tone::act});
  }
  if (one.verdict.waits) {
    const WaitShares& waits = *one.verdict.waits;
    const auto both = static_cast<double>((waits.theirs + waits.ours).count());
    Figures::Figure figure{.number = duration(waits.median),
                           .what = "typical wait of late mail: " + duration(waits.theirs) +
                                   " theirs, " + duration(waits.ours) + " ours"};
    if (both > 0) figure.share = static_cast<double>(waits.theirs.count()) / both;
    figures.all.push_back(std::move(figure));
  }
  figures.all.push_back(fault_figure(one));
  return figures;
}

std::string edge_words(const char* what, const std::optional<Edge>& edge) {
  if (!edge) return std::string(what) + " at an unknown time";
  return std::string(what) + " between " + time_of_day(edge->earliest) + " and " +
         time_of_day(edge->latest);
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

void add_computed(const Finding& finding, page::Page& page) {
  if (finding.explanations.empty()) return;
  page.push_back(page::Fold{"How this is computed"});
  if (!finding.windows.empty()) {
    for (const Window& window : in_force_first(finding)) {
      page.push_back(Paragraph{.text = capital(edge_words("begins", window.start)) + ", " +
                                       edge_words("ends", window.end) + "; " + zones_of(finding) +
                                       '.'});
    }
  }
  page::Table table{.title = "Explanations, " + finding.id,
                    .columns = {{.head = "Explanation", .names_row = true},
                                {.head = "Better than chance, in nats", .right = true}}};
  for (const ModelScore& one : finding.explanations) {
    table.rows.push_back(
        {Text(detect::traits(one.model).words), Text(std::to_string(std::llround(one.score)))});
  }
  page.push_back(std::move(table));
}

void add_replies(const Report& report, const Finding& finding, page::Page& page) {
  const ReportRemote* const remote = remote_of(report, finding);
  if (remote == nullptr || remote->codes.empty()) return;
  constexpr std::size_t most_codes = 8;
  page.push_back(page::Fold{"All it said"});
  page::Table table{.title = "Replies, " + finding.id,
                    .columns = {{.head = "Code", .names_row = true},
                                {.head = "Text", .narrow = page::Column::Narrow::broken},
                                {.head = "Stage"},
                                {.head = "Tries", .right = true},
                                {.head = "We did not try", .right = true}}};
  for (std::size_t i = 0; i < std::min(most_codes, remote->codes.size()); ++i) {
    const ReportCode& code = remote->codes[i];
    table.rows.push_back({Text(Untrusted(code.key)), Text(Untrusted(code.facts.text)),
                          Text(describe(code.facts.stage)), page::number(code.tally.refused()),
                          page::number(code.tally.not_contacted)});
  }
  page.push_back(std::move(table));
}

}  // namespace

Text computed_words(const Finding& finding) {
  std::string text = std::string(name(finding.kind)) + "; ln p " +
                     std::to_string(std::llround(finding.ln_p)) + "; " +
                     grouped(finding.counts.messages_refused) + " messages refused at first";
  for (const ModelScore& one : finding.explanations) {
    text += "; " + std::string(name(one.model)) + ' ' + std::to_string(std::llround(one.score));
  }
  for (const Window& window : in_force_first(finding)) {
    text += "; " + edge_words("begins", window.start) + ", " + edge_words("ends", window.end);
  }
  if (!finding.windows.empty()) text += "; " + zones_of(finding);
  return text;
}

void add_headline(const Story& story, page::Page& page) {
  page.push_back(heading_of(story.main->finding, 3));
}

void add_card(const Report& report, const Story& story, const CardOptions& options,
              page::Page& page) {
  const ReportFinding& one = *story.main;
  const Finding& finding = one.finding;
  page.push_back(heading_of(finding, options.first ? 1 : 2));
  page.push_back(
      Paragraph{.text = ours_and_theirs(lead_of(report, finding)), .kind = Paragraph::Kind::lead});
  if (std::optional<page::OpenStrip> strip = open_strip_of(finding, report.to)) {
    page.push_back(std::move(*strip));
  }
  if (finding.kind != FindingKind::local) page.push_back(figures_of(one));
  page.push_back(Section{.half = true});
  page.push_back(
      Heading{.text = "What they say, what our log shows", .level = 2, .browser_only = true});
  page.push_back(facts_of(report, story));
  page::Steps steps = steps_of(report, story);
  if (!steps.all.empty()) {
    page.push_back(Section{.half = true});
    page.push_back(Heading{.text = "What to do"});
    page.push_back(std::move(steps));
  }
  if (options.verbose) page.push_back(page::note(computed_words(finding)));
  const bool map = options.drawn && !one.days.empty();
  page.push_back(Section{.joined = true});
  if (map) {
    page.push_back(Heading{.text = "When they refuse", .level = 2, .browser_only = true});
    page.push_back(day_map_of(one, report, options));
  }
  if (one.verdict.amounts && options.drawn) {
    page.push_back(limit_chart_of(finding, *one.verdict.amounts));
  }
  if (!one.days.empty()) add_hours(one, report, page);
  add_replies(report, finding, page);
  add_computed(finding, page);
}

}  // namespace curfew::report
