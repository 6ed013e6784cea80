#include "parse/envelope/csv_records.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "curfew/input.h"
#include "parse/envelope/entry_writer.h"
#include "text/trimmed.h"

namespace curfew::parse {
namespace {

constexpr std::size_t most_columns = 200;

// Cuts one record. False where a quoted value goes on in the next line.
bool split(std::string_view record, char separator, std::vector<std::string>& values) {
  std::size_t used = 0;
  const auto next = [&]() -> std::string& {
    if (used == values.size()) values.emplace_back();
    values[used].clear();
    return values[used++];
  };
  std::string* value = &next();
  bool quoted = false;
  for (std::size_t i = 0; i < record.size(); ++i) {
    const char c = record[i];
    if (quoted && c == '"' && i + 1 < record.size() && record[i + 1] == '"') {
      *value += c;
      ++i;
    } else if (c == '"' && (quoted || value->empty())) {
      quoted = !quoted;
    } else if (c == separator && !quoted && used < most_columns) {
      value = &next();
    } else {
      *value += c;
    }
  }
  values.resize(used);
  return !quoted;
}

// The names of the columns, as the first line gives them.
class Header {
 public:
  /// False where no column can hold lines, or the line is none of names.
  bool read(std::string_view line) {
    constexpr std::string_view separators = ",;\t";
    const std::size_t at = line.find_first_of(separators);
    separator_ = at == line.npos ? ',' : line[at];
    if (!split(line, separator_, names_)) return false;
    Entry entry;
    for (std::string& name : names_) {
      if (name.size() > longest_name) return false;
      name = std::string(text::trimmed(name));
      if (std::string* const value = entry.field(name)) *value = " ";
    }
    return entry.has_text();
  }

  /// False where the record is not over; else whether the entry is complete in `complete`.
  bool read_record(std::string_view record, std::vector<std::string>& values, Entry& entry,
                   bool& complete) const {
    if (!split(record, separator_, values)) return false;
    entry.clear();
    for (std::size_t i = 0; i < std::min(names_.size(), values.size()); ++i) {
      if (values[i].empty()) continue;
      if (std::string* const value = entry.field(names_[i])) *value = values[i];
    }
    complete = entry.complete();
    return true;
  }

  template <class Archive>
  void each_field(Archive& archive) {
    archive(names_, separator_);
  }

 private:
  static constexpr std::size_t longest_name = 100;
  std::vector<std::string> names_;
  char separator_ = ',';
};

// What Excel is told by, in front of the names.
bool names_separator(std::string_view line) noexcept {
  constexpr std::string_view front = "sep=";
  return line.size() == front.size() + 1 && line.starts_with(front);
}

class CsvRecords final : public CopiedEnvelope<CsvRecords> {
 public:
  template <class Archive>
  void each_field(Archive& archive) {
    archive(has_header_, header_, record_, number_, writer_);
  }

 private:
  void take(const Line& line, OpenedLines& out) override {
    if (!has_header_) {
      has_header_ = header_.read(line.text);
      if (!has_header_ && !names_separator(line.text)) out.add(line.text, line.number);
      return;
    }
    if (!record_.empty()) record_ += ' ';
    record_ += line.text.substr(
        0, LineReader::longest_line - std::min(record_.size(), LineReader::longest_line));
    bool complete = false;
    if (!header_.read_record(record_, values_, entry_, complete) &&
        record_.size() < LineReader::longest_line) {
      return;
    }
    if (complete) {
      writer_.write(entry_, line.number, out);
    } else if (!record_.empty()) {
      out.begin() += record_;
      out.end(line.number);
    }
    record_.clear();
    number_ = line.number;
  }

  void flush(OpenedLines& out) override {
    if (!record_.empty()) {
      out.begin() += record_;
      out.end(number_ + 1);
    }
    writer_.flush(out);
  }

  bool has_header_ = false;
  Header header_;
  std::string record_;
  std::uint64_t number_ = 0;  // of the last record's end
  std::vector<std::string> values_;
  Entry entry_;
  EntryWriter writer_;
};

std::size_t count_csv(Lines lines, const StampedTags& /*tags*/) {
  const auto filled = std::ranges::find_if(
      lines, [](const Line& line) { return !line.text.empty() && !names_separator(line.text); });
  Header header;
  if (filled == lines.end() || !header.read(filled->text)) return 0;
  std::vector<std::string> values;
  Entry entry;
  const auto records = std::count_if(filled + 1, lines.end(), [&](const Line& line) {
    bool complete = false;
    return header.read_record(line.text, values, entry, complete) && complete;
  });
  return records == 0 ? 0 : static_cast<std::size_t>(records) + 1;
}

std::unique_ptr<Envelope> make_csv(const StampedTags& /*tags*/) {
  return std::make_unique<CsvRecords>();
}

}  // namespace

constinit const EnvelopeForm csv_records = {
    .name = "CSV", .recognize = count_csv, .make = make_csv};

}  // namespace curfew::parse
