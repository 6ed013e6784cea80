#include "parse/envelope/json_records.h"

#include <algorithm>

#include "curfew/input.h"
#include "parse/envelope/entry.h"
#include "parse/envelope/json_object.h"
#include "parse/envelope/outer_clock.h"
#include "text/cursor.h"

namespace curfew::parse {
namespace {

using text::Cursor;

// systemd: "null" stands for a text that was too long to print without --all. The line is the mail
// server's own and cannot be read, so it has to reach the parser.
constexpr std::string_view no_text = "[no text]";

bool read_entry(std::string_view text, Entry& entry) {
  entry.clear();
  JsonObject object(text);
  for (JsonMember member; object.next(member);) {
    std::string* const value = entry.field(member.key);
    if (value != nullptr && !append_text(*value, member)) *value = no_text;
  }
  return object.complete() && entry.complete();
}

// "data: {...}" (json-sse), RS in front (json-seq, RFC 7464).
std::string_view object_in(std::string_view line) noexcept {
  Cursor cursor(line);
  cursor.skip('\x1e');
  cursor.skip("data: ");
  return cursor.rest();
}

// Puts the entries of one log into lines.
class EntryWriter {
 public:
  void write(const Entry& entry, std::uint64_t number, OpenedLines& out) {
    if (entry.wraps_a_line()) {
      write_wrapped(entry, number, out);
      return;
    }
    entry.write(out.begin());
    out.end(number);
  }

  void flush(OpenedLines& out) {
    for (Part& part : parts_) {
      if (part.text.empty()) continue;
      std::string& line = out.begin();
      const std::size_t begin = line.size();
      line += part.text;
      keep_one_line(line, begin);
      out.end(part.number);
      part.text.clear();
    }
  }

 private:
  // Docker splits a long line at 16 KiB; each stream's pieces belong together.
  struct Part {
    std::string text;
    std::uint64_t number = 0;
  };

  void write_wrapped(const Entry& entry, std::uint64_t number, OpenedLines& out) {
    Part& part = parts_[entry.is_standard_error() ? 1 : 0];
    std::string_view text = entry.wrapped_line();
    const bool ends = text.ends_with('\n');
    if (ends) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    const std::size_t room = LineReader::longest_line - part.text.size();
    part.text += text.substr(0, room);
    part.number = number;
    if (!ends && entry.is_piece()) return;
    std::string& line = out.begin();
    const std::size_t begin = line.size();
    if (const std::optional<Instant> outer = entry.instant()) {
      clock_.write(line, part.text, *outer);
    } else {
      line += part.text;
    }
    keep_one_line(line, begin);
    out.end(number);
    part.text.clear();
  }

  OuterClock clock_;
  Part parts_[2];
};

class JsonLines final : public Envelope {
 private:
  void take(const Line& line, OpenedLines& out) override {
    const std::string_view object = object_in(line.text);
    if (object.empty() || object == "data:") return;
    if (read_entry(object, entry_)) {
      writer_.write(entry_, line.number, out);
    } else {
      out.add(line.text, line.number);
    }
  }
  void flush(OpenedLines& out) override { writer_.flush(out); }

  Entry entry_;
  EntryWriter writer_;
};

// An object begins with "{" and ends with "}", each alone on its line.
class JsonPretty final : public Envelope {
 private:
  void take(const Line& line, OpenedLines& out) override {
    if (object_.empty()) {
      if (line.text != "{") {
        if (!line.text.empty()) out.add(line.text, line.number);
        return;
      }
      number_ = line.number;
    }
    const std::size_t room = LineReader::longest_line - object_.size();
    object_ += line.text.substr(0, room);
    if (line.text != "}") return;
    if (read_entry(object_, entry_)) {
      writer_.write(entry_, number_, out);
    } else {
      give_as_it_is(out);
    }
    object_.clear();
  }
  void flush(OpenedLines& out) override {
    if (!object_.empty()) give_as_it_is(out);
    writer_.flush(out);
  }
  // What is no record is not passed over in silence.
  void give_as_it_is(OpenedLines& out) {
    out.begin() += object_;
    out.end(number_);
  }

  std::string object_;
  std::uint64_t number_ = 0;
  Entry entry_;
  EntryWriter writer_;
};

std::size_t count_json_lines(Lines lines) {
  Entry entry;
  return static_cast<std::size_t>(std::ranges::count_if(lines, [&entry](const Line& line) {
    const std::string_view object = object_in(line.text);
    return begins_object(object) && read_entry(object, entry);
  }));
}

// Every line of an object counts, so that its lines can be the most.
std::size_t count_json_pretty(Lines lines) {
  std::size_t count = 0;
  Entry entry;
  std::string object;
  std::size_t size = 0;
  for (const Line& line : lines) {
    if (line.text == "{") {
      object.clear();
      size = 0;
    }
    object += line.text.substr(0, LineReader::longest_line - object.size());
    ++size;
    if (line.text != "}") continue;
    if (read_entry(object, entry)) count += size;
    object.clear();
    size = 0;
  }
  return count;
}

template <typename Kind>
std::unique_ptr<Envelope> make() {
  return std::make_unique<Kind>();
}

}  // namespace

constinit const EnvelopeForm json_lines = {
    .name = "JSON lines", .recognize = count_json_lines, .make = make<JsonLines>};
constinit const EnvelopeForm json_pretty = {
    .name = "journalctl -o json-pretty", .recognize = count_json_pretty, .make = make<JsonPretty>};

}  // namespace curfew::parse
