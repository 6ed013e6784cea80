#pragma once

// The whole way from logs to a report: sources are read, or fed as they come, joined, counted and
// explained. Everything a report says is owned by it; views that consumers and observers are given
// die with the call. What is wrong with a log throws Error; what is odd in its lines is counted.
//
//     #include <curfew/builtin_formats.h>
//     curfew::Analyzer analyzer(curfew::builtin_formats());
//     analyzer.read(curfew::open_file("/var/log/mail.log"));
//     curfew::write_text(analyzer.report(), std::cout);

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/catalogue.h"
#include "curfew/error.h"
#include "curfew/export.h"
#include "curfew/input.h"
#include "curfew/parser.h"
#include "curfew/redact.h"
#include "curfew/report.h"
#include "curfew/tally.h"
#include "curfew/time.h"

namespace curfew {

namespace analysis {
struct AnalyzerState;
struct SessionState;
}  // namespace analysis

struct AnalyzerOptions {
  std::optional<TimeZone> zone;  ///< hours of day in the report; else the log's, else the system's
  std::optional<TimeZone>
      log_zone;             ///< of stamps without one; else learned from ids, else the system's
  TimeZone system_zone;     ///< to fall back to; TimeZone::system() for the machine's
  std::optional<int> year;  ///< of the first stamp, for stamps without a year
  /// Nothing in a log is younger; a file's own date comes first. TimeZone and year are inferred
  /// against it, so a program that wants the same answer tomorrow sets it.
  std::optional<Instant> now;
  std::string format;  ///< skip recognition
  Grouping grouping = Grouping::provider;
  std::shared_ptr<const Catalogue> catalogue;  ///< what replies mean; none: the built-in one
  /// Counts nothing before `since` or from `until` on. Asked when the first log has shown in which
  /// zone the report will be drawn: "since midnight" is midnight there. A snapshot of logs that
  /// have not shown it yet asks for itself. May be empty.
  std::function<Instant(const TimeZone&)> since;
  std::function<Instant(const TimeZone&)> until;
  /// Findings rest on all that is read, and the period only limits what is counted. Else a page of
  /// one day would hardly know a pattern.
  bool findings_of_all = false;
  /// Else reports hold counts alone, and nothing that findings rest on is kept: takes two thirds of
  /// the time. Not where servers are kept apart.
  bool findings = true;
  /// Keeps what each server came to apart, for partial() and take().
  bool servers_apart = false;
  bool inbound = false;            ///< also read rejections and notices (Parser::reads_inbound)
  std::size_t batch = 256 * 1024;  ///< bytes parsed at a time; the result does not depend on it
  /// Above 1, read() and read_all() use several threads: one for each server, or, of one server,
  /// some that unpack and one that joins what is read and calls consumers; and some that look for
  /// patterns. The result does not depend on it.
  unsigned threads = 1;
};

/// How reading several logs went.
struct InputsRead {
  std::size_t read = 0;               ///< logs read whole
  std::vector<Error> failures;        ///< what read() would have thrown
  std::vector<std::string> left_out;  ///< found in folders, and no mail logs
  std::vector<Error> archives;        ///< found in folders, and not opened
};

/// Watches what an Analyzer reads. Does nothing by itself: override what is of interest.
class CURFEW_API LogObserver {
 public:
  virtual ~LogObserver() = default;
  /// What follows is of this log, until another begins; logs of one server are read by turns, so
  /// that one may begin again. `format` lives as long as the analyzer.
  virtual void begin(const std::string& /*name*/, const Format& /*format*/,
                     const ClockHints& /*hints*/) {}
  /// Its lines, out of their envelopes, copies included.
  virtual void lines(Lines /*lines*/) {}
  /// One of them was not understood.
  virtual void unknown(const Line& /*line*/) {}
  /// What they told.
  virtual void events(const Events& /*events*/) {}
  /// A log that will not be read: no format recognized a line. `front` is its first mebibyte;
  /// nothing of an empty one.
  virtual void unrecognized(const std::string& /*name*/, Lines /*front*/) {}
};

/// A log that is fed as it comes, in pieces that are cut anywhere: between lines, within one,
/// within a character. What comes of it does not depend on the cuts.
///
///     curfew::Analyzer analyzer(curfew::builtin_formats());
///     curfew::Session session = analyzer.session("mail.log");
///     while (more(bytes)) {
///       session.feed(bytes);
///       curfew::write_text(analyzer.snapshot(), std::cout);
///     }
///     session.finish();
///
/// What the log is, its zone and its year are told by its first mebibyte, as in a file that is read
/// whole; until then the bytes are kept: snapshots know them, consumers and the observer are told
/// nothing yet (but see recognize()). Later the memory held for a session does not grow with the
/// log. UTF-16 is read; packed bytes have to be unpacked first. A log and its rotated parts are one
/// session: feed what follows.
///
/// One thread at a time, and that for an analyzer and all its sessions together.
class CURFEW_API Session {
 public:
  /// Ends it like finish(), but says nothing of what is wrong.
  ~Session();
  Session(Session&&) noexcept;
  /// Ends the one it was, as its destructor does.
  Session& operator=(Session&& other) noexcept;

  /// The next bytes; they are not needed afterwards. Throws Error: unknown_format when the first
  /// mebibyte holds no mail log; compressed, archive for what is no text. What is fed after that,
  /// or after finish(), is dropped.
  void feed(std::string_view bytes);
  /// The log is over. Throws what feed() throws, of a log that is shorter than a mebibyte. Once.
  void finish();
  /// The log has shown what it is.
  bool is_recognized() const noexcept;
  /// What was fed so far is to be enough: where it shows what the log is, it is read from now on,
  /// its zone and year as learned from so much. For who wants to be told of events at once. Returns
  /// is_recognized(); where not, nothing has changed.
  bool recognize();

 private:
  friend class Analyzer;  // makes them
  explicit Session(std::unique_ptr<analysis::SessionState> state);

  std::unique_ptr<analysis::SessionState> state_;
};

/// Events of one log, after they were joined: the sender of an attempt is known, what a refusal
/// means, of which message it is. Views die with the call.
struct EventBatch {
  std::string_view format;  ///< the log's
  std::string_view source;  ///< the log's name
  const Events& events;     ///< in the order of the log
};

/// Is given what an Analyzer reads, to count or keep it in a way of its own. Does nothing by
/// itself: override what is of interest. One call at a time; where read() uses several threads
/// (AnalyzerOptions::threads), on another one, and all of them before it returns. A session uses
/// none: feed() calls. What a call throws comes out of read() or feed(), and that log ends there,
/// counted as far as it was joined.
class CURFEW_API Consumer {
 public:
  virtual ~Consumer() = default;
  /// A batch of a log; logs of one server take turns.
  virtual void events(const EventBatch& /*batch*/) {}
  /// Each attempt that stands in a line of the log and lies in the period, in order.
  virtual void attempt(const Attempt& /*attempt*/) {}
  /// So many lines more were read, to show that something is going on.
  virtual void lines_read(std::size_t /*lines*/) {}
  /// Wants lines_read() alone, the other two are not called. Only where all consumers say so are
  /// several servers read at once (AnalyzerOptions::threads): events come in order.
  virtual bool counts_lines_alone() const noexcept { return false; }
};

/// The whole pipeline: sources in, a report out.
///
///     curfew::Analyzer analyzer(curfew::builtin_formats());
///     analyzer.read(curfew::open_file("/var/log/mail.log"));
///     curfew::write_json(analyzer.report(), std::cout);
///
/// One thread at a time reads or feeds, and no other calls anything meanwhile. While none does,
/// several may call const members.
class CURFEW_API Analyzer {
 public:
  /// Throws Error (unknown_format) when options.format is not among the formats.
  explicit Analyzer(Formats formats, AnalyzerOptions options = {});
  ~Analyzer();
  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;

  /// A log, to its end. Throws Error: unreadable, compressed, archive, unknown_format (no mail log
  /// in it).
  /// What was read before stays counted, also of a log that breaks off.
  void read(std::unique_ptr<Source> source);
  /// Several logs, such as a log and its rotated parts, oldest first whatever the order they are
  /// given in: each log's first stamp says where it stands. A log whose ids tell no zone or year
  /// takes them from its neighbor. Of a log that is there twice the longer one is read; lines that
  /// stand in several logs of one server count once. Messages are joined within one server's logs.
  /// What is wrong with one log does not keep the others from being read.
  InputsRead read_all(const std::vector<Input>& inputs);

  /// What each server came to, as bytes ("curfew-partial/1", docs/partials.md): another analyzer
  /// take()s it, on another machine, and reports what it would of the logs. The same logs give the
  /// same bytes. Addresses that were refused most are in it: see rename_addresses(). Needs:
  /// AnalyzerOptions::servers_apart, and no sessions.
  std::string partial() const;
  /// Adds the servers of a partial result, in any order and however often; of two that hold the
  /// same logs, the one that read more of them stays. Throws Error: unreadable where the bytes are
  /// something else, or of another version; bad_value where a server's logs are in two of them and
  /// neither holds all that the other holds, or servers are grouped by something else. `name` is
  /// for messages. Needs: AnalyzerOptions::servers_apart.
  void take(std::string_view partial, const std::string& name);
  /// What is kept of addresses, recipients and senders that were refused most: `shown` is asked for
  /// each.
  void rename_addresses(const std::function<std::string(std::string_view)>& shown);

  /// A log that is fed as it comes, from a server of its own; several may be open at a time. `name`
  /// is for messages; `modified` as of Source. The analyzer must outlive the session.
  Session session(std::string name, std::optional<Instant> modified = std::nullopt);

  /// From now on, also of sessions that are open; in the order in which they are added. It must
  /// live as long as logs are read, or until it is removed. Either may be done within a call.
  void add(Consumer& consumer);
  /// However often it was added.
  void remove(Consumer& consumer) noexcept;
  /// From now on; null for nobody. It must live as long as logs are read.
  void observe(LogObserver* observer) noexcept;
  const AnalyzerOptions& options() const noexcept;
  const Formats& formats() const noexcept;
  /// Made from the front of the log that was read first: the same logs give the same key. All zero
  /// before a log was read.
  const RedactionKey& log_key() const noexcept;
  /// In which hours are drawn; before the first log was read, the system's where none was chosen.
  const TimeZone& zone() const noexcept;
  /// What is counted; unbounded before the first log was read.
  const Period& period() const noexcept;
  /// `with_buckets`: also every slot, which JSON shows and the page for people does not. While
  /// sessions are open this is snapshot().
  Report report(bool with_buckets = true) const;
  /// What report() would say if all sessions ended here: everything fed so far counts, a line that
  /// has not ended yet too. Changes nothing that comes after. Takes time and memory like everything
  /// that is kept, which is bounded whatever the length of the logs. Of a log that does not show
  /// yet what it is nothing is said.
  Report snapshot(bool with_buckets = true) const;
  /// A report of what was read alone: inputs, lines, zone and warnings. Costs nothing.
  Report reading() const;

  /// Of the library itself.
  std::unique_ptr<analysis::AnalyzerState>& own_state() noexcept { return state_; }

 private:
  std::unique_ptr<analysis::AnalyzerState> state_;
};

}  // namespace curfew
