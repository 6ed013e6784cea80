#include "curfew/report.h"

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "detect/window_days.h"
#include "page/lines.h"
#include "redact/places.h"
#include "report/calendar.h"
#include "report/letter_texts.h"
#include "report/numbers.h"
#include "report/sentence.h"
#include "smtp/domain.h"
#include "text/csv.h"
#include "text/cursor.h"
#include "text/mime.h"
#include "text/terminal.h"
#include "verdict/advice_terms.h"

namespace curfew {
namespace {

using report::filled;
using report::LetterTexts;
using report::LetterWords;

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

std::string date(Instant at, const TimeZone& zone) {
  return rfc3339(at, zone).substr(0, 10);
}

// An address that means the same to them as to us. Of IPv6 those are 2000::/3; times of day have
// colons, too.
bool is_public_address(std::string_view ip) {
  if (!smtp::is_ip_address(ip) || !redact::is_address(ip) || redact::is_private_address(ip)) {
    return false;
  }
  if (ip.find(':') != std::string_view::npos) {
    const bool whole = ip.find("::") != std::string_view::npos || std::ranges::count(ip, ':') == 7;
    return whole && ip.find(':') == 4 && (ip.front() == '2' || ip.front() == '3');
  }
  return !ip.starts_with("127.") && !ip.starts_with("0.");
}

void add_addresses(std::string_view text, std::set<std::string>& all) {
  const auto belongs = [](char c) { return text::is_alphanumeric(c) || c == '.' || c == ':'; };
  for (text::Cursor cursor(text); !cursor.at_end(); cursor.advance(1)) {
    std::string_view word = cursor.take_while(belongs);
    while (word.ends_with('.') || word.ends_with(':')) word.remove_suffix(1);
    if (is_public_address(word)) all.insert(std::string(word));
    if (cursor.at_end()) break;
  }
}

// Ours, by what every reply says of it: each names one address beside the remote's own, and all of
// them the same.
std::string address_in_replies(const std::vector<Sample>& refused) {
  std::string ours;
  for (const Sample& sample : refused) {
    std::set<std::string> named;
    add_addresses(sample.reply_text, named);
    named.erase(sample.remote_ip);
    if (named.size() != 1 || (!ours.empty() && ours != *named.begin())) return {};
    ours = *named.begin();
  }
  return ours;
}

// What all samples say alike, or nothing.
std::string common(const std::vector<Sample>& refused, const std::vector<Sample>& accepted,
                   std::string Sample::*member) {
  std::string common;
  for (const std::vector<Sample>* const samples : {&refused, &accepted}) {
    for (const Sample& sample : *samples) {
      if (!common.empty() && sample.*member != common) return {};
      common = sample.*member;
      if (common.empty()) return {};
    }
  }
  return common;
}

// The newest ones, of different messages.
std::vector<const Sample*> told_of(const std::vector<Sample>& all) {
  std::vector<const Sample*> told;
  std::set<std::string_view> messages;
  for (auto sample = all.rbegin(); sample != all.rend() && told.size() < most_samples; ++sample) {
    const bool is_new = sample->queue_id.empty() || messages.insert(sample->queue_id).second;
    if (is_new) told.push_back(&*sample);
  }
  std::ranges::reverse(told);
  return told;
}

class LetterText {
 public:
  LetterText(const Letter& letter, const Redactor& redactor)
      : finding_(letter.finding->finding),
        letter_(letter),
        redactor_(redactor),
        texts_(report::letter_texts(letter.language)),
        remote_(finding_.level == name(Grouping::domain)
                    ? redactor.domain(finding_.remote)
                    : redactor.host(finding_.remote, HostRole::remote)) {
    using T = LetterTexts;
    constexpr LetterWords T::*labels[] = {&T::problem, &T::our_server, &T::hours,    &T::limit,
                                          &T::since,   &T::counts,     &T::question, &T::our_mail,
                                          &T::samples, &T::your_reason};
    for (const auto label : labels) {
      indent_ = std::max(indent_, text::columns((texts_.*label).text) + 2);
    }
  }

  // A single host of theirs has no postmaster of its own. Empty where none is known.
  std::string address() const {
    std::string domain = remote_;
    if (!finding_.of_remote.empty()) {
      domain = redactor_.host(finding_.of_remote, HostRole::remote);
    } else if (finding_.level == name(Grouping::host)) {
      domain = smtp::registrable_domain(domain);
    }
    const bool is_domain = domain.find('.') != std::string::npos && verdict::is_plain_name(domain);
    return is_domain ? "postmaster@" + domain : std::string();
  }
  std::string recipient() const {
    const std::string known = address();
    return known.empty() ? texts_.recipient.text : known;
  }

  std::string subject() const {
    const LetterWords& words = is_over()      ? texts_.subject_over
                               : is_lasting() ? texts_.subject_lasting
                                              : texts_.subject_now;
    std::string text = filled(words, {server()});
    if (!finding_.windows.empty()) {
      text += filled(texts_.subject_rule, {hours_of(report::in_force_first(finding_).front())});
    } else if (!limit().empty()) {
      text += filled(texts_.subject_rule, {limit()});
    }
    return clean(text + (finding_.code.empty() ? "" : " (" + code() + ')'), 200);
  }

  std::string body() {
    text_ = std::string(texts_.salutation.text) + "\n\n";
    paragraph(texts_.problem, problem());
    paragraph(texts_.our_server, our_server());
    paragraph(texts_.hours, hours());
    const bool says_since = finding_.kind == FindingKind::block;
    if (finding_.windows.empty() && !says_since) paragraph(texts_.limit, limit());
    paragraph(texts_.since, since());
    paragraph(texts_.counts, counts());
    if (letter_.finding->verdict.claim) paragraph(texts_.your_reason, reason());
    paragraph(texts_.our_mail, our_mail());
    samples();
    const bool by_hours = !finding_.windows.empty();
    paragraph(texts_.question, by_hours ? texts_.ask_hours.text : texts_.ask_rule.text);
    text_ += std::string(texts_.regards.text) + "\n\n";
    lines({}, filled(texts_.made_by, {letter_.report->version, finding_.id}));
    return std::move(text_);
  }

 private:
  std::string code() const { return redactor_.reply(finding_.code); }
  // An address of ours that they see themselves is told as theirs are; a host's name is not.
  std::string shown(const std::string& ours) const {
    return redactor_.host(ours, smtp::is_ip_address(ours) ? HostRole::remote : HostRole::own);
  }
  std::string server() const {
    return finding_.source.empty() ? std::string() : ' ' + shown(finding_.source);
  }

  bool is_over() const {
    if (finding_.windows.empty()) return !finding_.active;
    return report::in_force_first(finding_).front().ended;
  }
  // Its rule says since when.
  bool is_lasting() const {
    return finding_.kind == FindingKind::block && finding_.active && !limit().empty();
  }

  std::string edge(const std::optional<Edge>& edge, WindowPeriod period) const {
    if (!edge) return texts_.unknown_time.text;
    if (period == WindowPeriod::day) return report::time_of_day(edge->rounded);
    const auto day = static_cast<std::size_t>(edge->rounded / std::chrono::days(1));
    return std::string(texts_.weekdays[day % texts_.weekdays.size()].text) + ' ' +
           report::time_of_day(edge->rounded % std::chrono::days(1));
  }

  std::string days_of(const Window& window) const {
    const std::array<bool, 7> days = detect::days_held(window);
    if (std::ranges::find(days, false) == days.end()) return texts_.every_day.text;
    std::string text;
    for (std::size_t first = 0; first < days.size(); ++first) {
      if (!days[first]) continue;
      std::size_t last = first;
      while (last + 1 < days.size() && days[last + 1]) ++last;
      if (!text.empty()) text += ", ";
      text += texts_.weekdays[first].text;
      if (last > first) text += std::string("-") + texts_.weekdays[last].text;
      first = last;
    }
    return text;
  }

  std::string hours_of(const Window& window) const {
    const std::string start = edge(window.start, window.period);
    const std::string end = edge(window.end, window.period);
    if (window.period == WindowPeriod::week) return filled(texts_.weekly, {start, end});
    return filled(texts_.from_to, {days_of(window), start, end});
  }

  std::string hours() const {
    const std::vector<Window> windows = report::in_force_first(finding_);
    std::string text;
    for (const Window& window : windows) {
      if (window.ended != windows.front().ended) continue;
      text += (text.empty() ? "" : ", ") + hours_of(window);
    }
    if (!text.empty()) text += " (" + windows.front().zone.name() + ')';
    for (const Window& window : windows) {
      if (window.ended == windows.front().ended) continue;
      text += "; " +
              filled(texts_.hours_until, {date(window.last_seen, window.zone), hours_of(window)});
    }
    return text;
  }

  std::string limit_of(const Rule& rule) const {
    const std::string threshold = std::to_string(rule.threshold);
    const std::string messages = filled(texts_.messages, rule.threshold);
    switch (rule.model) {
      case Model::quota_minute:
        return filled(texts_.per_minute, {messages});
      case Model::quota_sliding:
        return filled(texts_.per_sliding_hour, {messages});
      case Model::quota_hour:
        return filled(texts_.per_hour, {messages});
      case Model::quota_day: {
        const std::string text = filled(texts_.per_day, {messages});
        if (!rule.reset_hour) return text;
        return text + filled(texts_.counted_from, {report::clock_hour(*rule.reset_hour)});
      }
      case Model::concurrency:
        if (rule.threshold == 0) return texts_.too_many_sessions.text;
        return filled(texts_.from_session, {threshold});
      case Model::connection_messages:
        return filled(texts_.from_message, {threshold});
      case Model::message_recipients:
        return filled(texts_.from_recipient, {threshold});
      case Model::block:
        if (!rule.since) return {};
        if (!rule.onset_known) return texts_.since_before_log.text;
        return filled(texts_.since_time, {stamp(*rule.since, letter_.report->zone)});
      default:  // what is not made of numbers and times may name people
        return {};
    }
  }

  std::string limit() const {
    constexpr std::array told{FindingKind::quota, FindingKind::concurrency, FindingKind::limit,
                              FindingKind::block};
    if (!finding_.rule || std::ranges::find(told, finding_.kind) == told.end()) return {};
    if (finding_.kind == FindingKind::block && !finding_.active) return {};
    return limit_of(*finding_.rule);
  }

  template <typename Shown>
  std::string some(const std::vector<std::string>& names, const Shown& shown) const {
    constexpr std::size_t most = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i) {
      text += (i == 0 ? "" : ", ") + shown(names[i]);
    }
    return names.size() > most ? text + texts_.and_others.text : text;
  }

  std::string problem() const {
    const std::string hosts = some(finding_.hosts, [&](const std::string& host) {
      return redactor_.host(host, HostRole::remote);
    });
    const std::string domains =
        some(finding_.domains, [&](const std::string& domain) { return redactor_.domain(domain); });
    const LetterWords& words = is_over()      ? texts_.problem_over
                               : is_lasting() ? texts_.problem_lasting
                                              : texts_.problem_now;
    std::string text =
        filled(words, {hosts.empty() ? remote_ : hosts, server(),
                       domains.empty() ? std::string() : filled(texts_.for_domains, {domains}),
                       finding_.code.empty() ? std::string() : filled(texts_.with_code, {code()})});
    if (finding_.windows.empty()) return text;
    return text + (is_over() ? texts_.at_certain_hours_over.text : texts_.at_certain_hours.text);
  }

  // Our address where they see it, and our name; of a name that is hidden nothing.
  std::string our_server() const {
    std::string ip = smtp::is_ip_address(finding_.source) ? finding_.source : std::string();
    if (ip.empty()) ip = common(letter_.refused, letter_.accepted, &Sample::local_ip);
    if (!is_public_address(ip)) ip = address_in_replies(letter_.refused);
    const std::string host = common(letter_.refused, letter_.accepted, &Sample::log_host);
    const bool is_told = redact::is_full_name(host) && !redact::is_internal_name(host) &&
                         redactor_.host(host, HostRole::own) == host;
    std::string text = ip.empty() ? std::string() : shown(ip);
    if (!is_told) return text;
    return text.empty() ? host : host + " [" + text + ']';
  }

  std::string since() const {
    if (!finding_.first_refusal) return texts_.not_known.text;
    const TimeZone& zone = letter_.report->zone;
    std::string text =
        filled(texts_.first_and_last,
               {stamp(*finding_.first_refusal, zone),
                stamp(finding_.last_refusal.value_or(*finding_.first_refusal), zone)});
    const bool may_be_older = !finding_.windows.empty() || finding_.kind == FindingKind::block;
    if (may_be_older && !report::onset_of(finding_)) text += texts_.log_begins.text;
    return text;
  }

  std::string counts() const {
    const FindingCounts& counts = finding_.counts;
    const auto number = [](std::uint64_t count) { return std::to_string(count); };
    if (finding_.windows.empty()) {
      return filled(texts_.tries_refused, {number(counts.refused), number(counts.contacts)});
    }
    const report::Occurrences seen = report::occurrences_of(finding_);
    const Window& first = finding_.windows.front();
    const LetterWords& agree = finding_.windows.size() > 1          ? texts_.times_agree
                               : first.period == WindowPeriod::week ? texts_.weeks_agree
                                                                    : texts_.days_agree;
    return filled(texts_.tries_in_hours,
                  {number(counts.inside_refused),
                   number(counts.inside_refused + counts.inside_accepted),
                   number(counts.outside_refused),
                   number(counts.outside_refused + counts.outside_accepted)}) +
           texts_.clause.text + filled(agree, {number(seen.refused), number(seen.tried)});
  }

  // What shows it is told in full where it is known in the letter's language.
  std::string reason() const {
    const ClaimCheck& check = *letter_.finding->verdict.claim;
    if (letter_.language == Language::english) {
      return "The reason you state, " + stated_cause(check.claim) + ", " + describe(check.verdict) +
             ": " + check.text + '.';
    }
    const std::string meeting = std::to_string(check.refusals_meeting);
    const std::string all = std::to_string(check.refusals);
    switch (check.verdict) {
      case ClaimVerdict::fits:
        return filled(texts_.reason_fits, {meeting, all});
      case ClaimVerdict::does_not_fit:
        return filled(texts_.reason_does_not_fit, {meeting, all});
      case ClaimVerdict::no_figure:
        return texts_.reason_names_no_figure.text;
      case ClaimVerdict::clock:
        return texts_.reason_against_clock.text;
      case ClaimVerdict::cannot_tell:
        break;
    }
    return texts_.reason_cannot_be_told.text;
  }

  std::string our_mail() const {
    std::string text = filled(texts_.messages_to_you, finding_.counts.messages);
    const auto& waits = letter_.finding->verdict.waits;
    if (waits) {
      text += texts_.clause.text +
              filled(texts_.taken_later, waits->deliveries,
                     {report::duration(waits->median), report::duration(waits->longest)});
    }
    if (finding_.counts.returned != 0) {
      text += texts_.clause.text + filled(texts_.sent_back, finding_.counts.returned);
    }
    return text + '.';
  }

  void samples() {
    if (letter_.refused.empty() && letter_.accepted.empty()) return;
    text_ += std::string(texts_.samples.text) + '\n';
    for (const std::vector<Sample>* const all : {&letter_.refused, &letter_.accepted}) {
      for (const Sample* const sample : told_of(*all)) add_sample(*sample);
    }
    text_ += '\n';
  }

  void add_sample(const Sample& sample) {
    std::string text = stamp(sample.time, letter_.report->zone) + "  ";
    if (!sample.remote_host.empty()) {
      text += clean(redactor_.host(sample.remote_host, HostRole::remote)) + ' ';
    }
    text += '[' + clean(sample.remote_ip) + ']';
    lines("  ", text);
    text = sample.queue_id.empty() ? std::string() : "id " + clean(sample.queue_id, 60);
    if (!sample.recipient.empty()) {
      if (!text.empty()) text += ' ';
      text += texts_.to.text + (' ' + clean(redactor_.address(sample.recipient)));
    }
    if (!text.empty()) lines("    ", text);
    text = sample.reply_code == 0 ? std::string() : std::to_string(sample.reply_code) + ' ';
    if (sample.enhanced_code) text += to_string(sample.enhanced_code) + ' ';
    lines("    ", text + clean(redactor_.reply(sample.reply_text), 400));
  }

  void paragraph(const LetterWords& label, const std::string& words) {
    if (words.empty()) return;
    std::string front = label.text;
    front.append(indent_ - text::columns(front), ' ');
    lines(front, clean(words, 1000));
    text_ += '\n';
  }

  // The first behind `front`, the others below it.
  void lines(std::string front, const std::string& words) {
    const std::size_t indent = text::columns(front);
    for (const page::Text& line : page::broken(words, width - indent)) {
      text_ += front + line.words() + '\n';
      front.assign(indent, ' ');
    }
  }

  const Finding& finding_;
  const Letter& letter_;
  const Redactor& redactor_;
  const LetterTexts& texts_;
  std::string remote_;
  std::size_t indent_ = 0;
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
  out << "To: " << text.recipient() << "\nSubject: " << text.subject() << "\n\n" << text.body();
}

void write_letter_mail(const Letter& letter, const Redactor& redactor, std::ostream& out) {
  LetterText text(letter, redactor);
  const std::string recipient = text.address();
  if (!recipient.empty()) out << "To: " << recipient << '\n';
  out << "Subject: " << text::header_text("Subject", text.subject())
      << "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
         "Content-Transfer-Encoding: 8bit\nX-Unsent: 1\n\n"
      << text.body();
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
