#pragma once

// Where logs come from: files, pipes, folders, journals, memory; packed ones are unpacked on the
// way. One thread at a time for each source. What cannot be read throws Error.
//
//     auto source = curfew::unpacked(curfew::open_file("mail.log.1.gz"));
//     curfew::LineReader reader(*source);
//     for (curfew::Lines lines = reader.next(); !lines.empty(); lines = reader.next()) {
//       for (const curfew::Line& line : lines) std::cout << line.number << '\n';
//     }

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/export.h"
#include "curfew/time.h"

namespace curfew {

/// A line of a log without its end (LF or CRLF). `number` counts from 1.
struct Line {
  std::string_view text;
  std::uint64_t number = 0;
};

/// A batch of lines in the order of the log. The texts live until the next batch is asked for.
using Lines = std::span<const Line>;

/// Where bytes come from. One thread at a time.
class CURFEW_API Source {
 public:
  virtual ~Source() = default;
  /// Fills the front of `room`, returns how much; 0 at the end. Throws Error (unreadable).
  virtual std::size_t read(std::span<char> room) = 0;
  /// For messages: "mail.log", "standard input".
  virtual const std::string& name() const noexcept = 0;
  /// When the log was last written to, where that is known; stamps without a year lean on it.
  virtual std::optional<Instant> modified() const { return std::nullopt; }
  /// Once read() gave 0: whether that was the end. False where more may come, as of a log that is
  /// fed; whoever reads asks again then.
  virtual bool is_over() const noexcept { return true; }
  /// Whether reading it is work, as unpacking is. Known once something was read.
  virtual bool is_packed() const noexcept { return false; }
};

/// A regular file, or a pipe that has a name. Throws Error (unreadable) with the reason.
/// A systemd journal's file, known by its first bytes, gives a record a line, as `journalctl -o
/// json` prints it; of it, what is older than `since` may be left out. Throws Error (compressed)
/// where this build does not read journals.
CURFEW_API std::unique_ptr<Source> open_file(const std::string& path,
                                             std::optional<Instant> since = std::nullopt);
/// Reads file descriptor 0; never closes it.
CURFEW_API std::unique_ptr<Source> standard_input();
/// Text in memory; `text` must live as long as the source. For tests and embedded use.
CURFEW_API std::unique_ptr<Source> text_source(std::string name, std::string_view text);

/// The same log as plain bytes: gzip, xz, zstd and bzip2 data, known by their first bytes, are
/// unpacked on the way, also several glued together, and UTF-16 becomes UTF-8; anything else stays
/// as it is. A piece at a
/// time, in bounded memory. Where the data end early, are damaged or become more than 200 times as
/// large, the source gives what came before and then throws Error (unreadable); a kind that this
/// build does not unpack throws Error (compressed).
CURFEW_API std::unique_ptr<Source> unpacked(std::unique_ptr<Source> source);

/// A log that is opened when its turn comes: once to see what it is, and again to read it.
struct Input {
  std::string name;
  std::function<std::unique_ptr<Source>()> open;  ///< throws Error (unreadable)
  std::uint64_t size = 0;                         ///< bytes as they are stored; 0: not known
  bool once = false;      ///< standard input or a pipe: what was read is gone
  bool found = false;     ///< in a folder: nobody said that it is a mail log
  std::string host = {};  ///< whose lines are those that name no host; empty: not said
  /// The first of the folders below the one that was named: on a central server, a host's.
  std::string folder = {};
};

/// Log files that hold lines of other ones again, by how the names of both begin.
struct RepeatingLogs {
  std::vector<std::string> whole;    ///< "mainlog"
  std::vector<std::string> repeats;  ///< beside one of those they are left out: "rejectlog"
};

/// What a path stands for: "-" is standard input, a folder the log files in it (with `below`, also
/// those in the folders below it), anything else the file itself, which need not exist yet. Where
/// there is none, "mail.log*" means all that a shell would take it for.
///
/// Of a folder, regular files alone are taken, no links, pipes, devices or hidden files; and none
/// of those that only repeat another beside them, as `repeating` says (Formats::repeating_logs).
/// They are ordered by name. Throws Error (unreadable) when the folder cannot be read.
/// `since` as for open_file.
CURFEW_API std::vector<Input> inputs_at(const std::string& path, bool below = false,
                                        std::optional<Instant> since = std::nullopt,
                                        const std::vector<RepeatingLogs>& repeating = {});

/// The systemd journal of this machine, of it what has the facility mail or is of one of these
/// programs (Formats::journal_programs); what is older than `since` may be left out. Opening it
/// throws Error (compressed) where this build does not read journals.
CURFEW_API Input system_journal(std::optional<Instant> since = std::nullopt,
                                std::vector<std::string> programs = {});

/// Cuts a source into lines, the same ones whatever the batch. A line longer than `longest_line` is
/// given with its front only.
class CURFEW_API LineReader {
 public:
  static constexpr std::size_t longest_line = 64 * 1024;

  /// `batch` is how many bytes are read at a time; 256 KiB fits a core's cache.
  explicit LineReader(Source& source, std::size_t batch = 256 * 1024);
  /// The same where `size` bytes at `front` were read of the source already: they are given first,
  /// and from where they stand.
  LineReader(Source& source, std::shared_ptr<char[]> front, std::size_t size, std::size_t batch);
  /// Goes on from where `other` stands, with another source.
  LineReader(const LineReader& other, Source& source);

  /// The next lines; empty at the end, and where the source is not over but has nothing now. They
  /// live until the next call. Throws what the source throws, and Error (compressed) when it begins
  /// as gzip, xz, zstd or bzip2 data do: read those through unpacked().
  Lines next();
  /// While this is held the texts that next() gave last stay as they are, also behind the next call
  /// and behind the reader. Held by the reader's own thread: others may read the texts alone.
  std::shared_ptr<const void> hold() const noexcept { return buffer_; }
  bool at_end() const noexcept { return at_end_; }
  std::uint64_t bytes() const noexcept { return bytes_; }
  /// Lines of which only the front was given.
  std::uint64_t cut_lines() const noexcept { return cut_lines_; }

  /// The library's own: what was read is kept, but for the lines that next() gave.
  template <class Archive>
  void each_field(Archive& archive) {
    std::string rest(waiting());
    archive(rest, skipping_, at_end_, number_, bytes_, cut_lines_);
    if constexpr (Archive::is_reading) {
      if (!wait_with(rest)) archive.damage();
    }
  }

 private:
  using Buffer = std::shared_ptr<char[]>;

  std::string_view waiting() const noexcept;
  bool wait_with(std::string_view rest);
  bool fill();
  std::size_t capacity() const noexcept;
  void make_room();
  void split(std::size_t end);
  void add_line(std::size_t begin, std::size_t end);

  Source& source_;
  std::size_t batch_;
  Buffer buffer_;
  std::vector<Buffer> others_;  // held by somebody, or free again
  std::size_t begin_ = 0;       // of what has not been given yet
  std::size_t end_ = 0;
  bool is_front_ = false;       // the buffer: not to be written to
  std::size_t front_left_ = 0;  // of it, behind end_
  bool skipping_ = false;       // the rest of a line whose front was given
  bool at_end_ = false;
  std::vector<Line> lines_;
  std::uint64_t number_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t cut_lines_ = 0;
};

}  // namespace curfew
