#pragma once

#include <array>
#include <initializer_list>
#include <string>

#include "curfew/report.h"

namespace curfew::report {

/// Words of one language. There is no default, so that a table without one of them does not
/// compile.
struct LetterWords {
  constexpr LetterWords(const char* words) : text(words) {}
  const char* text;
};

/// The words for one and for any other number.
struct LetterCount {
  LetterWords one;
  LetterWords many;
};

/// All that a letter says by itself. "{1}", "{2}" ... stand for what filled() puts in. Times, dates
/// and numbers are the same in all languages.
struct LetterTexts {
  // Labels in front of the paragraphs.
  LetterWords problem;
  LetterWords our_server;
  LetterWords hours;
  LetterWords limit;
  LetterWords since;
  LetterWords counts;
  LetterWords your_reason;
  LetterWords our_mail;
  LetterWords samples;
  LetterWords question;

  LetterWords recipient;  ///< where their address is not known
  LetterWords salutation;
  // {1}: " 203.0.113.2" or nothing
  LetterWords subject_now;
  LetterWords subject_over;
  LetterWords subject_lasting;
  // {1}: their hosts, {2}: " 203.0.113.2" or nothing, {3}: for_domains, {4}: with_code
  LetterWords problem_now;
  LetterWords problem_over;
  LetterWords problem_lasting;
  LetterWords subject_rule;           ///< {1}: hours or limit, behind a subject
  LetterWords clause;                 ///< between two of them
  LetterWords for_domains;            ///< {1}: names
  LetterWords with_code;              ///< {1}
  LetterWords and_others;             ///< behind names
  LetterWords at_certain_hours;       ///< behind problem_now
  LetterWords at_certain_hours_over;  ///< behind problem_over
  LetterWords every_day;
  std::array<LetterWords, 7> weekdays;  ///< Monday first, short
  LetterWords from_to;                  ///< {1}: days, {2}, {3}: times of day
  LetterWords weekly;                   ///< {1}, {2}: days of the week with times of day
  LetterWords unknown_time;
  LetterWords hours_until;  ///< {1}: a date, {2}: the hours before
  LetterCount messages;     ///< {1}
  LetterWords per_minute;   ///< {1}: messages; as the next three
  LetterWords per_sliding_hour;
  LetterWords per_hour;
  LetterWords per_day;
  LetterWords counted_from;  ///< {1}: a time of day, behind per_day
  LetterWords too_many_sessions;
  LetterWords from_session;  ///< {1}: a number; as the next two
  LetterWords from_message;
  LetterWords from_recipient;
  LetterWords since_time;  ///< {1}
  LetterWords since_before_log;
  LetterWords first_and_last;  ///< {1}: time of the first refusal, {2}: last
  LetterWords log_begins;      ///< behind it: the log is no older
  LetterWords not_known;
  LetterWords tries_refused;   ///< {1} of {2}
  LetterWords tries_in_hours;  ///< {1} of {2} in these hours, {3} of {4} at others
  LetterWords days_agree;      ///< {1} of {2}
  LetterWords weeks_agree;
  LetterWords times_agree;
  LetterWords reason_fits;  ///< {1} of {2} refusals; as the next one
  LetterWords reason_does_not_fit;
  LetterWords reason_names_no_figure;
  LetterWords reason_cannot_be_told;
  LetterWords reason_against_clock;
  LetterCount messages_to_you;  ///< {1}
  LetterCount taken_later;      ///< {1}, {2}: median, {3}: at most
  LetterCount sent_back;        ///< {1}
  LetterWords to;               ///< a recipient, in front of the address
  LetterWords ask_hours;
  LetterWords ask_rule;
  LetterWords regards;
  LetterWords made_by;  ///< {1}: version, {2}: id of the finding
};

const LetterTexts& letter_texts(Language language) noexcept;

/// The words with the values in the places of "{1}", "{2}" ...
std::string filled(const LetterWords& words, std::initializer_list<std::string> values);
/// Likewise, with the words for that number, which is "{1}".
std::string filled(const LetterCount& words, std::uint64_t number,
                   std::initializer_list<std::string> more = {});

}  // namespace curfew::report
