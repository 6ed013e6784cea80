#include <algorithm>

#include "page/drawings.h"
#include "page/svg.h"
#include "text/grouped.h"

namespace curfew::page {
namespace {

constexpr std::size_t days_down = 90;  // more run across
constexpr std::uint64_t few = 3;       // tries below which a cell is drawn paler
constexpr double left = 76;
constexpr double bars = 34;  // of the margin's bars, above
constexpr double top = bars + 22;
constexpr double right_of_map = 96;  // its bars and numbers
constexpr double hours_long = 816;   // along the hours; a multiple of 48
constexpr double days_long = 816;

double refused_share(const DayMap::Cell& cell) noexcept {
  return static_cast<double>(cell.refused) / static_cast<double>(cell.tries());
}

std::string half_hour(std::size_t cell) {
  const auto two = [](std::size_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(cell / 2) + (cell % 2 == 0 ? ":00" : ":30");
}

// "1 Jun" of "Mon  1 Jun".
std::string date_of(const DayMap::Day& day) {
  const std::size_t begin =
      day.label.find_first_not_of(' ', std::min<std::size_t>(3, day.label.size()));
  return begin == std::string::npos ? std::string() : day.label.substr(begin);
}

DayMap::Cell& operator+=(DayMap::Cell& sum, const DayMap::Cell& cell) {
  sum.refused += cell.refused;
  sum.accepted += cell.accepted;
  return sum;
}

// A map that is being drawn: hours along, days down; or, of many days, the other way round.
class Drawing {
 public:
  explicit Drawing(const DayMap& map) : map_(map), across_(map.days.size() > days_down) {
    const auto count = static_cast<double>(map.days.size());
    along_hours_ = (across_ ? hours_long / 2.4 : hours_long) / static_cast<double>(DayMap::cells);
    along_days_ = across_ ? days_long / count : count > 45 ? 8 : count > 14 ? 11 : 16;
  }

  std::string whole() {
    const double width = left + (across_ ? days_long : hours_long) + right_of_map;
    const double height = top + 8 +
                          (across_ ? along_hours_ * static_cast<double>(DayMap::cells)
                                   : along_days_ * static_cast<double>(map_.days.size()));
    out_ = "<svg class=\"map\" viewBox=\"0 0 " + coordinate(width) + ' ' + coordinate(height) +
           "\" role=\"img\" aria-label=\"" + escaped(map_.title.words()) + "\">\n";
    draw_weekends();
    for (std::size_t i = 0; i < map_.days.size(); ++i) draw_day(i);
    for (const DayMap::Closed& closed : map_.closed) draw_closed(closed);
    draw_onset();
    draw_margins();
    draw_scales();
    return std::move(out_) + "</svg>\n";
  }

 private:
  void draw_box(double day, double cell, double days, double cells, std::string_view classes) {
    const double a = cell * along_hours_;
    const double b = day * along_days_;
    const double a_long = cells * along_hours_;
    const double b_long = days * along_days_;
    out_ += across_ ? box(left + b, top + a, b_long, a_long, classes)
                    : box(left + a, top + b, a_long, b_long, classes);
  }

  void draw_weekends() {
    for (std::size_t i = 0; i < map_.days.size(); ++i) {
      if (!map_.days[i].weekend) continue;
      draw_box(static_cast<double>(i), 0, 1, static_cast<double>(DayMap::cells), "wk");
      out_ += "/>";
    }
    out_ += '\n';
  }

  // Cells side by side that look alike are one, unless each has its text.
  void draw_day(std::size_t row) {
    const DayMap::Day& day = map_.days[row];
    const bool titled = map_.in_detail && !across_;
    for (std::size_t begin = 0; begin < DayMap::cells;) {
      DayMap::Cell sum = day.halves[begin];
      std::size_t end = begin + 1;
      if (sum.tries() == 0) {
        begin = end;
        continue;
      }
      const int shade = shade_of(refused_share(sum));
      const bool is_few = sum.tries() < few;
      while (!titled && end < DayMap::cells && day.halves[end].tries() != 0 &&
             shade_of(refused_share(day.halves[end])) == shade &&
             (day.halves[end].tries() < few) == is_few) {
        sum += day.halves[end++];
      }
      const double gap = across_ ? 0 : 0.06;
      draw_box(static_cast<double>(row) + gap, static_cast<double>(begin) + gap, 1 - 2 * gap,
               static_cast<double>(end - begin) - 2 * gap,
               "c" + std::to_string(shade) + (is_few ? " few" : ""));
      if (titled) {
        out_ += "><title>" + day.label + ' ' + half_hour(begin) + ": " +
                std::to_string(sum.refused) + " of " + std::to_string(sum.tries()) +
                " refused</title></path>";
      } else {
        out_ += "/>";
      }
      begin = end;
    }
    out_ += '\n';
  }

  void draw_closed(const DayMap::Closed& closed) {
    draw_box(static_cast<double>(closed.first_day), static_cast<double>(closed.from),
             static_cast<double>(closed.last_day - closed.first_day + 1),
             static_cast<double>(closed.to - closed.from), "w");
    out_ += "/>\n";
  }

  void draw_onset() {
    if (!map_.onset || *map_.onset == 0) return;
    const double at = static_cast<double>(*map_.onset) * along_days_;
    const std::string line =
        across_
            ? 'M' + coordinate(left + at) + ' ' + coordinate(top) + 'v' +
                  coordinate(along_hours_ * static_cast<double>(DayMap::cells))
            : 'M' + coordinate(left) + ' ' + coordinate(top + at) + 'h' + coordinate(hours_long);
    out_ += "<path class=\"on\" d=\"" + line + "\"><title>" + escaped(map_.onset_text.words()) +
            "</title></path>\n";
  }

  // Tries by time of day along the hours, and refused tries a day along the days.
  void draw_margins() {
    std::array<DayMap::Cell, DayMap::cells> by_time{};
    std::vector<DayMap::Cell> by_day;
    for (const DayMap::Day& day : map_.days) {
      DayMap::Cell sum;
      for (std::size_t i = 0; i < DayMap::cells; ++i) {
        by_time[i] += day.halves[i];
        sum += day.halves[i];
      }
      by_day.push_back(sum);
    }
    const auto tries = [](const DayMap::Cell& cell) { return cell.tries(); };
    const auto refused = [](const DayMap::Cell& cell) { return std::uint64_t{cell.refused}; };
    const std::uint64_t most_tries =
        std::max<std::uint64_t>(1, std::ranges::max(by_time, {}, tries).tries());
    const std::uint64_t most_refused =
        std::max<std::uint64_t>(1, std::ranges::max(by_day, {}, refused).refused);
    for (std::size_t i = 0; i < DayMap::cells; ++i) {
      if (by_time[i].tries() == 0) continue;
      const double part = static_cast<double>(by_time[i].tries()) / static_cast<double>(most_tries);
      const std::string classes = "c" + std::to_string(shade_of(refused_share(by_time[i])));
      draw_hour_bar(i, part, classes);
      out_ += "><title>" + half_hour(i) + ": " + text::grouped(by_time[i].refused) + " of " +
              text::grouped(by_time[i].tries()) + " tries refused</title></rect>";
    }
    for (std::size_t i = 0; i < by_day.size(); ++i) {
      if (by_day[i].refused == 0) continue;
      const double part =
          static_cast<double>(by_day[i].refused) / static_cast<double>(most_refused);
      const double at = static_cast<double>(i) * along_days_;
      if (across_) {
        out_ += rect(left + at, top - 4 - part * bars, std::max(1.0, along_days_ - 1), part * bars,
                     "c4");
      } else {
        out_ += rect(left + hours_long + 8, top + at + 1, std::max(1.0, part * 44), along_days_ - 2,
                     "c4");
      }
      out_ += "><title>" + map_.days[i].label + ": " + text::grouped(by_day[i].refused) + " of " +
              text::grouped(by_day[i].tries()) + " tries refused</title></rect>";
      if (!across_ && along_days_ > 10) {
        out_ += label(left + hours_long + 12 + std::max(1.0, part * 44), top + at + along_days_ - 2,
                      "o", text::grouped(by_day[i].refused));
      }
    }
    out_ += '\n';
  }

  void draw_hour_bar(std::size_t cell, double part, const std::string& classes) {
    const double at = static_cast<double>(cell) * along_hours_;
    if (across_) {
      out_ += rect(left + days_long + 8, top + at + 0.5, std::max(1.0, part * 60), along_hours_ - 1,
                   classes);
    } else {
      out_ += rect(left + at + 0.5, bars - part * bars, along_hours_ - 1,
                   std::max(1.0, part * bars), classes);
    }
  }

  void draw_scales() {
    for (std::size_t hour = 0; hour <= 24; hour += 3) {
      const double at = static_cast<double>(hour) * 2 * along_hours_;
      const std::string words = (hour < 10 ? "0" : "") + std::to_string(hour);
      out_ += across_ ? label(left - 6, top + at + 4, "r", words)
                      : label(left + at, top - 8, "m", words);
    }
    const std::size_t step = across_ ? 4 : 1;  // weeks
    std::size_t weeks = 0;
    for (std::size_t i = 0; i < map_.days.size(); ++i) {
      const bool few_days = map_.days.size() <= 10;
      if (!map_.days[i].week_begins && !few_days) continue;
      if (!few_days && weeks++ % step != 0) continue;
      const double at = static_cast<double>(i) * along_days_;
      out_ += across_
                  ? label(left + at, top + along_hours_ * static_cast<double>(DayMap::cells) + 8,
                          "m o", date_of(map_.days[i]))
                  : label(left - 6, top + at + along_days_ - 2, "r", date_of(map_.days[i]));
    }
    out_ += '\n';
  }

  const DayMap& map_;
  bool across_;
  double along_hours_ = 0;
  double along_days_ = 0;
  std::string out_;
};

}  // namespace

std::string svg_of(const DayMap& map) {
  return map.days.empty() ? std::string() : Drawing(map).whole();
}

}  // namespace curfew::page
