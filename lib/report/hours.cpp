#include "report/hours.h"

#include <algorithm>

namespace curfew::report {
namespace {

constexpr std::size_t label_width = 12;
constexpr int hours_a_day = 24;

void append_right(std::string& out, const std::string& text, std::size_t columns,
                  std::size_t text_columns) {
  if (text_columns < columns) out.append(columns - text_columns, ' ');
  out += text;
}

void append_label(std::string& out, const std::string& label) {
  out += "  " + label;
  out.append(label_width - 2 - std::min(label_width - 2, label.size()), ' ');
}

std::string share_of(const Tally& tally, bool ascii) {
  static constexpr const char* steps[] = {"\u2581", "\u2582", "\u2583", "\u2584",
                                          "\u2585", "\u2586", "\u2587"};
  if (tally.contacts() == 0) return ascii ? "." : "\u00b7";
  if (tally.deferred == 0) return ascii ? "-" : "\u2591";
  if (tally.deferred == tally.contacts()) return ascii ? "#" : "\u2588";
  if (ascii) return "+";
  return steps[std::min<std::uint64_t>(6, tally.deferred * 7 / tally.contacts())];
}

template <typename Value>
void append_row(std::string& out, const std::string& label, int first, int last, std::size_t cell,
                Value value) {
  append_label(out, label);
  for (int hour = first; hour < last; ++hour) {
    const std::string text = std::to_string(value(hour));
    append_right(out, text, cell, text.size());
  }
  out += '\n';
}

}  // namespace

std::optional<HourSpan> span_of_deferrals(const std::array<Tally, 24>& by_hour) {
  // The span is what is left around the longest run of hours without a deferral.
  int longest = 0;
  int end_of_longest = 0;
  for (int start = 0; start < hours_a_day; ++start) {
    int length = 0;
    while (length < hours_a_day &&
           by_hour[static_cast<std::size_t>((start + length) % hours_a_day)].deferred == 0) {
      ++length;
    }
    if (length > longest) {
      longest = length;
      end_of_longest = (start + length) % hours_a_day;
    }
  }
  if (longest == hours_a_day || longest < 4) return std::nullopt;
  return HourSpan{.first = end_of_longest,
                  .end = (end_of_longest + hours_a_day - longest) % hours_a_day};
}

std::uint64_t contacts_outside(const HourSpan& span, const std::array<Tally, 24>& by_hour) {
  std::uint64_t contacts = 0;
  for (int hour = span.end; hour != span.first; hour = (hour + 1) % hours_a_day) {
    contacts += by_hour[static_cast<std::size_t>(hour)].contacts();
  }
  return contacts;
}

std::string draw_hours(const std::array<Tally, 24>& by_hour, std::size_t width, bool ascii) {
  std::uint64_t largest = 0;
  bool any_bounced = false;
  bool any_unasked = false;
  for (const Tally& tally : by_hour) {
    largest = std::max({largest, tally.contacts(), tally.not_contacted});
    any_bounced = any_bounced || tally.bounced != 0;
    any_unasked = any_unasked || tally.not_contacted != 0;
  }
  const std::size_t cell = std::max<std::size_t>(3, std::to_string(largest).size() + 1);
  int per_row = hours_a_day;
  while (per_row > 6 && label_width + static_cast<std::size_t>(per_row) * cell > width)
    per_row /= 2;
  const auto at = [&by_hour](int hour) -> const Tally& {
    return by_hour[static_cast<std::size_t>(hour)];
  };

  std::string out;
  for (int first = 0; first < hours_a_day; first += per_row) {
    const int last = first + per_row;
    append_row(out, "hour", first, last, cell, [](int hour) { return hour; });
    append_label(out, "refused");
    for (int hour = first; hour < last; ++hour)
      append_right(out, share_of(at(hour), ascii), cell, 1);
    out += '\n';
    append_row(out, "deferred", first, last, cell, [&](int hour) { return at(hour).deferred; });
    if (any_bounced) {
      append_row(out, "bounced", first, last, cell, [&](int hour) { return at(hour).bounced; });
    }
    append_row(out, "delivered", first, last, cell, [&](int hour) { return at(hour).delivered; });
    if (any_unasked) {
      append_row(out, "not asked", first, last, cell,
                 [&](int hour) { return at(hour).not_contacted; });
    }
  }
  return out;
}

}  // namespace curfew::report
