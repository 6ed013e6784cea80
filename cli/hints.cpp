#include "hints.h"

#include <array>
#include <cstddef>

namespace curfew::cli {
namespace {

struct Words {
  Hint hint;
  const char* words;
};

// In the order of the enumeration. curfew/hints.h says how words go behind a text.
constexpr std::array<Words, hint_count> hint_table{{
    {Hint::none, ""},
    {Hint::more_remotes, "(--top)"},
    {Hint::more_findings, "(--all)"},
    {Hint::more_days, "(--days)"},
    {Hint::more_rows, "(--top)"},
    {Hint::full_report, ": `curfew report` tells all"},
    {Hint::more_templates, "(--top)"},
    {Hint::more_logs, "(--json)"},
    {Hint::more_messages, "(--most)"},
    {Hint::more_waiting, "(--all)"},
    {Hint::more_senders, "(--all)"},
    {Hint::unknown_lines, "(curfew lint)"},
    {Hint::by_log_zone, "--log-tz"},
    {Hint::by_year, "--year"},
    {Hint::set_year, "--year sets the first line's year."},
    {Hint::name_log_zone, "; --log-tz names its zone exactly"},
    {Hint::name_zone, "--tz names a zone with its summer time."},
    {Hint::read_less, "With --since, less is read and nothing is lost."},
    {Hint::read_format, "; --input-format {} reads that server's alone"},
    {Hint::letter, ": `curfew evidence {}` writes the letter"},
    {Hint::affected, ": `curfew affected {}` lists them"},
    {Hint::standard_input, "; `-` reads standard input"},
    {Hint::log_files, ", or pipe them: `cat {}/*.log | curfew -`"},
    {Hint::read_again, "; run the command again"},
    {Hint::pipe, "| curfew -"},
    {Hint::pipe_archive, "| curfew"},
    {Hint::pipe_all, "If it is a log all the same: `{} | curfew -`."},
    {Hint::journal, "`journalctl -o json | curfew` may know more."},
    {Hint::queue_listing, ", which `curfew queue` tells"},
    {Hint::known_server, "`curfew lint` shows them."},
    {Hint::unread_server,
     "`curfew explain \"450 4.7.1 ...\"` tells what a reply in it means; "
     "docs/adding-a-format.md how {} is added."},
    {Hint::no_mail_log, "--input-format forces one of them; `curfew lint` shows why."},
    {Hint::engine_tables, "`curfew push --ddl` prints them."},
    {Hint::engine_user,
     "CURFEW_CLICKHOUSE_USER and CURFEW_CLICKHOUSE_PASSWORD, or --credentials FILE, say who asks."},
    {Hint::engine_push, "`curfew push --to URL FILE...` sends what logs say."},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < hint_table.size(); ++i) {
    if (static_cast<std::size_t>(hint_table[i].hint) != i) return false;
  }
  return true;
}
static_assert(in_order());

Hints made() {
  Hints hints;
  for (const Words& one : hint_table) hints.set(one.hint, one.words);
  return hints;
}

}  // namespace

const Hints& hints() {
  static const Hints words = made();
  return words;
}

std::string title_of(const Format& format) {
  std::string title(format.title());
  return format.name() == "ndjson" ? title + " (what curfew events writes)" : title;
}

}  // namespace curfew::cli
