#include "parse/envelope/json_records.h"

#include <algorithm>

#include "curfew/input.h"
#include "parse/envelope/entry_writer.h"
#include "parse/envelope/json_object.h"
#include "text/cursor.h"

namespace curfew::parse {
namespace {

using text::Cursor;

// systemd: "null" stands for a text that was too long to print without --all. The line is the mail
// server's own and cannot be read, so it has to reach the parser.
constexpr std::string_view no_text = "[no text]";

// What wraps the record itself: Splunk's exports, Elasticsearch's hits, Google Cloud Logging.
bool is_wrapper(std::string_view key) noexcept {
  return key == "result" || key == "_source" || key == "jsonPayload" || key == "fields" ||
         key == "log.syslog";
}

// What curfew itself writes is no record around a line, whatever else somebody put into it.
bool is_event_mark(const JsonMember& member) noexcept {
  return member.key == "schema" && member.value == "curfew-event/1";
}

constexpr int deepest = 3;

// The members of objects inside have names with a dot: "host.name".
bool read_members(std::string_view text, const std::string& path, int depth, Entry& entry) {
  JsonObject object(text);
  for (JsonMember member; object.next(member);) {
    std::string name = path + std::string(member.key);
    if (member.kind == JsonMember::Kind::object) {
      if (depth == deepest) continue;
      read_members(member.value, is_wrapper(name) ? std::string() : name + '.', depth + 1, entry);
      continue;
    }
    if (depth == 1 && is_event_mark(member)) return false;
    std::string* const value = entry.field(name);
    if (value != nullptr && !append_text(*value, member)) *value = no_text;
  }
  return object.complete();
}

// "data: {...}" (json-sse), RS in front (json-seq, RFC 7464).
std::string_view object_in(std::string_view line) noexcept {
  Cursor cursor(line);
  cursor.skip('\x1e');
  cursor.skip("data: ");
  return cursor.rest();
}

class JsonLines final : public CopiedEnvelope<JsonLines> {
 public:
  template <class Archive>
  void each_field(Archive& archive) {
    archive(writer_);
  }

 private:
  void take(const Line& line, OpenedLines& out) override {
    const std::string_view object = object_in(line.text);
    if (object.empty() || object == "data:") return;
    if (read_json_entry(object, entry_)) {
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
class JsonPretty final : public CopiedEnvelope<JsonPretty> {
 public:
  template <class Archive>
  void each_field(Archive& archive) {
    archive(object_, number_, writer_);
    if constexpr (Archive::is_reading) {
      if (object_.size() > LineReader::longest_line) archive.damage();
    }
  }

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
    if (read_json_entry(object_, entry_)) {
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

std::size_t count_json_lines(Lines lines, const StampedTags& /*tags*/) {
  Entry entry;
  return static_cast<std::size_t>(std::ranges::count_if(lines, [&entry](const Line& line) {
    const std::string_view object = object_in(line.text);
    return begins_object(object) && read_json_entry(object, entry);
  }));
}

// Every line of an object counts, so that its lines can be the most.
std::size_t count_json_pretty(Lines lines, const StampedTags& /*tags*/) {
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
    if (read_json_entry(object, entry)) count += size;
    object.clear();
    size = 0;
  }
  return count;
}

template <typename Kind>
std::unique_ptr<Envelope> make_json(const StampedTags& /*tags*/) {
  return std::make_unique<Kind>();
}

}  // namespace

bool read_json_entry(std::string_view text, Entry& entry) {
  entry.clear();
  return read_members(text, {}, 1, entry) && entry.complete();
}

constinit const EnvelopeForm json_lines = {
    .name = "JSON lines", .recognize = count_json_lines, .make = make_json<JsonLines>};
constinit const EnvelopeForm json_pretty = {.name = "journalctl -o json-pretty",
                                            .recognize = count_json_pretty,
                                            .make = make_json<JsonPretty>};

}  // namespace curfew::parse
