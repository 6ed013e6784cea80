#include "parse/envelope/journal_records.h"

#include <algorithm>

#include "curfew/input.h"
#include "parse/envelope/entry_writer.h"
#include "parse/envelope/journal_stamps.h"
#include "parse/envelope/stamp_text.h"
#include "text/cursor.h"

namespace curfew::parse {
namespace {

using text::Cursor;

constexpr bool is_field_character(char c) noexcept {
  return text::is_upper(c) || text::is_digit(c) || c == '_';
}

// The name in front of "=", or a name alone; empty when the line is neither.
std::string_view field_name(std::string_view line) noexcept {
  Cursor cursor(line);
  const std::string_view name = cursor.take_while(is_field_character);
  return cursor.at_end() || cursor.peek() == '=' ? name : std::string_view{};
}

// One record after the other, each written when its end was seen.
class Record {
 public:
  bool empty() const noexcept { return empty_; }
  void begin(std::uint64_t number) noexcept {
    entry_.clear();
    number_ = number;
    empty_ = false;
  }
  Entry& entry() noexcept { return entry_; }

  void set(std::string_view name, std::string_view value) {
    if (std::string* const field = entry_.field(name)) *field = value;
  }

  void end(OpenedLines& out) {
    if (empty_) return;
    empty_ = true;
    if (!entry_.complete()) return;
    writer_.write(entry_, number_, out);
  }

  template <class Archive>
  void each_field(Archive& archive) {
    archive(entry_, writer_, number_, empty_);
  }

 private:
  Entry entry_;
  EntryWriter writer_;
  std::uint64_t number_ = 0;
  bool empty_ = true;
};

// A value that is no clean text: the name, then the length in 8 bytes, the lowest first, then the
// value. The value may hold line ends, and so may the length.
class BinaryValue {
 public:
  bool open() const noexcept { return open_; }
  void begin(std::string_view name) {
    name_ = name;
    bytes_.clear();
    size_ = 0;
    open_ = true;
  }
  void abandon() noexcept { open_ = false; }

  // What no journal holds about mail: the log is broken.
  bool is_absurd() const noexcept { return size_ >= length_size && length() > longest; }

  // A line of it; true when it was the last one.
  bool take(std::string_view line) {
    bytes_ += line.substr(0, most - std::min(most, bytes_.size()));
    if (bytes_.size() < most) bytes_ += '\n';
    size_ += line.size() + 1;
    if (size_ < length_size || size_ - length_size <= length()) return false;
    open_ = false;
    return true;
  }
  std::string_view name() const noexcept { return name_; }
  std::string_view value() const noexcept {
    const std::string_view bytes = bytes_;
    return bytes.substr(length_size, static_cast<std::size_t>(length()));
  }

  template <class Archive>
  void each_field(Archive& archive) {
    archive(name_, bytes_, size_, open_);
    if constexpr (Archive::is_reading) {
      if (bytes_.size() != std::min<std::uint64_t>(size_, most)) archive.damage();
    }
  }

 private:
  static constexpr std::size_t length_size = 8;
  static constexpr std::size_t most = length_size + LineReader::longest_line;
  static constexpr std::uint64_t longest = 16 * 1024 * 1024;

  std::uint64_t length() const noexcept {
    std::uint64_t length = 0;
    for (std::size_t i = length_size; i-- != 0;) {
      length = length << 8 | static_cast<unsigned char>(bytes_[i]);
    }
    return length;
  }

  std::string name_;
  std::string bytes_;
  std::uint64_t size_ = 0;
  bool open_ = false;
};

class JournalExport final : public CopiedEnvelope<JournalExport> {
 public:
  template <class Archive>
  void each_field(Archive& archive) {
    archive(record_, value_, lost_);
  }

 private:
  void take(const Line& line, OpenedLines& out) override {
    if (value_.open()) {
      take_value(line.text);
      return;
    }
    if (line.text.empty()) {
      lost_ = false;
      record_.end(out);
      return;
    }
    if (lost_) return;
    const std::string_view name = field_name(line.text);
    if (name.empty()) {
      out.add(line.text, line.number);
      return;
    }
    if (record_.empty()) record_.begin(line.number);
    if (name.size() < line.text.size()) {
      record_.set(name, line.text.substr(name.size() + 1));
    } else {
      value_.begin(name);
    }
  }

  void take_value(std::string_view text) {
    // Part of the line is missing, and with it the count of the bytes: on to the next record.
    if (text.size() == LineReader::longest_line) {
      value_.abandon();
      lost_ = true;
    } else if (value_.take(text)) {
      record_.set(value_.name(), value_.value());
    } else if (value_.is_absurd()) {
      value_.abandon();
      lost_ = true;
    }
  }

  void flush(OpenedLines& out) override { record_.end(out); }

  Record record_;
  BinaryValue value_;
  bool lost_ = false;
};

constexpr std::string_view indent = "    ";

bool begins_verbose_record(std::string_view line, Stamp& stamp) noexcept {
  Cursor cursor(line);
  return read_systemd_stamp(cursor, stamp) && cursor.rest().starts_with("[s=");
}

class JournalVerbose final : public CopiedEnvelope<JournalVerbose> {
 public:
  template <class Archive>
  void each_field(Archive& archive) {
    archive(record_);
  }

 private:
  void take(const Line& line, OpenedLines& out) override {
    Stamp stamp;
    if (begins_verbose_record(line.text, stamp)) {
      record_.end(out);
      record_.begin(line.number);
      if (std::string* const time = record_.entry().field("timestamp")) {
        append_stamp(*time, stamp.wall, stamp.offset);
      }
      return;
    }
    if (!line.text.starts_with(' ')) {
      out.add(line.text, line.number);
      return;
    }
    if (!line.text.starts_with(indent)) return;
    const std::string_view field = line.text.substr(indent.size());
    const std::string_view name = field_name(field);
    if (name.size() < field.size() && !name.empty()) {
      record_.set(name, field.substr(name.size() + 1));
    }
  }
  void flush(OpenedLines& out) override { record_.end(out); }

  Record record_;
};

std::size_t count_export(Lines lines, const StampedTags& /*tags*/) {
  const bool of_a_journal = std::ranges::any_of(lines, [](const Line& line) {
    return line.text.starts_with("__CURSOR=") || line.text.starts_with("__REALTIME_TIMESTAMP=");
  });
  if (!of_a_journal) return 0;
  return static_cast<std::size_t>(std::ranges::count_if(
      lines, [](const Line& line) { return !field_name(line.text).empty(); }));
}

std::size_t count_verbose(Lines lines, const StampedTags& /*tags*/) {
  Stamp stamp;
  std::size_t records = 0;
  std::size_t fields = 0;
  for (const Line& line : lines) {
    if (begins_verbose_record(line.text, stamp)) {
      ++records;
    } else if (records != 0 && line.text.starts_with(indent)) {
      ++fields;
    }
  }
  return records + fields;
}

template <typename Kind>
std::unique_ptr<Envelope> make_journal(const StampedTags& /*tags*/) {
  return std::make_unique<Kind>();
}

}  // namespace

constinit const EnvelopeForm journal_export = {
    .name = "journalctl -o export", .recognize = count_export, .make = make_journal<JournalExport>};
constinit const EnvelopeForm journal_verbose = {.name = "journalctl -o verbose",
                                                .recognize = count_verbose,
                                                .make = make_journal<JournalVerbose>};

}  // namespace curfew::parse
