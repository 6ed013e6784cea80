#include "curfew/mail.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <ostream>

#include "curfew/error.h"
#include "report/numbers.h"
#include "report/page.h"
#include "report/sentence.h"
#include "report/story.h"
#include "text/cursor.h"
#include "text/hash.h"
#include "text/mime.h"
#include "text/terminal.h"

namespace curfew {
namespace {

// Cannot stand in quoted-printable text, where two digits follow a "=".
constexpr std::string_view boundary = "=_alternative";

constexpr std::size_t longest_address = 254;  // RFC 5321, 4.5.3.1.3

bool is_of_local_part(char c) noexcept {
  constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~.";
  return text::is_alphanumeric(c) || others.find(c) != std::string_view::npos;
}

bool is_of_domain(char c) noexcept {
  return text::is_alphanumeric(c) || c == '-' || c == '.' || c == '_';
}

// Dots stand between other characters.
bool is_dotted(std::string_view text) noexcept {
  return !text.empty() && !text.starts_with('.') && !text.ends_with('.') &&
         text.find("..") == std::string_view::npos;
}

bool is_word(std::string_view text) noexcept {
  return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, text::is_alphanumeric);
}

void require_address(const std::string& address) {
  if (is_mail_address(address)) return;
  std::string shown;
  text::append_for_terminal(shown, address, 100);
  throw Error(ErrorCode::bad_value, shown + ": is no mail address",
              "One address is taken, without a name beside it.");
}

std::string two_digits(unsigned number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

// "Mon, 30 Nov 2026 06:00:00 +0000"
std::string date_of(Instant at) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const auto in_day = std::chrono::floor<std::chrono::seconds>(at - day).count();
  const auto seconds = static_cast<unsigned>(in_day);
  return std::string(days[std::chrono::weekday(day).c_encoding()]) + ", " +
         two_digits(static_cast<unsigned>(date.day())) + ' ' +
         months[static_cast<unsigned>(date.month()) - 1] + ' ' +
         std::to_string(static_cast<int>(date.year())) + ' ' + two_digits(seconds / 3600) + ':' +
         two_digits(seconds / 60 % 60) + ':' + two_digits(seconds % 60) + " +0000";
}

std::string id_of(const Mail& mail) {
  std::uint64_t hash = text::hash(mail.text, 1);
  for (const std::string* const part : {&mail.html, &mail.subject, &mail.to, &mail.from}) {
    hash = text::hash(*part, hash | 1U);
  }
  std::array<char, 16> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), hash, 16);
  static_cast<void>(error);
  const bool is_host = is_dotted(mail.host) && std::ranges::all_of(mail.host, is_of_domain);
  const auto since = std::chrono::floor<std::chrono::seconds>(mail.date).time_since_epoch();
  return '<' + mail.report + '.' + std::to_string(since.count()) + '.' +
         std::string(digits.data(), end) + '@' + (is_host ? mail.host : "localhost") + '>';
}

void append_part(std::string& out, std::string_view type, std::string_view text) {
  out += "Content-Type: " + std::string(type) +
         "; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n";
  text::append_quoted_printable(out, text);
  if (!out.ends_with('\n')) out += '\n';
}

// "Nothing needs you: 521 of 521 tries were accepted. Most by ..." until the period.
std::string first_sentence(std::string text) {
  const std::size_t end = text.find(". ");
  if (end != std::string::npos) text.resize(end);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

bool is_mail_address(std::string_view text) noexcept {
  if (text.size() > longest_address || text.starts_with('-')) return false;
  const std::size_t at = text.find('@');
  const std::string_view local = text.substr(0, at);
  if (!is_dotted(local) || !std::ranges::all_of(local, is_of_local_part)) return false;
  if (at == std::string_view::npos) return true;
  const std::string_view domain = text.substr(at + 1);
  return is_dotted(domain) && std::ranges::all_of(domain, is_of_domain);
}

void write_mail(const Mail& mail, std::ostream& out) {
  require_address(mail.to);
  if (!mail.from.empty()) require_address(mail.from);
  if (!is_word(mail.report)) {
    throw Error(ErrorCode::bad_value, "a mail's report is no word of letters and digits");
  }
  std::string text;
  if (!mail.from.empty()) text += "From: " + mail.from + '\n';
  text += "To: " + mail.to + "\nSubject: " + text::header_text("Subject", mail.subject) +
          "\nDate: " + date_of(mail.date) + "\nMessage-ID: " + id_of(mail) +
          "\nAuto-Submitted: auto-generated\nX-Curfew-Report: " + mail.report +
          "\nMIME-Version: 1.0\n";
  if (mail.html.empty()) {
    append_part(text, "text/plain", mail.text);
  } else {
    const std::string line = "--" + std::string(boundary);
    text += "Content-Type: multipart/alternative; boundary=\"" + std::string(boundary) + "\"\n\n" +
            line + '\n';
    append_part(text, "text/plain", mail.text);
    text += '\n' + line + '\n';
    append_part(text, "text/html", mail.html);
    text += '\n' + line + "--\n";
  }
  out << text;
}

std::string subject_of(const Report& report) {
  constexpr std::size_t longest = 150;
  std::string subject;
  const std::vector<report::Story> stories = report::stories_of(report);
  if (!stories.empty()) {
    text::append_for_terminal(subject, report::headline_of(stories.front().main->finding), longest);
    const std::size_t others = stories.size() - 1;
    if (others == 0) return subject;
    return subject + "; " + report::grouped(others) + (others == 1 ? " more needs" : " more need") +
           " you";
  }
  if (!report.from) return "No mail was seen";
  text::append_for_terminal(subject, first_sentence(report::nothing_found(report).words()),
                            longest);
  return subject;
}

}  // namespace curfew
