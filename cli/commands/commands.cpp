#include "commands/commands.h"

#include <algorithm>
#include <array>

#include "completion.h"
#include "options.h"
#include "schemas.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

constexpr std::array table = {
    Command{"report", "[options] [FILE...]",
            "who defers our mail, by hour, remote and code (the default)", for_report, run_report,
            "Reads mail logs and says which remote turned our mail away, at which hours of the "
            "day, with which code. Each FILE is a log, a pipe or a folder of logs; without one, "
            "and for the FILE `-`, standard input is read. Formats and compression are "
            "recognized. At a terminal a long report is shown through a pager.",
            "curfew /var/log/mail.log\n"
            "zcat mainlog.*.gz | curfew - --tz America/Phoenix\n"
            "curfew -r /var/log/remote --last 30d --json -o report.json"},
    Command{
        "daily", "[options] [FILE...]",
        "the morning page: totals, traffic, top names, rejections, the server's own warnings",
        for_daily, run_daily,
        "What there was to read with the coffee: mail received, delivered, deferred, bounced and "
        "rejected, by day and hour, whose, and why; what was found first.",
        "curfew daily --since yesterday --until today /var/log/mail.log"},
    Command{"events", "[options] [FILE...]",
            "what the lines say, one JSON object a line (schema curfew-event/1)", for_events,
            run_events,
            "Writes each thing that happened as a line of JSON, in the words that all mail "
            "servers share, for other programs to read.",
            "curfew events --since yesterday mail.log | jq -r .remote_host | sort | uniq -c"},
    Command{"lint", "[options] [FILE...]",
            "what was not understood and what looks odd, masked for others", for_lint, run_lint,
            "Says which lines were not understood, and what looks odd: stamps, gaps, copies, what "
            "the logging leaves out. Names, addresses and numbers are masked, so that the text can "
            "be shown to others.",
            "curfew lint /var/log/mail.log\ncurfew lint --json mail.log | jq .unknown"},
    Command{"trace", "[options] QUEUE-ID|ADDRESS|@DOMAIN|MESSAGE-ID [FILE...]",
            "the life of each message that matches, from its arrival to its end", for_trace,
            run_trace,
            "Tells the story of each message in one place: arrival, each try with the remote and "
            "its reply, waits, end; across hosts, files and the hops of one server.",
            "curfew trace 3F2A1B7C9 /var/log/mail.log\n"
            "curfew trace user@example.net --last 2d /var/log/exim4"},
    Command{
        "evidence", "[options] [FINDING] [FILE...]",
        "the letter to a remote's postmaster, with samples", for_evidence, run_evidence,
        "Writes what their postmaster needs: the problem, since when, counts, our side, samples. "
        "FINDING is an id from the report (f-1a2b3c4d); without one the gravest finding is "
        "taken. People are hidden as by --redact postmaster.",
        "curfew evidence f-2da0710d94be mainlog* > letter.txt\n"
        "curfew evidence --letter eml -o letter.eml mail.log\n"
        "curfew evidence --letter csv -o samples.csv mail.log"},
    Command{
        "affected", "[options] [FINDING] [FILE...]",
        "whose mail was late or returned because of a finding", for_affected, run_affected,
        "Lists the senders of ours whose mail a remote refused or held up: how many messages, to "
        "whom, since when, the longest wait and how it ended; returned mail first. FINDING is an "
        "id "
        "from the report (f-1a2b3c4d5e6f); without one the gravest finding that asks somebody to "
        "act "
        "is taken.",
        "curfew affected /var/log/mail.log\n"
        "curfew affected f-2da0710d94be --last 7d mainlog*\n"
        "curfew affected --format csv -o senders.csv mail.log"},
    Command{"collect", "[options] FILE...",
            "reads what is new and keeps it, so that reports read nothing twice", for_collect,
            run_collect,
            "Reads what has come since the last run: FILE is a log, which stands for its rotated "
            "parts too, or a folder of logs; they are found again by what they hold, renamed, "
            "packed or emptied in place. What was counted, what was open, and how far each log was "
            "read are kept at once. Reports with `--store` show all that was ever collected, also "
            "of logs that are gone. Addresses are hidden unless they are to be kept.",
            "curfew collect /var/log/mail.log\n"
            "curfew report --store --last 30d\n"
            "curfew collect -q --keep 400d /var/log/exim4"},
    Command{"summary", "[options] [FILE...]",
            "what logs come to, as a small file for `curfew merge`", for_summary, run_summary,
            "Reads logs as a report does and writes what was counted, server by server, for "
            "machines that put several servers together. Addresses are hidden unless they are to "
            "be kept.",
            "curfew summary -o mx1.curfew /var/log/mail.log*\n"
            "ssh mx1 curfew summary /var/log/mail.log > mx1.curfew"},
    Command{"merge", "[options] [FILE...]",
            "one report of several servers, from what `curfew summary` wrote", for_merge, run_merge,
            "Puts partial results together, in any order and however often each is named, and "
            "reports what the logs would have given. Each FILE is a partial result or a folder of "
            "them (*.curfew). Findings rest on all that was counted; a period limits the counts.",
            "curfew merge mx*.curfew\n"
            "curfew merge --last 7d --html fleet.html /srv/partials\n"
            "curfew merge --partial -o site.curfew mx1.curfew mx2.curfew"},
    Command{"watch", "[options] [FILE...]",
            "what refuses now, as the logs grow: a live page, lines of JSON, a page to serve",
            for_watch, run_watch,
            "Reads logs from their oldest rotated part on, follows them as they grow and are "
            "rotated, and tells which findings begin, change between open and closed, and end: on "
            "a terminal as a live page (q leaves), else as lines of JSON. FILE is a log, which "
            "stands for its rotated parts too and need not exist yet, or a folder of logs. With "
            "`--listen` the report is served on this machine.",
            "curfew watch /var/log/mail.log\n"
            "curfew watch --journal --listen 127.0.0.1:9780\n"
            "curfew watch --ndjson /var/log/exim4 | logger -t curfew"},
    Command{"push", "[options] --to URL [FILE...]",
            "what logs say, sent to ClickHouse for fleets that outgrow one machine", for_push,
            run_push,
            "Reads logs as a report does and sends each try, and what else was counted of a "
            "server, to tables of ClickHouse. `curfew report --from URL` adds them up there and "
            "reports here what all logs read at once would give. A push may be done again at any "
            "time: what was sent twice counts once.",
            "curfew push --ddl --cluster mail | clickhouse-client --multiquery\n"
            "curfew push --to http://127.0.0.1:8123 /var/log/mail.log.1\n"
            "curfew report --from http://127.0.0.1:8123 --last 7d"},
    Command{"check", "[options] [FILE...]", "a line and an exit status for Nagios and its kin",
            for_check, run_check,
            "Says OK (0), WARNING (1), CRITICAL (2) or UNKNOWN (3), with performance data, by how "
            "many findings need somebody. A log whose newest line is too old is UNKNOWN.",
            "curfew check --last 14d -w 1 -c 3 /var/log/mail.log*"},
    Command{"explain", "[options] CODE|REPLY|-...",
            "what a code or a reply means, and what to do; - reads replies or log lines",
            for_explain, run_explain,
            "Says why mail is refused, what to do about it and what can be tested of the stated "
            "reason: of a provider's code, of a reply as it stands in a log, or of each line of "
            "standard input.",
            "curfew explain AUP#CXCNCT\ncurfew explain \"550 5.7.1 blocked\"\n"
            "grep status=deferred mail.log | curfew explain -"},
    Command{
        "queue", "[options] [FILE]",
        "what waits in the queue, for whom, since when and why: reads mailq, postqueue -j, exim "
        "-bp",
        for_queue, run_queue,
        "Reads the listing that a mail server prints of its queue, and puts together what waits "
        "for the same domain and the same reason.",
        "postqueue -j | curfew queue\nexim -bp | curfew queue\ncurfew queue --json mailq.txt"},
    Command{"formats", "[list|show|check|try] [options] [FILE...]",
            "the log formats that are known; definitions of others", for_formats, run_formats,
            "Lists the formats. `show NAME` prints a definition, `check FILE...` proves "
            "definitions (files or folders) on their samples and against all other formats, `try "
            "FILE [LOG...]` reads logs by one and shows which lines it knew, what they gave and "
            "what was not known.",
            "curfew formats show sendmail > mine.toml\ncurfew formats check mine.toml\n"
            "curfew formats try mine.toml /var/log/maillog\n"
            "curfew --formats ~/formats /var/log/maillog"},
    Command{"config", "[options] [COMMAND]", "each setting of a command and where it comes from",
            for_config, run_config,
            "Shows what COMMAND (report, when none is named) takes from the environment, from the "
            "configuration files and from its own usual values, and which files were read.",
            "curfew config\ncurfew config events --json\ncurfew config --config ./curfew.conf"},
    Command{"completion", "SHELL", "completions for bash, zsh or fish", for_help, run_completion,
            "Prints what the shell reads to complete commands, options and their values. "
            "Installed copies are loaded by the shell itself.",
            "source <(curfew completion bash)\n"
            "curfew completion fish > ~/.config/fish/completions/curfew.fish"},
    Command{"man", "[COMMAND]", "the man page, or a command's", for_help, run_man,
            "Prints a page in the mdoc language.", "curfew man events | man -l -"},
    Command{"schema", "[SCHEMA]", "the JSON schemas, or the text of one", for_help, run_schema,
            "Lists the schemas of what is written as JSON; with a name, prints that schema.",
            "curfew schema curfew-summary/1 > summary.schema.json"},
    Command{"help", "[COMMAND]", "this help, or a command's", for_help, run_help},
    Command{"version", "", "the version", for_help, run_version},
};

// Two commands would share their options.
constexpr bool has_own_bits() {
  unsigned seen = 0;
  for (const Command& command : table) {
    if (command.options == for_help) continue;
    if ((command.options & (seen | for_help)) != 0) return false;
    seen |= command.options;
  }
  return true;
}
static_assert(has_own_bits(), "each command has bits of its own in options.h");

}  // namespace

std::span<const Command> commands() noexcept {
  return table;
}

const Command* find_command(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(table, name, &Command::name);
  return found == table.end() ? nullptr : found;
}

const Command& command_named(const std::string& name) {
  const Command* const found = find_command(name);
  if (found != nullptr) return *found;
  const std::string_view near = nearest_command(name);
  throw UsageError(name + ": no such command", near.empty()
                                                   ? "`curfew help` lists the commands."
                                                   : "Did you mean " + std::string(near) + '?');
}

bool takes_files(const Command& command) noexcept {
  return command.arguments.find("FILE") != std::string_view::npos;
}

std::vector<std::string> argument_choices(const Command& command) {
  const auto takes = [&](std::string_view word) {
    return command.arguments.find(word) != std::string_view::npos;
  };
  std::vector<std::string> words;
  if (takes("list|show")) {
    words = {"list", "show", "check", "try"};
  } else if (takes("COMMAND")) {
    for (const Command& one : table) words.emplace_back(one.name);
  } else if (takes("SHELL")) {
    for (const Completion& one : completions) words.emplace_back(one.shell);
  } else if (takes("SCHEMA")) {
    for (const Schema& one : schemas()) words.emplace_back(one.name);
  }
  return words;
}

std::string_view nearest_command(std::string_view mistyped) {
  std::array<std::string_view, table.size()> names;
  std::ranges::transform(table, names.begin(), &Command::name);
  return nearest(mistyped, names);
}

}  // namespace curfew::cli
