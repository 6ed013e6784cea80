#include "report/page.h"

#include <algorithm>

#include "report/briefs.h"
#include "report/card.h"
#include "report/how_read.h"
#include "report/numbers.h"
#include "report/remote_table.h"
#include "report/source_table.h"
#include "report/story.h"
#include "report/trend_table.h"
#include "report/verdict_words.h"

namespace curfew::report {
namespace {

using page::Emphasis;
using page::Heading;
using page::Paragraph;
using page::Section;
using page::Text;
using page::Tone;
using page::Untrusted;

constexpr std::size_t longest_line = 600;

Text strong(const std::string& text) {
  return Text(text).in(Emphasis::strong);
}

std::string names_of(const std::vector<Story>& stories) {
  constexpr std::size_t most_named = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(most_named, stories.size()); ++i) {
    const Finding& finding = stories[i].main->finding;
    text += (i == 0 ? "" : ", ") +
            (finding.kind == FindingKind::local ? "our own network" : whole_remote(finding));
  }
  if (stories.size() > most_named) {
    text += " and " + counted(stories.size() - most_named, "other", "others");
  }
  return text;
}

// What no finding tells of: where nothing needs anybody, only this may still be amiss.
struct Unexplained {
  Tally tally;
  std::vector<const ReportRemote*> remotes;  // those that refused most first
  bool all = true;                           // no remote is told of below
  bool unsure = false;                       // of one of them there is a guess
};

// Greylists, outages and what is over need nobody. Of what it may be only its reader can judge.
bool is_guess(FindingKind kind) noexcept {
  return kind == FindingKind::ambiguous || kind == FindingKind::insufficient;
}

Unexplained unexplained_of(const Report& report) {
  const GravestFindings findings(report);
  Unexplained rest;
  for (const ReportRemote& remote : report.remotes) {
    const ReportFinding* const one = findings.about(remote);
    if (one != nullptr && attention_of(one->finding) != Attention::none) {
      rest.all = false;
      if (!is_guess(one->finding.kind)) continue;
      rest.unsure = true;
    }
    rest.tally += remote.tally;
    rest.remotes.push_back(&remote);
  }
  // A host that was not reached while another one took the mail is no deferral.
  rest.tally.not_contacted = std::min(rest.tally.not_contacted, report.totals.not_contacted);
  return rest;
}

// So few that nobody needs to look.
bool is_small_part(std::uint64_t refused, std::uint64_t tries) noexcept {
  constexpr std::uint64_t tenth = 10;
  return refused * tenth < tries || refused == 0;
}

bool is_small(const Tally& tally) noexcept {
  return is_small_part(tally.refused() + tally.not_contacted,
                       tally.contacts() + tally.not_contacted);
}

std::string tries_words(const Tally& tally) {
  return counted(tally.contacts(), "try", "tries");
}

// How many remotes there are about which nobody has to do anything.
std::string rest_of(const Report& report) {
  const GravestFindings findings(report);
  std::size_t known = 0;
  std::size_t fine = 0;
  std::size_t other = 0;
  for (const ReportRemote& remote : report.remotes) {
    const ReportFinding* const one = findings.about(remote);
    const Attention attention = one == nullptr ? Attention::none : attention_of(one->finding);
    if (attention == Attention::act) continue;
    const bool is_fine = is_small_part(remote.tally.refused(), remote.tally.contacts());
    ++(attention == Attention::know ? known : is_fine ? fine : other);
  }
  std::string text;
  if (known != 0) text += " " + counted(known, "remote", "remotes") + " to know of, below.";
  if (other != 0) {
    text +=
        " " + counted(other, "refuses", "refuse") + " much of our mail without a rule that shows.";
  }
  if (fine != 0) text += " " + counted(fine, "other remote is", "other remotes are") + " fine.";
  return text;
}

// What the first line says: how many things need somebody, or that nothing does.
page::Block verdict_of(const Report& report, const std::vector<Story>& stories) {
  if (stories.empty()) {
    return Heading{.text = report.from ? nothing_found(report) : Text("No mail was seen."),
                   .level = 1};
  }
  const std::string text = counted(stories.size(), "thing needs you", "things need you");
  const Text line = stories.size() == 1
                        ? Text(text + '.')
                        : text + ": " + Untrusted(names_of(stories), longest_line) + ".";
  return Paragraph{.text = line.in(Emphasis::strong) + rest_of(report)};
}

std::string first_sentence(std::string_view text) {
  const std::size_t end = text.find(". ");
  return std::string(text.substr(0, end == std::string_view::npos ? end : end + 1));
}

// What the worst remotes say, what it means and what helps, where no rule was found.
void add_unexplained(const Report& report, page::Page& page) {
  constexpr std::size_t most_told = 3;
  page::Facts facts;
  for (const ReportRemote* const one : unexplained_of(report).remotes) {
    const ReportRemote& remote = *one;
    const std::uint64_t refused = remote.tally.refused();
    if (facts.all.size() == most_told || refused == 0 || remote.codes.empty()) break;
    const ReportCode& code = remote.codes.front();
    const CatalogueEntry* const entry = code.facts.entry;
    const std::string said = grouped(refused) + " of " +
                             counted(remote.tally.contacts(), "try", "tries") +
                             " refused: " + reply_words(code);
    std::vector<Text> lines{Untrusted(said, 240)};
    const auto add = [&lines](const char* label, std::string_view text) {
      if (!text.empty()) lines.push_back(label + Text(Untrusted(first_sentence(text), 240)));
    };
    add("Meaning: ", entry != nullptr ? entry->meaning : meaning_of(code.facts.cause));
    add("What helps: ", entry != nullptr ? entry->remedy : remedy_for(code.facts.cause));
    if (code.tally.expired != 0) {
      lines.emplace_back(counted(code.tally.expired, "recipient was", "recipients were") +
                         " given up on, the mail came back");
    }
    facts.all.push_back({.label = Untrusted(remote.name, 40), .lines = std::move(lines)});
  }
  page.push_back(std::move(facts));
}

void add_stories(const Report& report, const PageBounds& bounds, page::Page& page) {
  const std::vector<Story> stories = stories_of(report);
  const bool unexplained = stories.empty() && !is_well(report);
  page.push_back(Section{.tone = !stories.empty() ? Tone::act
                                 : unexplained    ? Tone::know
                                                  : Tone::fine});
  page.push_back(verdict_of(report, stories));
  if (unexplained) add_unexplained(report, page);
  if (!report.warnings.empty()) {
    page.push_back(Paragraph{.text = "There " +
                                     std::string(report.warnings.size() == 1 ? "is " : "are ") +
                                     counted(report.warnings.size(), "warning", "warnings") +
                                     " about how the logs were read: see the end.",
                             .kind = Paragraph::Kind::warning});
  }
  for (std::size_t i = 0; i < std::min(bounds.in_full, stories.size()); ++i) {
    if (i != 0) page.push_back(Section{.tone = Tone::act});
    add_card(report, stories[i],
             {.first = i == 0,
              .drawn = i < bounds.drawn,
              .in_detail = i == 0,
              .verbose = bounds.verbose,
              .most_days = bounds.days},
             page);
  }
  if (stories.size() <= bounds.in_full) return;
  page.push_back(Section{.tone = Tone::act});
  const std::size_t end = std::min(stories.size(), bounds.in_full + bounds.headlines);
  for (std::size_t i = bounds.in_full; i < end; ++i) add_headline(stories[i], page);
  if (stories.size() > end) {
    page.push_back(page::note(report.hints.after(
        "and " + counted(stories.size() - end, "other", "others"), Hint::more_findings)));
  }
}

// Remotes about which there is a finding, but nothing to say.
std::size_t quiet_remotes(const Report& report) {
  std::vector<std::string_view> remotes;
  for (const ReportFinding& one : report.findings) {
    if (attention_of(one.finding) == Attention::none) remotes.push_back(whole_remote(one.finding));
  }
  std::ranges::sort(remotes);
  return static_cast<std::size_t>(std::unique(remotes.begin(), remotes.end()) - remotes.begin());
}

void add_going_on(const Report& report, const PageBounds& bounds, page::Page& page) {
  std::vector<const Finding*> findings;
  for (const ReportFinding& one : report.findings) findings.push_back(&one.finding);
  const std::vector<Brief> briefs = briefs_of(findings, bounds.verbose);
  const std::size_t quiet = quiet_remotes(report);
  if (briefs.empty() && quiet == 0) return;
  page.push_back(Section{.tone = Tone::plain});
  page.push_back(Heading{.text = "Going on by itself"});
  page::List list;
  const auto add = [&](const std::string& text, const Finding* finding) {
    Text line = Untrusted(text, longest_line);
    if (finding != nullptr) line += Text("  [" + finding->id + ']').in(Emphasis::quiet);
    list.items.push_back({std::move(line)});
    if (bounds.verbose && finding != nullptr) list.items.back().push_back(computed_words(*finding));
  };
  const std::size_t shown = std::min(bounds.briefs, briefs.size());
  for (std::size_t i = 0; i < shown; ++i) add(briefs[i].text, briefs[i].finding);
  if (briefs.size() > shown) {
    list.items.push_back({Text(report.hints.after(
        "and " + counted(briefs.size() - shown, "other", "others"), Hint::more_findings))});
  }
  if (bounds.verbose) {
    for (const ReportFinding& one : report.findings) {
      if (attention_of(one.finding) == Attention::none) add(sentence(one.finding), &one.finding);
    }
  } else if (quiet != 0) {
    list.items.push_back(
        {Text(counted(quiet, "remote refuses", "remotes refuse") +
              " some of our mail: no rule shows, or there is too little mail to tell")});
  }
  page.push_back(std::move(list));
}

}  // namespace

bool is_well(const Report& report) {
  return is_small(unexplained_of(report).tally);
}

Text nothing_found(const Report& report) {
  const Unexplained rest = unexplained_of(report);
  Tally all;
  for (const ReportRemote& remote : report.remotes) all += remote.tally;
  if (is_small(rest.tally)) {
    if (all.contacts() == 0) return strong("All is well: no mail went to a remote.");
    if (all.refused() + report.totals.not_contacted == 0) {
      return strong("All is well: every one of " + tries_words(all) + " was accepted.");
    }
    const Text text = strong("Nothing needs you: " + grouped(all.delivered) + " of " +
                             tries_words(all) + " were accepted");
    if (!rest.all) return text + strong(".") + rest_of(report);
    return text + strong(", the others were refused without a rule that shows.");
  }
  Text text;
  const ReportRemote& worst = *rest.remotes.front();
  if (rest.tally.refused() != 0) {
    text = strong(std::string(rest.unsure ? "No rule is sure, but " : "No rule was found, but ") +
                  grouped(rest.tally.refused()) + " of " + tries_words(rest.tally) +
                  (rest.tally.refused() == 1 ? " was refused." : " were refused."));
    text += " Most by " + Untrusted(worst.name, 100) + ": " + grouped(worst.tally.refused()) +
            " of " + tries_words(worst.tally);
    if (!worst.codes.empty()) text += " with " + Untrusted(worst.codes.front().key, 100);
  } else {
    text = strong("Our own server did not try " +
                  counted(rest.tally.not_contacted, "time", "times") + ".");
    text += " Most often for " + Untrusted(worst.name, 100);
    if (!worst.codes.empty()) text += ": " + Untrusted(worst.codes.front().key, 100);
  }
  text += ".";
  constexpr std::chrono::days enough(3);
  if (report.from && report.to && *report.to - *report.from < enough) {
    text += " The log covers " +
            duration(std::chrono::duration_cast<Milliseconds>(*report.to - *report.from)) +
            "; hours and quotas show after some days.";
  }
  if (!rest.all) text += rest_of(report);
  return text;
}

Text read_line(const Report& report) {
  if (report.inputs.empty()) return "nothing read";
  Text text = report.inputs.size() == 1 ? Text(Untrusted(report.inputs.front().name))
                                        : Text(counted(report.inputs.size(), "log", "logs"));
  if (report.from && report.to) {
    text += ", " + wall_minutes(*report.from, report.zone) + " to " +
            wall_minutes(*report.to, report.zone) + ", times in " + report.zone.name();
  }
  return text;
}

page::Page page_of(const Report& report, const PageBounds& bounds) {
  page::Page page;
  add_stories(report, bounds, page);
  add_going_on(report, bounds, page);
  add_remotes(report, bounds.remotes, page);
  add_sources(report, bounds.remotes, page);
  add_trend(report, page);
  add_how_read(report, bounds.logs, page);
  return page;
}

}  // namespace curfew::report
