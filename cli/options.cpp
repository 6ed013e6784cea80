#include "options.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "curfew/builtin_formats.h"
#include "curfew/daily.h"

namespace curfew::cli {
namespace {

using enum OptionGroup;

constexpr unsigned analyzing = for_report | for_evidence | for_check | for_affected;
constexpr unsigned counting = analyzing | for_events | for_trace | for_daily;
constexpr unsigned reading = counting | for_lint | for_summary | for_push;
constexpr unsigned following = reading | for_watch | for_collect;
constexpr unsigned stored = for_report | for_check | for_evidence | for_daily;
constexpr unsigned reports = for_report | for_merge;
constexpr unsigned pages = reports | for_trace | for_daily | for_affected;

// Those of the library.
constexpr std::string_view the_formats = "<formats>";
constexpr std::string_view known_sections = "<sections>";

constexpr ValueRule once = {.given = Given::on_command_line};

constexpr ValueRule file_written = {.given = Given::on_command_line, .file = FileUse::written};
constexpr ValueRule file_read = {.file = FileUse::read};
constexpr ValueRule folder_read = {.file = FileUse::folder_read};

constexpr ValueRule outside_files = {.given = Given::not_in_a_file};
constexpr ValueRule folder = {};

constexpr ValueRule file_read_outside_files = {.given = Given::not_in_a_file,
                                               .file = FileUse::read};

consteval ValueRule outside_files_instead_of(std::string_view rival) {
  return {.rival = rival, .given = Given::not_in_a_file};
}
consteval ValueRule usually(std::string_view value) {
  return {.usual = value};
}
consteval ValueRule one_of(std::string_view choices, std::string_view value) {
  return {.usual = value, .choices = choices};
}
consteval ValueRule list_of(std::string_view choices) {
  return {.choices = choices, .list = true};
}
consteval ValueRule instead_of(std::string_view rival) {
  return {.rival = rival};
}

constexpr std::array option_table = {
    Option{"recursive", 'r', "",
           "of a folder, also read the logs in the folders below it (default: those in it alone)",
           input, following | for_merge},
    Option{"journal", '\0', "",
           "read this machine's systemd journal; with FILE, those journals (they are known without "
           "it, too)",
           input, following},
    Option{"store", '\0', "", "report what `curfew collect` kept instead of logs", input, stored},
    Option{"store-dir", '\0', "DIR",
           "the folder of the store (default: /var/lib/curfew, of a user ~/.local/share/curfew)",
           input, stored | for_collect, folder},
    Option{"keep", '\0', "SPAN", "give up days older than SPAN: 400d (default: keep all)", input,
           for_collect},
    Option{"host", '\0', "NAME", "the server whose lines are those that name none", input, reading},
    Option{"input-format", '\0', "FORMAT",
           "read the logs as FORMAT (`curfew formats`) instead of recognizing them", input,
           following, one_of(the_formats, "auto")},
    Option{"formats", '\0', "DIR",
           "definitions of log formats of your own, *.toml, known beside the built-in ones", input,
           following | for_merge | for_explain | for_formats, folder_read},
    Option{
        "log-tz", '\0', "ZONE",
        "zone of stamps that name none (default: learned from ids in the log, else this machine's)",
        input, following | for_queue},
    Option{"year", '\0', "YEAR",
           "year of the first stamp where stamps have none (default: learned, else from the file's "
           "date)",
           input, reading, once},
    Option{"from", '\0', "URL",
           "report what `curfew push` sent to the ClickHouse at URL instead of reading logs", input,
           for_report, once},
    Option{"now", '\0', "TIME", "take TIME for the present", input,
           following | for_merge | for_queue, once},
    Option{
        "since", '\0', "TIME",
        "count nothing before TIME: 2020-06-02, \"2020-06-02 17:00\", yesterday, -2d, @1591142400",
        period, counting | for_merge},
    Option{"until", '\0', "TIME", "count nothing from TIME on", period, counting | for_merge},
    Option{"last", '\0', "SPAN", "count the last SPAN alone: 24h, 7d, 4w", period,
           counting | for_merge, instead_of("since")},
    Option{"catalogue", '\0', "DIR",
           "entries of your own about replies, *.toml, which come before the built-in ones", choose,
           counting | for_summary | for_push | for_merge | for_explain | for_queue | for_watch |
               for_collect,
           folder_read},
    Option{"group", '\0', "LEVEL", "count remotes by LEVEL", choose,
           counting | for_summary | for_push | for_merge | for_watch | for_collect,
           one_of("provider host ip domain", "provider")},
    Option{"tz", '\0', "ZONE",
           "hours of day in ZONE (default: the log's clock where it is known, else this machine's)",
           show, pages | for_lint | for_evidence | for_check | for_queue | for_watch},
    Option{"top", '\0', "N",
           "N rows of the table of remotes (20 where none is given); of lint: the N commonest "
           "templates (20); of daily: N rows of each table (10, JSON 100); of affected: N senders "
           "(20, JSON and CSV all)",
           show, reports | for_lint | for_daily | for_queue | for_affected},
    Option{"all", '\0', "",
           "tell all: every finding in full, every remote; of lint, daily and affected: every "
           "template, every row, every sender",
           show, reports | for_lint | for_daily | for_queue | for_affected, instead_of("top")},
    Option{"days", '\0', "N", "draw N days of each finding", show, reports, usually("21")},
    Option{"verbose", 'v', "", "say what each finding was computed from, and what was not reported",
           show, reports},
    Option{"letter", '\0', "FORM", "write the letter as text, eml (a draft) or csv (all samples)",
           OptionGroup::output, for_evidence, one_of("text eml csv", "text")},
    Option{"lang", '\0', "LANG", "write the letter in English, German, Spanish or French",
           OptionGroup::output, for_evidence, one_of("en de es fr", "en")},
    Option{"warning", 'w', "N", "WARNING from N findings on that need somebody; 0: never", choose,
           for_check, usually("1")},
    Option{"critical", 'c', "N", "CRITICAL from N on; 0: never", choose, for_check, usually("0")},
    Option{"max-age", '\0', "SPAN", "UNKNOWN when the newest line is older than SPAN", choose,
           for_check, usually("24h")},
    Option{"inbound", '\0', "", "also print what our server turned away, and its own warnings",
           show, for_events},
    Option{"most", '\0', "N", "tell the first N messages that match", show, for_trace,
           usually("100")},
    Option{"only", '\0', "LIST", "write these sections alone, with commas between them", show,
           for_daily, list_of(known_sections)},
    Option{"without", '\0', "LIST", "leave these sections out, with commas between them", show,
           for_daily, list_of(known_sections)},
    Option{"ascii", '\0', "", "draw with ASCII characters alone", show, reports | for_daily},
    Option{"color", '\0', "WHEN", "color the text (NO_COLOR is honored)", show, pages | for_watch,
           one_of("auto always never", "auto")},
    Option{"json", '\0', "", "same as --format json", OptionGroup::output,
           pages | for_config | for_lint | for_explain | for_queue, instead_of("format")},
    Option{"format", '\0', "FORMAT",
           "write as FORMAT; of a report and of daily also html and eml (a mail with text and "
           "page); of affected also csv; of a report csv and ndjson (the counts of each quarter of "
           "an hour), prom (metrics)",
           OptionGroup::output, pages, usually("text")},
    Option{"html", '\0', "FILE", "also write a page for a browser to FILE", OptionGroup::output,
           reports | for_daily, file_written},
    Option{"mail-to", '\0', "ADDRESS", "to whom the mail of --format eml goes", OptionGroup::output,
           reports | for_daily, usually("root")},
    Option{"mail-from", '\0', "ADDRESS",
           "from whom it is (default: whoever hands it to the mail server)", OptionGroup::output,
           reports | for_daily},
    Option{
        "redact", '\0', "WHOM",
        "hide people from WHOM: postmaster (people, message ids, internal hosts) or public (also "
        "us, and domains that are not the remotes')",
        OptionGroup::output, counting | for_merge, one_of("none postmaster public", "none")},
    Option{"redact-key", '\0', "FILE",
           "make pseudonyms with the key in FILE, so that they are the same for every log",
           OptionGroup::output, counting | for_summary | for_push | for_merge, file_read},
    Option{"keep-addresses", '\0', "",
           "keep addresses that were refused most as they are (default: pseudonyms in their place)",
           OptionGroup::output, for_summary | for_push | for_collect},
    Option{"partial", '\0', "", "write one partial result instead of a report", OptionGroup::output,
           for_merge},
    Option{"ndjson", '\0', "",
           "write a line of JSON for each finding that begins, changes or ends, also on a terminal",
           OptionGroup::output, for_watch},
    Option{"listen", '\0', "ADDRESS",
           "serve the report, metrics and JSON at ADDRESS:PORT of this machine, or at unix:PATH",
           OptionGroup::output, for_watch, outside_files},
    Option{"listen-anywhere", '\0', "",
           "let --listen take an address that other machines reach; needs --token-file",
           OptionGroup::output, for_watch, outside_files},
    Option{"token-file", '\0', "FILE",
           "answer only who shows the token in FILE (Authorization: Bearer)", OptionGroup::output,
           for_watch, file_read},
    Option{"to", '\0', "URL", "send to the ClickHouse at URL: http://HOST:8123, https://HOST:8443",
           OptionGroup::output, for_push},
    Option{"database", '\0', "NAME", "the database there", behavior, for_report | for_push,
           usually("curfew")},
    Option{"credentials", '\0', "FILE",
           "who asks there: a user in FILE's first line, a password in its second (default: "
           "$CURFEW_CLICKHOUSE_USER and $CURFEW_CLICKHOUSE_PASSWORD)",
           behavior, for_report | for_push, file_read},
    Option{"ca", '\0', "FILE", "trust the certificates in FILE (PEM) instead of the system's",
           behavior, for_report | for_push, file_read},
    Option{"ddl", '\0', "", "print the definition of the tables, as SQL", OptionGroup::output,
           for_push, once},
    Option{"cluster", '\0', "NAME",
           "with --ddl: for each shard of the cluster NAME (default: for one machine)",
           OptionGroup::output, for_push},
    Option{"tune", '\0', "",
           "with --ddl: what current versions of ClickHouse can do better, as SQL for later",
           OptionGroup::output, for_push, once},
    Option{"output", 'o', "FILE", "write to FILE instead of standard output", OptionGroup::output,
           for_all & ~(for_watch | for_collect), file_written},
    Option{"interval", '\0', "SECONDS",
           "look at what holds once in SECONDS at most, 0 to 86400, where something was written",
           behavior, for_watch, usually("10")},
    Option{"once", '\0', "", "read what is there, tell what holds, and end", behavior, for_watch,
           once},
    Option{"strict", '\0', "", "no report when an input could not be read whole", behavior,
           reports | for_daily | for_summary},
    Option{"threads", 'j', "N",
           "read and count on up to N threads (default: one for each processor); what is written "
           "does not depend on it",
           behavior, counting | for_summary | for_push | for_merge},
    Option{"quiet", 'q', "", "no warnings and no progress on standard error", behavior,
           following | for_merge},
    Option{"no-progress", '\0', "", "do not show on a terminal how far reading has come", behavior,
           reading},
    Option{"pager", '\0', "COMMAND",
           "show a report that is longer than the terminal through COMMAND (default: $PAGER, else "
           "less -FRX)",
           behavior, reports | for_daily},
    Option{"no-pager", '\0', "", "write a long report straight to the terminal", behavior,
           reports | for_daily, instead_of("pager")},
    Option{"config", '\0', "FILE",
           "read the configuration in FILE instead of the user's and the system's", behavior,
           for_all, file_read_outside_files},
    Option{"no-config", '\0', "", "read no configuration file", behavior, for_all,
           outside_files_instead_of("config")},
    Option{"help", 'h', "", "show help", behavior, for_every, once},
    Option{"version", '\0', "", "show the version; with -v the libraries in it, too", behavior,
           for_every, once},
};

// Letters to add, take away, change, or swap with their neighbor.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row(b.size() + 1, i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before = std::move(last);
    last = std::move(row);
  }
  return last[b.size()];
}

}  // namespace

std::span<const Option> options() noexcept {
  return option_table;
}

const Option* find_option(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(option_table, name, &Option::name);
  return found == option_table.end() ? nullptr : found;
}

std::string_view title(OptionGroup group) noexcept {
  switch (group) {
    case input:
      return "Input";
    case period:
      return "Period";
    case choose:
      return "Choose";
    case show:
      return "Show";
    case OptionGroup::output:
      return "Output";
    case behavior:
      return "Behavior";
  }
  return "";
}

namespace {

std::vector<std::string> words_between(char separator, std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(separator));
    words.emplace_back(word);
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return words;
}

}  // namespace

std::vector<std::string> choices_of(const Option& option) {
  std::vector<std::string> words;
  std::string_view rest = option.value.choices;
  if (rest == the_formats) {
    words.emplace_back("auto");
    const Formats formats = builtin_formats();
    for (const std::shared_ptr<const Format>& format : formats.all()) {
      words.emplace_back(format->name());
    }
    return words;
  }
  if (rest == known_sections) {
    for (std::size_t i = 0; i < daily_section_count; ++i) {
      words.emplace_back(name(static_cast<DailySection>(i)));
    }
    return words;
  }
  return words_between(' ', rest);
}

std::vector<std::string> words_in(std::string_view list) {
  return words_between(',', list);
}

std::string explained(const Option& option) {
  std::string text(option.help);
  const std::vector<std::string> choices = choices_of(option);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    text += i == 0 ? ": " : i + 1 < choices.size() ? ", " : " or ";
    text += choices[i];
  }
  if (!option.value.usual.empty()) text += " (default: " + std::string(option.value.usual) + ')';
  return text;
}

std::string_view nearest(std::string_view mistyped, std::span<const std::string_view> known) {
  std::string_view best;
  // Farther is another word.
  std::size_t least = mistyped.size() < 5 ? 2 : 3;
  for (const std::string_view word : known) {
    const std::size_t steps = distance(mistyped, word);
    if (steps < least) {
      least = steps;
      best = word;
    }
  }
  if (!best.empty() || mistyped.size() < 3) return best;
  const auto begun = std::ranges::find_if(
      known, [&](std::string_view word) { return word.starts_with(mistyped); });
  return begun == known.end() ? best : *begun;
}

std::string_view nearest_option(std::string_view mistyped) {
  std::array<std::string_view, option_table.size()> names;
  std::ranges::transform(option_table, names.begin(), &Option::name);
  return nearest(mistyped, names);
}

}  // namespace curfew::cli
