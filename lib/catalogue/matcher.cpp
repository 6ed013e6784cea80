#include "catalogue/matcher.h"

#include <algorithm>

#include "smtp/steady_text.h"
#include "text/cursor.h"
#include "text/hash.h"

namespace curfew::catalogue {
namespace {

std::size_t three_at(std::string_view text, std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const std::size_t three = (static_cast<std::size_t>(byte(0)) << 16) |
                            (static_cast<std::size_t>(byte(1)) << 8) | byte(2);
  return ((three * 0x9E3779B1U) >> 11) & 4095U;
}

// "mx1.cox.net" belongs to "cox.net".
bool belongs_to(std::string_view host, std::string_view domain) noexcept {
  if (host.size() < domain.size()) return false;
  const std::size_t front = host.size() - domain.size();
  return (front == 0 || host[front - 1] == '.') && host.ends_with(domain);
}

bool fits_host(const Rule& rule, std::string_view host) noexcept {
  if (!rule.needs_mx) return true;
  return std::ranges::any_of(rule.mx,
                             [&](std::string_view domain) { return belongs_to(host, domain); });
}

bool fits_code(const Rule& rule, std::uint16_t code) noexcept {
  return rule.replies.empty() || code == 0 ||
         std::ranges::find(rule.replies, code) != rule.replies.end();
}

}  // namespace

void Subject::set(const Reply& reply) {
  text_.clear();
  code_ = reply.code;
  prepared_ = false;
  if (reply.code != 0) {
    text_ += std::to_string(reply.code);
    text_ += ' ';
  }
  if (reply.enhanced) {
    text_ += to_string(reply.enhanced);
    text_ += ' ';
  }
  smtp::append_steady(text_, reply.text);
  while (text_.ends_with(' ')) text_.pop_back();
}

void Subject::prepare() const {
  lower_ = text_;
  std::ranges::transform(lower_, lower_.begin(), text::to_lower);
  threes_.reset();
  for (std::size_t at = 0; at + 3 <= lower_.size(); ++at) threes_.set(three_at(lower_, at));
  prepared_ = true;
}

Subject::Ends Subject::ends_of(std::string_view needle) noexcept {
  return {.first = static_cast<std::uint16_t>(three_at(needle, 0)),
          .last = static_cast<std::uint16_t>(three_at(needle, needle.size() - 3))};
}

Matcher::Matcher(const Rules& rules) : rules_(rules) {
  first_wording_.reserve(rules_.rules.size());
  std::size_t count = 0;
  for (const Rule& rule : rules_.rules) {
    // Of rules that ask for the same hosts one tells all.
    const bool told = std::ranges::any_of(host_rules_, [&](std::uint32_t other) {
      return std::ranges::equal(rules_.rules[other].mx, rule.mx);
    });
    if (rule.needs_mx && !told) {
      host_rules_.push_back(static_cast<std::uint32_t>(first_wording_.size()));
    }
    first_wording_.push_back(static_cast<std::uint32_t>(count));
    count += rule.wordings.size();
    for (const Wording& wording : rule.wordings) add_needles(wording);
  }
  for (const CodeForm& form : rules_.codes) add_needles(form.wording);
  wordings_.resize(count);
  codes_.resize(rules_.codes.size());
}

const text::Pattern& Matcher::compiled(std::unique_ptr<text::Pattern>& slot,
                                       std::string_view pattern) {
  if (!slot) slot = std::make_unique<text::Pattern>(std::string(pattern));
  return *slot;
}

void Matcher::add_needles(const Wording& wording) {
  first_ends_.push_back(static_cast<std::uint32_t>(ends_.size()));
  for (const std::string_view needle : wording.needles) ends_.push_back(Subject::ends_of(needle));
}

// Whether one of the words without which the expression cannot match stands in the subject. Nearly
// all of them are ruled out by their ends.
bool Matcher::may_match(const Wording& wording, std::size_t number, const Subject& subject) const {
  if (wording.needles.empty()) return true;
  const std::bitset<4096>& threes = subject.threes();
  const Subject::Ends* const ends = ends_.data() + first_ends_[number];
  const std::size_t count = wording.needles.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (!threes[ends[i].first] || !threes[ends[i].last]) continue;
    if (subject.holds(wording.needles[i])) return true;
  }
  return false;
}

bool Matcher::says(std::size_t rule, const Subject& subject) {
  const std::span<const Wording> wordings = rules_.rules[rule].wordings;
  for (std::size_t i = 0; i < wordings.size(); ++i) {
    const std::size_t number = first_wording_[rule] + i;
    if (!may_match(wordings[i], number, subject)) continue;
    if (compiled(wordings_[number], wordings[i].pattern).matches(subject.text())) return true;
  }
  return false;
}

bool Matcher::fits(const Rule& rule, const Subject& subject, std::string_view remote_host) {
  return fits_code(rule, subject.code()) && fits_host(rule, remote_host) &&
         says(static_cast<std::size_t>(&rule - rules_.rules.data()), subject);
}

// Of what providers say, a code that is found counts more than words that are.
const Rule* Matcher::first(const Subject& subject, std::string_view remote_host, Rank last) {
  // What our own server says never begins with a reply code, except in its own notices.
  const bool skip_own =
      subject.code() != 0 && subject.text().find("[internal]") == std::string_view::npos;
  const Rule* by_words = nullptr;
  for (const Rule& rule : rules_.rules) {
    if (rule.rank > last || (skip_own && rule.rank == Rank::own_server)) continue;
    if (by_words != nullptr && rule.rank != Rank::provider) break;
    if (!fits(rule, subject, remote_host)) continue;
    if (rule.own || rule.rank != Rank::provider || !code_of(rule, subject).empty()) return &rule;
    if (by_words == nullptr) by_words = &rule;
  }
  return by_words;
}

std::uint64_t Matcher::providers_of(std::string_view host) const noexcept {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  std::uint64_t number = 0;
  for (const std::uint32_t rule : host_rules_) {
    if (fits_host(rules_.rules[rule], host)) number = text::mix(number + rule + 1, odd);
  }
  return number;
}

std::string_view Matcher::code_of(const Rule& rule, const Subject& subject) {
  std::string_view code;
  for (std::size_t i = 0; i < rule.code_count; ++i) {
    const std::size_t form = rule.first_code + i;
    const Wording& wording = rules_.codes[form].wording;
    if (!may_match(wording, wordings_.size() + form, subject)) continue;
    if (compiled(codes_[form], wording.pattern).find(subject.text(), code)) return code;
  }
  return code;
}

const CodeForm* Matcher::unmistakable(const Subject& subject, std::string_view& code) {
  for (std::size_t form = 0; form < rules_.codes.size(); ++form) {
    const CodeForm& one = rules_.codes[form];
    if (!one.alone || !may_match(one.wording, wordings_.size() + form, subject)) continue;
    if (compiled(codes_[form], one.wording.pattern).find(subject.text(), code)) return &one;
  }
  return nullptr;
}

}  // namespace curfew::catalogue
