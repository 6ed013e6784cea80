#include "curfew/report.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <vector>

#include "report/numbers.h"
#include "report/sentence.h"
#include "smtp/domain.h"
#include "text/csv.h"
#include "text/terminal.h"
#include "verdict/advice_terms.h"

namespace curfew {
namespace {

using report::counted;
using report::grouped;

constexpr std::size_t width = 76;
constexpr std::size_t most_samples = 5;  // in the letter; the table has all

std::string clean(std::string_view text, std::size_t most = 300) {
  std::string out;
  text::append_for_terminal(out, text, most);
  return out;
}

// "2020-06-10 17:02:11 -07:00"
std::string stamp(Instant at, const TimeZone& zone) {
  std::string text = rfc3339(std::chrono::floor<std::chrono::seconds>(at), zone);
  text[10] = ' ';
  if (text.back() == 'Z') {
    text.back() = ' ';
    return text + "+00:00";
  }
  return text.insert(19, " ");
}

class LetterText {
 public:
  LetterText(const Letter& letter, const Redactor& redactor)
      : finding_(letter.finding->finding),
        letter_(letter),
        redactor_(redactor),
        remote_(finding_.level == name(Grouping::domain)
                    ? redactor.domain(finding_.remote)
                    : redactor.host(finding_.remote, HostRole::remote)) {}

  // A single host of theirs has no postmaster of its own.
  std::string recipient() const {
    std::string domain = remote_;
    if (!finding_.of_remote.empty()) {
      domain = redactor_.host(finding_.of_remote, HostRole::remote);
    } else if (finding_.level == name(Grouping::host)) {
      domain = smtp::registrable_domain(domain);
    }
    const bool is_domain = domain.find('.') != std::string::npos && verdict::is_plain_name(domain);
    return is_domain ? "postmaster@" + domain : std::string();
  }

  std::string subject() const {
    std::string text = "Mail from our server ";
    if (!finding_.source.empty()) text += source() + ' ';
    if (finding_.windows.empty()) {
      text += !finding_.active ? "was refused" : is_lasting() ? "has been refused" : "is refused";
      if (!rule().empty()) text += ' ' + rule();
    } else {
      const Window window = report::in_force_first(finding_).front();
      text += (window.ended ? "was refused " : "is refused ") + report::hours_of(window);
    }
    return clean(text + (finding_.code.empty() ? "" : " (" + code() + ')'), 200);
  }

  std::string body() {
    paragraph("Problem", problem());
    paragraph("Since", since());
    paragraph("Counts", counts());
    if (letter_.finding->verdict.claim) paragraph("Your page", claim());
    paragraph("Ours", ours());
    samples();
    paragraph("Question", question());
    return std::move(text_);
  }

 private:
  std::string code() const { return redactor_.reply(finding_.code); }
  // An address of ours that they see themselves is told as theirs are; a host's name is not.
  std::string source() const {
    const bool seen = smtp::is_ip_address(finding_.source);
    return redactor_.host(finding_.source, seen ? HostRole::remote : HostRole::own);
  }

  // Its rule says since when.
  bool is_lasting() const {
    return finding_.kind == FindingKind::block && finding_.active && !rule().empty();
  }

  const char* verb(bool over) const {
    if (over) return "refused";
    return is_lasting() ? "have refused" : "refuse";
  }

  // Only what is made of numbers and times: a rule may name people, too.
  std::string rule() const {
    constexpr std::array told{FindingKind::quota, FindingKind::concurrency, FindingKind::limit,
                              FindingKind::block};
    if (!finding_.rule || std::ranges::find(told, finding_.kind) == told.end()) return {};
    if (finding_.kind == FindingKind::block && !finding_.active) return {};
    const bool before_log = finding_.rule->model == Model::block && !finding_.rule->onset_known;
    if (before_log && finding_.rule->since) return "since before our log begins";
    return report::rule_of(*finding_.rule, letter_.report->zone);
  }

  std::string for_domains() const {
    constexpr std::size_t most = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, finding_.domains.size()); ++i) {
      text += (i == 0 ? " for " : ", ") + redactor_.domain(finding_.domains[i]);
    }
    return finding_.domains.size() > most ? text + " and others" : text;
  }

  std::string problem() const {
    std::string hosts;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, finding_.hosts.size()); ++i) {
      hosts += (i == 0 ? "" : ", ") + redactor_.host(finding_.hosts[i], HostRole::remote);
    }
    if (finding_.hosts.size() > 3) hosts += " and others";
    const std::vector<Window> windows = report::in_force_first(finding_);
    const bool over = windows.empty() ? !finding_.active : windows.front().ended;
    std::string text =
        "Your servers (" + (hosts.empty() ? remote_ : hosts) + ") " + verb(over) + " mail from " +
        (finding_.source.empty() ? "ours" : "our server " + source()) + for_domains();
    if (!finding_.code.empty()) text += " with " + code();
    if (windows.empty()) return text + (rule().empty() ? "." : ", " + rule() + '.');
    const char* before = " ";
    for (const Window& window : windows) {
      if (window.ended != windows.front().ended) continue;
      text += before + report::hours_of(window);
      before = ", ";
    }
    text += " (" + windows.front().zone.name() + "). At other hours they ";
    text += over ? "took it." : "take it.";
    for (const Window& window : windows) {
      if (window.ended == windows.front().ended) continue;
      text += " Until " + report::day_of(window.last_seen, window.zone) + " it was " +
              report::hours_of(window) + '.';
    }
    return text;
  }

  std::string since() const {
    if (!finding_.first_refusal) return "unknown";
    std::string text = "first seen " + stamp(*finding_.first_refusal, letter_.report->zone);
    const bool may_be_older = !finding_.windows.empty() || finding_.kind == FindingKind::block;
    if (may_be_older && !report::onset_of(finding_)) text += ", when our log begins";
    if (finding_.last_refusal) {
      text += ", last " + stamp(*finding_.last_refusal, letter_.report->zone);
    }
    return text;
  }

  std::string counts() const {
    const FindingCounts& counts = finding_.counts;
    if (finding_.windows.empty()) {
      return grouped(counts.refused) + " of " + counted(counts.contacts, "contact", "contacts") +
             " refused";
    }
    const report::Occurrences seen = report::occurrences_of(finding_);
    const std::uint64_t inside = counts.inside_refused + counts.inside_accepted;
    const std::uint64_t outside = counts.outside_refused + counts.outside_accepted;
    return "in these hours " + grouped(counts.inside_refused) + " of " + grouped(inside) +
           " contacts were refused, outside " + grouped(counts.outside_refused) + " of " +
           grouped(outside) + "; " + grouped(seen.refused) + " of " + grouped(seen.tried) + ' ' +
           seen.unit + " agree";
  }

  std::string claim() const {
    const ClaimCheck& check = *letter_.finding->verdict.claim;
    return "The stated cause, " + stated_cause(check.claim) + ", " + describe(check.verdict) +
           ": " + check.text + '.';
  }

  std::string ours() const {
    std::string text =
        counted(finding_.counts.messages, "message", "messages") + " to you in this time";
    const auto& waits = letter_.finding->verdict.waits;
    if (waits) {
      text += "; " + grouped(waits->deliveries) + " of them were taken later, after " +
              report::duration(waits->median) + " (median), " + report::duration(waits->longest) +
              " at most";
    }
    if (finding_.counts.returned != 0) {
      text += "; " + counted(finding_.counts.returned, "was", "were") +
              " refused for good and went back to the senders";
    }
    return text + '.';
  }

  std::string question() const {
    return finding_.windows.empty() ? "Which rule do we meet, and what would you have us change?"
                                    : "Which limit do we meet in these hours, and what would you "
                                      "have us change?";
  }

  void samples() {
    text_ += "Samples\n";
    add_samples(letter_.refused);
    add_samples(letter_.accepted);
    text_ += '\n';
  }

  void add_samples(const std::vector<Sample>& all) {
    const std::size_t first = all.size() > most_samples ? all.size() - most_samples : 0;
    for (std::size_t i = first; i < all.size(); ++i) add_sample(all[i]);
  }

  void add_sample(const Sample& sample) {
    text_ += "  " + stamp(sample.time, letter_.report->zone) + "  " +
             clean(redactor_.host(sample.remote_host, HostRole::remote)) + " [" +
             clean(sample.remote_ip) + ']';
    if (!sample.queue_id.empty()) text_ += "  id " + clean(sample.queue_id, 60);
    text_ += '\n';
    if (!sample.recipient.empty()) {
      text_ += "    to " + clean(redactor_.address(sample.recipient)) + '\n';
    }
    text_ += "    ";
    if (sample.reply_code != 0) text_ += std::to_string(sample.reply_code) + ' ';
    if (sample.enhanced_code) text_ += to_string(sample.enhanced_code) + ' ';
    text_ += clean(redactor_.reply(sample.reply_text), 400) + '\n';
  }

  void paragraph(const char* title, const std::string& text) {
    constexpr std::size_t indent = 11;
    std::string line = title;
    line.append(indent - line.size(), ' ');
    bool empty = true;
    const std::string words = clean(text, 1000);
    for (std::size_t begin = 0; begin < words.size();) {
      const std::size_t end = std::min(words.find(' ', begin), words.size());
      const std::string word = words.substr(begin, end - begin);
      if (!empty && text::columns(line) + 1 + text::columns(word) > width) {
        text_ += line + '\n';
        line.assign(indent, ' ');
        empty = true;
      }
      if (!empty) line += ' ';
      line += word;
      empty = false;
      begin = end + 1;
    }
    text_ += line + "\n\n";
  }

  const Finding& finding_;
  const Letter& letter_;
  const Redactor& redactor_;
  std::string remote_;
  std::string text_;
};

void append_row(std::string& out, const Sample& sample, const Letter& letter,
                const Redactor& redactor) {
  const auto field = [&out](std::string_view text) {
    text::append_csv(out, text);
    out += ',';
  };
  field(stamp(sample.time, letter.report->zone));
  field(name(sample.outcome));
  field(sample.stage == Stage::unknown ? "" : name(sample.stage));
  field(redactor.host(sample.remote_host, HostRole::remote));
  field(sample.remote_ip);
  field(sample.queue_id);
  field(redactor.address(sample.sender));
  field(redactor.address(sample.recipient));
  field(sample.reply_code == 0 ? "" : std::to_string(sample.reply_code));
  field(to_string(sample.enhanced_code));
  text::append_csv(out, redactor.reply(sample.reply_text));
  out += "\r\n";
}

// Of a finding about all codes, those of each.
std::vector<Sample> refusals(const Samples& samples, const Report& report, const Finding& finding) {
  const std::string remote = whole_remote(finding);
  if (!finding.code.empty()) return samples.of(remote, finding.code);
  std::vector<Sample> all;
  const auto entry = std::ranges::find(report.remotes, remote, &ReportRemote::name);
  if (entry == report.remotes.end()) return all;
  for (const ReportCode& code : entry->codes) {
    const std::vector<Sample> some = samples.of(remote, code.key);
    all.insert(all.end(), some.begin(), some.end());
  }
  std::ranges::stable_sort(all, {}, &Sample::time);
  return all;
}

}  // namespace

Letter letter_about(const Report& report, const ReportFinding& finding, const Samples& samples) {
  return {.report = &report,
          .finding = &finding,
          .refused = refusals(samples, report, finding.finding),
          .accepted = samples.of(whole_remote(finding.finding), {})};
}

void write_letter(const Letter& letter, const Redactor& redactor, std::ostream& out) {
  LetterText text(letter, redactor);
  const std::string recipient = text.recipient();
  out << "To: " << (recipient.empty() ? "their postmaster" : recipient)
      << "\nSubject: " << text.subject() << "\n\n"
      << text.body() << "Made by curfew " << letter.report->version << " from our log, finding "
      << letter.finding->finding.id << ".\n";
}

void write_letter_mail(const Letter& letter, const Redactor& redactor, std::ostream& out) {
  LetterText text(letter, redactor);
  const std::string recipient = text.recipient();
  if (!recipient.empty()) out << "To: " << recipient << "\n";
  std::string subject = text.subject();
  std::ranges::replace_if(
      subject, [](char c) { return static_cast<unsigned char>(c) > 126; }, '?');
  out << "Subject: " << subject
      << "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
         "Content-Transfer-Encoding: 8bit\nX-Unsent: 1\n\n"
      << text.body() << "Made by curfew " << letter.report->version << " from our log, finding "
      << letter.finding->finding.id << ".\n";
}

void write_letter_samples(const Letter& letter, const Redactor& redactor, std::ostream& out) {
  out << "time,outcome,stage,remote_host,remote_ip,queue_id,sender,recipient,reply_code,"
         "enhanced_code,reply_text\r\n";
  std::string row;
  for (const std::vector<Sample>* samples : {&letter.refused, &letter.accepted}) {
    for (const Sample& sample : *samples) {
      row.clear();
      append_row(row, sample, letter, redactor);
      out << row;
    }
  }
}

}  // namespace curfew
