#pragma once

// Readers of log formats: a Format tells its logs from others' and makes the Parser of one server's
// logs. A program may bring formats of its own. A Format may be shared by threads, a Parser serves
// one. A line is never an error: it is reported, ignored or unknown, and counted.
//
//     #include <curfew/builtin_formats.h>
//     const curfew::Formats formats = curfew::builtin_formats();
//     auto parser = formats.all().front()->make(curfew::ClockHints{});
//     const std::vector<curfew::Line> lines{{.text = "...", .number = 1}};
//     curfew::Events events;
//     parser->parse(lines, events);

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "curfew/event.h"
#include "curfew/export.h"
#include "curfew/hints.h"
#include "curfew/input.h"
#include "curfew/time.h"

namespace curfew {

class KnownServers;
class ServerKnowledge;
struct RepeatingLogs;

/// Every line is counted once: lines() == reported + ignored + unknown.
struct CURFEW_API LineCount {
  std::uint64_t reported = 0;  ///< said something about mail that we keep
  std::uint64_t ignored = 0;   ///< understood, and of no use to us; or another program's
  std::uint64_t unknown = 0;   ///< the mail server's own, and not understood

  std::uint64_t lines() const noexcept { return reported + ignored + unknown; }
  LineCount& operator+=(const LineCount& other) noexcept;
  LineCount& operator-=(const LineCount& other) noexcept;
  friend bool operator==(const LineCount&, const LineCount&) = default;
};

/// What became of a line: a member of LineCount each.
enum class LineUse : std::uint8_t { reported, ignored, unknown };

/// What a log does not hold and its reader should know. `key` is stable, for machines.
struct Remark {
  std::string key;
  std::string text;        ///< goes behind the log's name: "logging of SMTP is off: ..."
  Hint hint = Hint::none;  ///< what can be done about it
  std::string hint_data = {};
};

/// Reads one log, front to back. Has state (ids, connections of a process), bounded whatever comes.
/// One thread at a time. Nothing on the path of lines throws.
class CURFEW_API Parser {
 public:
  virtual ~Parser() = default;

  /// Appends what the lines say, in their order, and counts each line. The same lines give the same
  /// events however they are cut into batches.
  virtual void parse(Lines lines, Events& events) = 0;

  /// The log is over: appends what waited for its end. Called once.
  virtual void finish(Events& /*events*/) {}
  /// About what was read so far.
  virtual std::vector<Remark> remarks() const { return {}; }
  /// Whose lines were read, by the names of those servers' formats, where this one does not say it:
  /// a list of events. Sorted; empty where the format itself is the server.
  virtual std::vector<std::string> servers() const { return {}; }
  /// Another one that goes on from here, for a report in the middle of a log. Null where a parser
  /// cannot be copied: such a report then knows nothing of the lines and events it holds back.
  virtual std::unique_ptr<Parser> copy() const { return nullptr; }
  /// What it holds, appended as bytes, for restore() of a parser that the same format of the same
  /// version of the library made; false, and nothing appended, where it cannot be kept. Options,
  /// and who listens, are not kept.
  virtual bool keep(std::string& state) const;
  /// Goes on from there. Needs: no line was read yet, and the options are set. Throws Error
  /// (unreadable) where the bytes are something else; the parser is of no use then.
  virtual void restore(std::string_view state);

  const LineCount& count() const noexcept { return count_; }
  /// Of count().reported, the lines that are there because of reads_inbound alone: as what they
  /// would be counted without it, ignored or unknown.
  const LineCount& inbound() const noexcept { return inbound_; }
  const LogClock& clock() const noexcept { return clock_; }
  /// The lines that follow are another log's of the same server: reads them by that log's clock and
  /// gives back the one it had.
  void exchange_clock(LogClock& clock) noexcept { std::swap(clock_, clock); }
  using UnknownListener = std::function<void(const Line&)>;
  /// Calls it with every line that is counted as unknown, from now on; empty: nobody. Gives back
  /// the one that was called so far.
  UnknownListener tell_unknown(UnknownListener listener) noexcept {
    std::swap(unknown_listener_, listener);
    return listener;
  }
  /// Some events came from lines without a stamp and carry the log's own date (a transcript).
  bool dates_are_assumed() const noexcept { return dates_are_assumed_; }

  /// Also reports what our server turned away, and its notices about itself: events of the kinds
  /// rejection and notice, from lines that are ignored otherwise. Set before the first line.
  bool reads_inbound = false;
  /// Mail servers whose lines may stand in the log, too: a remark tells of those that are passed
  /// over. Set before the first line; must live as long. Null: nobody is told of.
  const KnownServers* known_servers = nullptr;

 protected:
  explicit Parser(const ClockHints& hints) : clock_(hints) {}
  /// Counts a line as what became of it.
  void count_as(LineUse use, const Line& line) {
    if (use == LineUse::reported) {
      ++count_.reported;
    } else if (use == LineUse::ignored) {
      ++count_.ignored;
    } else {
      count_unknown(line);
    }
  }
  /// A line that is reported because of reads_inbound alone, and as what it would be counted
  /// without it.
  LineUse reported_as_inbound(LineUse otherwise) noexcept {
    ++(otherwise == LineUse::unknown ? inbound_.unknown : inbound_.ignored);
    return LineUse::reported;
  }
  /// Counts a line as unknown and tells who listens.
  void count_unknown(const Line& line);
  /// For keep(): appends what every parser holds, and `own` behind it. True.
  bool keep_with(std::string_view own, std::string& state) const;
  /// For restore(): takes what every parser holds and gives `own` back. Throws Error (unreadable).
  std::string restore_base(std::string_view state);

  LineCount count_;
  LineCount inbound_;
  LogClock clock_;
  bool dates_are_assumed_ = false;

 private:
  UnknownListener unknown_listener_;
};

/// A log format: what tells its logs from others', and who reads them. Const functions may be
/// called from several threads. A program may bring its own (Formats::add).
class CURFEW_API Format {
 public:
  virtual ~Format() = default;

  /// Short and lower case: "ndjson". The view lives as long as the format, as that of title().
  virtual std::string_view name() const noexcept = 0;
  /// For people: "Events (one JSON object a line)".
  virtual std::string_view title() const noexcept = 0;
  /// How many of these lines are surely of this format. The format with most lines is taken.
  virtual std::size_t recognize(Lines lines) const = 0;
  /// A parser for the logs of one server. The format must outlive it.
  virtual std::unique_ptr<Parser> make(const ClockHints& hints) const = 0;
  /// A line that tells the log's zone or year; none for most lines.
  virtual std::optional<ClockAnchor> anchor(std::string_view /*line*/) const {
    return std::nullopt;
  }
  /// Whether its lines have time stamps. Logs of one server that overlap in time are merged by
  /// them; without them they are read one after the other, copies and all.
  virtual bool has_stamps() const noexcept { return false; }
  /// A line's time stamp. False, and `stamp` unspecified, for a line without one.
  virtual bool stamp(std::string_view /*line*/, Stamp& /*stamp*/) const { return false; }
  /// What is known of the server that writes such logs: curfew/server.h. Null: nothing, or the
  /// format is of no one server. Lives as long as the format.
  virtual const ServerKnowledge* server() const noexcept { return nullptr; }
};

/// The formats an analysis knows, in the order in which they are asked. A copy shares the formats.
class CURFEW_API Formats {
 public:
  /// Needs: it has a name, and no format has that name yet. Throws Error (bad_value) otherwise.
  void add(std::shared_ptr<const Format> format);
  /// Null when there is none. Pointers live as long as this object or a copy of it.
  const Format* find(std::string_view name) const noexcept;
  /// The first format that recognizes more than half of the lines, else the one that recognizes
  /// most, the first of equals; null when no line was recognized.
  const Format* recognize(Lines lines) const;
  const std::vector<std::shared_ptr<const Format>>& all() const& noexcept { return formats_; }
  const std::vector<std::shared_ptr<const Format>>& all() && = delete;  // would dangle

  /// Those whose lines parsers tell of when they pass over them; replaces the ones before.
  void know_servers(std::shared_ptr<const KnownServers> servers) noexcept;
  /// Null when nobody was made known. Lives as long as this object or a copy of it.
  const KnownServers* known_servers() const noexcept { return known_servers_.get(); }

  /// What the formats' servers say, all of them: for system_journal() and inputs_at().
  std::vector<std::string> journal_programs() const;
  std::vector<RepeatingLogs> repeating_logs() const;
  /// How tags begin behind which a server writes a stamp of its own.
  std::vector<std::string> stamped_tags() const;

 private:
  std::shared_ptr<const KnownServers> known_servers_;
  std::vector<std::shared_ptr<const Format>> formats_;
};

}  // namespace curfew
