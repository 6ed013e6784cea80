#include "definition/definition_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "curfew/error.h"
#include "text/cursor.h"
#include "text/hash.h"
#include "text/toml.h"

namespace curfew::definition {
namespace {

using text::TomlFile;
using text::TomlMember;
using text::TomlReader;
using text::TomlValue;

constexpr std::array<std::string_view, 8> file_keys = {"format", "server",     "head", "tables",
                                                       "maps",   "transcript", "line", "sample"};
constexpr std::array<std::string_view, 6> format_keys = {"name",     "title",      "url",
                                                         "unlogged", "line_break", "own"};
constexpr std::array<std::string_view, 9> head_keys = {
    "kind", "programs", "match", "separator", "header", "columns", "fields", "time", "utc"};
constexpr std::array<std::string_view, 3> table_keys = {"key", "fields", "most"};
constexpr std::array<std::string_view, 3> map_keys = {"on", "words", "otherwise"};
constexpr std::array<std::string_view, 3> transcript_keys = {"session", "context", "banner"};
constexpr std::array<std::string_view, 21> line_keys = {
    "name", "programs", "begins",  "cut",   "contains", "where", "match",
    "json", "pairs",    "replace", "join",  "store",    "drop",  "write",
    "part", "map",      "set",     "split", "smtp",     "event", "telling"};
constexpr std::array<std::string_view, 3> pairs_keys = {"between", "last", "fields"};
constexpr std::array<std::string_view, 6> part_keys = {"on",   "begins", "match",
                                                       "trim", "map",    "set"};
constexpr std::array<std::string_view, 2> cut_keys = {"before", "into"};
constexpr std::array<std::string_view, 5> sample_keys = {"name", "lines", "event", "ignored",
                                                         "unknown"};

constexpr std::size_t most_heads = 8;
constexpr std::size_t most_members = 64;  // of a list or a table
constexpr std::size_t usual_entries = 16384;

bool is_name(std::string_view text, std::string_view marks) {
  return !text.empty() && text.size() <= 40 && text::is_lower(text.front()) &&
         std::ranges::all_of(text, [marks](char c) {
           return text::is_lower(c) || text::is_digit(c) || marks.find(c) != marks.npos;
         });
}

std::string in_quotes(std::string_view word) {
  return '"' + std::string(word) + '"';
}

class FileReader {
 public:
  FileReader(std::string_view toml, const std::string& name)
      : file_{.name = name, .code = ErrorCode::bad_definition, .remedy = definition_remedy},
        plan_(std::make_shared<Plan>()) {
    plan_->file = name;
    plan_->hash = text::hash(toml, 0);
    if (toml.size() > longest_file) {
      file_.fault(1, "the file is larger than " + std::to_string(longest_file / 1024) + " KiB");
    }
    document_ = text::read_toml(toml, file_);
  }

  std::shared_ptr<const Plan> read() {
    const TomlReader reader(document_, file_, file_keys);
    read_format(reader);
    if (const TomlValue* const server = reader.table("server")) {
      plan_->server = read_server_table(*server, file_);
    }
    if (const TomlValue* const maps = reader.table("maps")) read_maps(*maps);
    if (const TomlValue* const tables = reader.table("tables")) read_tables(*tables);
    if (const TomlValue* const form = reader.table("transcript")) read_transcript(*form);
    for (const TomlValue& head : limited(reader, "head", most_heads)) read_head(head);
    if (plan_->heads.empty()) file_.fault(1, "there is no [[head]]: what begins a line");
    for (const TomlValue& line : limited(reader, "line", most_rules)) read_line(line);
    if (plan_->rules.empty()) file_.fault(1, "there is no [[line]]: what a line says");
    for (const TomlValue& sample : limited(reader, "sample", most_samples)) read_sample(sample);
    if (plan_->samples.empty()) {
      file_.fault(1, "there is no [[sample]]: lines, and the events they are to give");
    }
    return plan_;
  }

 private:
  std::span<const TomlValue> limited(const TomlReader& reader, std::string_view key,
                                     std::size_t most) const {
    const std::span<const TomlValue> all = reader.tables(key);
    if (all.size() > most) {
      file_.fault(all[most].line,
                  "more than " + std::to_string(most) + " [[" + std::string(key) + "]]");
    }
    return all;
  }

  void read_format(const TomlReader& document) {
    const TomlValue* const table = document.table("format");
    if (table == nullptr) file_.fault(1, "there is no [format] with name, title and unlogged");
    const TomlReader reader(*table, file_, format_keys);
    plan_->name = reader.text("name", true);
    plan_->name_line = reader.line_of("name");
    if (!is_name(plan_->name, "-")) {
      file_.fault(plan_->name_line, "the name is not of lower-case letters, digits and '-': " +
                                        in_quotes(plan_->name));
    }
    plan_->title = reader.text("title", true);
    plan_->url = reader.text("url");
    plan_->unlogged = reader.texts("unlogged");
    if (plan_->unlogged.empty()) {
      reader.fault("unlogged is missing: sentences about what the server does not log");
    }
    if (reader.has("line_break")) plan_->line_break = reader.text("line_break");
    for (const std::string& name : reader.texts("own")) {
      const std::size_t line = reader.line_of("own");
      if (!is_name(name, "_")) file_.fault(line, "no name for a field: " + in_quotes(name));
      if (known_field(name) || own_field(name)) {
        file_.fault(line, "there is already a field " + name);
      }
      if (plan_->own_fields.size() == most_own_fields) file_.fault(line, "too many own fields");
      plan_->own_fields.push_back(name);
    }
  }

  std::optional<Field> own_field(std::string_view name) const {
    const auto found = std::ranges::find(plan_->own_fields, name);
    if (found == plan_->own_fields.end()) return std::nullopt;
    return static_cast<Field>(known_fields +
                              static_cast<std::size_t>(found - plan_->own_fields.begin()));
  }

  Field field(std::string_view name, std::size_t line) const {
    if (const std::optional<Field> known = known_field(name)) return *known;
    if (const std::optional<Field> own = own_field(name)) return *own;
    file_.fault(line,
                "no such field: " + std::string(name) + " (own = [...] names those of yours)");
  }

  std::vector<Field> fields(const TomlReader& reader, std::string_view key) const {
    std::vector<Field> all;
    for (const std::string& name : reader.texts(key)) {
      all.push_back(field(name, reader.line_of(key)));
    }
    return all;
  }

  FieldPattern pattern(const std::string& expression, std::size_t line) {
    if (expression.empty() || expression.size() > longest_pattern) {
      file_.fault(line, "the pattern is empty or longer than " + std::to_string(longest_pattern) +
                            " characters");
    }
    if (++patterns_ > most_patterns) {
      file_.fault(line, "more than " + std::to_string(most_patterns) + " patterns");
    }
    try {
      FieldPattern made{text::Captures(expression, memory_of_pattern), {}};
      for (const std::string& name : made.expression.names()) {
        made.fields.push_back(field(name, line));
      }
      return made;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::bad_pattern) throw;
      file_.fault(line, "the pattern is wrong: " + std::string(error.what()));
    }
  }

  const TomlValue& table_in(const TomlValue& value, std::string_view what) const {
    if (value.kind != TomlValue::Kind::table) {
      file_.fault(value.line, std::string(what) + " is not a table");
    }
    if (value.members.size() > most_members) {
      file_.fault(value.line, std::string(what) + " has more than " + std::to_string(most_members) +
                                  " members");
    }
    return value;
  }

  const std::string& text_in(const TomlMember& member) const {
    if (member.value.kind != TomlValue::Kind::text) {
      file_.fault(member.value.line, member.key + " is not a text");
    }
    return member.value.text;
  }

  Facts facts(const TomlValue& table, std::string_view what) const {
    Facts facts;
    for (const TomlMember& member : table_in(table, what).members) {
      bool known = false;
      const std::string& word = text_in(member);
      if (!take_fact(member.key, word, facts, known)) {
        file_.fault(member.value.line, "no such key: " + member.key);
      }
      if (!known) file_.fault(member.value.line, "no such " + member.key + ": " + word);
    }
    return facts;
  }

  std::vector<std::pair<std::string, Field>> named_fields(const TomlReader& reader,
                                                          std::string_view key) const {
    std::vector<std::pair<std::string, Field>> all;
    const TomlValue* const table = reader.table(key);
    if (table == nullptr) return all;
    for (const TomlMember& member : table_in(*table, key).members) {
      all.emplace_back(member.key, field(text_in(member), member.value.line));
    }
    return all;
  }

  void read_maps(const TomlValue& maps) {
    for (const TomlMember& member : table_in(maps, "maps").members) {
      const TomlReader reader(table_in(member.value, member.key), file_, map_keys);
      ValueMap map;
      map.on = field(reader.text("on", true), reader.line_of("on"));
      const TomlValue* const words = reader.table("words");
      if (words == nullptr) reader.fault("the map " + member.key + " has no words");
      for (const TomlMember& word : table_in(*words, "words").members) {
        map.words.emplace_back(word.key, facts(word.value, word.key));
      }
      const TomlValue* const otherwise = member.value.find("otherwise");
      if (otherwise == nullptr) {
        reader.fault("the map " + member.key +
                     " does not say what other words mean: otherwise = { ... }, or \"unknown\"");
      }
      if (otherwise->kind != TomlValue::Kind::text) {
        map.otherwise = facts(*otherwise, "otherwise");
      } else if (otherwise->text != "unknown") {
        file_.fault(otherwise->line, "otherwise is neither a table nor \"unknown\"");
      }
      plan_->map_names.push_back(member.key);
      plan_->maps.push_back(std::move(map));
    }
  }

  void read_tables(const TomlValue& tables) {
    for (const TomlMember& member : table_in(tables, "tables").members) {
      if (plan_->tables.size() == most_tables) file_.fault(member.value.line, "too many tables");
      const TomlReader reader(table_in(member.value, member.key), file_, table_keys);
      TableForm form;
      form.name = member.key;
      form.key = fields(reader, "key");
      form.fields = fields(reader, "fields");
      if (form.key.empty() || form.fields.empty()) {
        reader.fault("the table " + member.key + " has no key or no fields");
      }
      const std::int64_t most = reader.number("most");
      if (most == 0 || most > static_cast<std::int64_t>(most_entries)) {
        file_.fault(reader.line_of("most"),
                    "most is not from 1 to " + std::to_string(most_entries));
      }
      form.most = most < 0 ? usual_entries : static_cast<std::size_t>(most);
      plan_->tables.push_back(std::move(form));
    }
  }

  void read_transcript(const TomlValue& table) {
    const TomlReader reader(table, file_, transcript_keys);
    TranscriptForm form;
    if (reader.has("session")) {
      form.session = field(reader.text("session"), reader.line_of("session"));
    }
    form.context = fields(reader, "context");
    const std::string banner = reader.text("banner");
    if (banner == "bounced") {
      form.banner = Outcome::bounced;
    } else if (!banner.empty() && banner != "deferred") {
      file_.fault(reader.line_of("banner"), "banner is neither deferred nor bounced");
    }
    plan_->transcript = std::move(form);
  }

  void read_head(const TomlValue& table) {
    const TomlReader reader(table, file_, head_keys);
    Head head;
    head.line = reader.line();
    const std::string kind = reader.text("kind", true);
    constexpr std::array<std::string_view, 4> kinds = {"syslog", "pattern", "csv", "json"};
    const auto* const found = std::ranges::find(kinds, kind);
    if (found == kinds.end()) {
      file_.fault(reader.line_of("kind"), "no such kind of head: " + kind);
    }
    head.kind = static_cast<Head::Kind>(found - kinds.begin());
    head.programs = reader.texts("programs");
    if (head.kind == Head::Kind::syslog && head.programs.empty()) {
      reader.fault("a head of syslog needs programs: the tags of the server's lines");
    }
    if (head.kind == Head::Kind::pattern) {
      head.match = pattern(reader.text("match", true), reader.line_of("match"));
    }
    if (head.kind == Head::Kind::csv) read_csv(reader, head);
    if (head.kind == Head::Kind::json) {
      head.members = named_fields(reader, "fields");
      if (head.members.empty()) reader.fault("a head of json needs fields");
    }
    for (const std::string& words : reader.texts("time")) {
      std::string wrong;
      StampForm form;
      if (!StampForm::read(words, form, wrong)) file_.fault(reader.line_of("time"), wrong);
      head.times.push_back(form);
    }
    head.utc = reader.flag("utc");
    plan_->heads.push_back(std::move(head));
  }

  void read_csv(const TomlReader& reader, Head& head) const {
    const std::string separator = reader.text("separator");
    if (separator.size() > 1) file_.fault(reader.line_of("separator"), "the separator is too long");
    if (!separator.empty()) head.separator = separator.front();
    head.header = reader.text("header");
    head.columns = reader.texts("columns");
    head.members = named_fields(reader, "fields");
    if (head.columns.empty() || head.members.empty()) {
      reader.fault("a head of csv needs columns and fields");
    }
    if (head.columns.size() > most_members) reader.fault("too many columns");
    for (const auto& [column, field] : head.members) {
      if (std::ranges::find(head.columns, column) != head.columns.end()) continue;
      file_.fault(reader.line_of("fields"), "no such column: " + column);
    }
  }

  std::vector<std::size_t> tables_of(const TomlReader& reader, std::string_view key) const {
    std::vector<std::size_t> all;
    for (const std::string& name : reader.texts(key)) {
      const auto found = std::ranges::find(plan_->tables, name, &TableForm::name);
      if (found == plan_->tables.end()) {
        file_.fault(reader.line_of(key), "no such table: " + name);
      }
      all.push_back(static_cast<std::size_t>(found - plan_->tables.begin()));
    }
    return all;
  }

  std::vector<std::size_t> maps_of(const TomlReader& reader) const {
    std::vector<std::size_t> all;
    for (const std::string& name : reader.texts("map")) {
      const auto found = std::ranges::find(plan_->map_names, name);
      if (found == plan_->map_names.end()) {
        file_.fault(reader.line_of("map"), "no such map: " + name);
      }
      all.push_back(static_cast<std::size_t>(found - plan_->map_names.begin()));
    }
    return all;
  }

  void read_line(const TomlValue& table) {
    const TomlReader reader(table, file_, line_keys);
    Rule rule;
    rule.name = reader.text("name", true);
    rule.line = reader.line();
    if (std::ranges::find(plan_->rules, rule.name, &Rule::name) != plan_->rules.end()) {
      file_.fault(reader.line_of("name"), "there is already a line called " + in_quotes(rule.name));
    }
    rule.programs = reader.texts("programs");
    rule.begins = reader.texts("begins");
    rule.contains = reader.texts("contains");
    read_where(reader, rule);
    if (const TomlValue* const cut = reader.table("cut")) {
      const TomlReader cutting(*cut, file_, cut_keys);
      rule.cut = {.before = cutting.text("before", true),
                  .into = field(cutting.text("into", true), cutting.line_of("into"))};
      if (rule.cut->before.empty()) cutting.fault("before is empty");
    }
    if (reader.has("match")) rule.match = pattern(reader.text("match"), reader.line_of("match"));
    rule.json = named_fields(reader, "json");
    if (const TomlValue* const pairs = reader.table("pairs")) read_pairs(*pairs, rule);
    read_replacements(reader, rule);
    rule.join = tables_of(reader, "join");
    rule.store = tables_of(reader, "store");
    rule.drop = tables_of(reader, "drop");
    read_writings(reader, rule);
    for (const TomlValue& part : limited(reader, "part", most_members)) read_part(part, rule);
    rule.maps = maps_of(reader);
    if (const TomlValue* const set = reader.table("set")) rule.set = facts(*set, "set");
    rule.split = reader.text("split");
    read_step(reader, rule);
    if (reader.has("event")) {
      bool known = false;
      const std::string word = reader.text("event");
      take_fact("event", word, rule.set, known);
      if (!known) file_.fault(reader.line_of("event"), "no such event: " + word);
      rule.gives_event = true;
    }
    if (reader.has("telling")) rule.telling = reader.flag("telling");
    plan_->rules.push_back(std::move(rule));
  }

  void read_where(const TomlReader& reader, Rule& rule) const {
    const TomlValue* const where = reader.table("where");
    if (where == nullptr) return;
    for (const TomlMember& member : table_in(*where, "where").members) {
      std::vector<std::string> words;
      if (member.value.kind == TomlValue::Kind::list) {
        for (const TomlValue& one : member.value.list) {
          if (one.kind != TomlValue::Kind::text) file_.fault(one.line, "where is not of texts");
          words.push_back(one.text);
        }
      } else {
        words.push_back(text_in(member));
      }
      rule.where.emplace_back(field(member.key, member.value.line), std::move(words));
    }
  }

  void read_pairs(const TomlValue& table, Rule& rule) const {
    const TomlReader reader(table, file_, pairs_keys);
    Pairs pairs;
    if (reader.has("between")) pairs.between = reader.text("between");
    if (pairs.between.empty()) reader.fault("between is empty");
    pairs.last = reader.text("last");
    pairs.names = named_fields(reader, "fields");
    if (pairs.names.empty()) reader.fault("pairs has no fields");
    rule.pairs = std::move(pairs);
  }

  void read_replacements(const TomlReader& reader, Rule& rule) const {
    const TomlValue* const replace = reader.table("replace");
    if (replace == nullptr) return;
    for (const TomlMember& member : table_in(*replace, "replace").members) {
      const std::vector<TomlValue>& list = member.value.list;
      const bool two_texts = list.size() == 2 && list[0].kind == TomlValue::Kind::text &&
                             list[1].kind == TomlValue::Kind::text && !list[0].text.empty() &&
                             list[1].text.size() <= list[0].text.size();
      if (!two_texts) {
        file_.fault(member.value.line,
                    "replace is not a text and another that is no longer: [\"_\", \" \"]");
      }
      rule.replacements.push_back(
          {field(member.key, member.value.line), list[0].text, list[1].text});
    }
  }

  void read_writings(const TomlReader& reader, Rule& rule) const {
    const TomlValue* const write = reader.table("write");
    if (write == nullptr) return;
    for (const TomlMember& member : table_in(*write, "write").members) {
      Writing writing;
      writing.into = field(member.key, member.value.line);
      text::Cursor cursor(text_in(member));
      std::string_view text;
      std::string_view name;
      while (cursor.take_until('{', text)) {
        if (!cursor.take_until('}', name)) file_.fault(member.value.line, "a '{' is not closed");
        writing.pieces.push_back({std::string(text), field(name, member.value.line)});
      }
      if (!cursor.at_end()) writing.pieces.push_back({std::string(cursor.rest()), std::nullopt});
      rule.writings.push_back(std::move(writing));
    }
  }

  void read_part(const TomlValue& table, Rule& rule) {
    const TomlReader reader(table, file_, part_keys);
    Part part;
    part.on = field(reader.text("on", true), reader.line_of("on"));
    if (reader.has("match")) part.match = pattern(reader.text("match"), reader.line_of("match"));
    part.begins = reader.texts("begins");
    if (const TomlValue* const trim = reader.table("trim")) {
      for (const TomlMember& member : table_in(*trim, "trim").members) {
        part.trims.emplace_back(field(member.key, member.value.line), text_in(member));
      }
    }
    part.maps = maps_of(reader);
    if (const TomlValue* const set = reader.table("set")) part.set = facts(*set, "set");
    rule.parts.push_back(std::move(part));
  }

  void read_step(const TomlReader& reader, Rule& rule) const {
    if (!reader.has("smtp")) return;
    const std::string word = reader.text("smtp");
    constexpr std::array<std::string_view, 6> words = {"",         "open",   "sent",
                                                       "received", "closed", "context"};
    const auto* const found = std::ranges::find(words, word);
    if (word.empty() || found == words.end()) {
      file_.fault(reader.line_of("smtp"), "no such step of a dialogue: " + word);
    }
    if (!plan_->transcript) {
      file_.fault(reader.line_of("smtp"), "smtp needs a [transcript]");
    }
    rule.smtp = static_cast<SmtpStep>(found - words.begin());
  }

  std::uint64_t count_in(const TomlReader& reader, std::string_view key) const {
    const std::int64_t number = reader.number(key);
    return number < 0 ? 0 : static_cast<std::uint64_t>(number);
  }

  void read_sample(const TomlValue& table) {
    const TomlReader reader(table, file_, sample_keys);
    Sample sample;
    sample.name = reader.text("name", true);
    sample.line = reader.line();
    sample.lines = reader.text("lines", true);
    sample.counts_ignored = reader.has("ignored");
    sample.ignored = count_in(reader, "ignored");
    sample.unknown = count_in(reader, "unknown");
    for (const TomlValue& event : reader.tables("event")) {
      Expectation expectation{.line = event.line, .members = {}};
      for (const TomlMember& member : event.members) {
        const TomlValue& value = member.value;
        if (value.kind != TomlValue::Kind::text && value.kind != TomlValue::Kind::number) {
          file_.fault(value.line, member.key + " is neither a text nor a number");
        }
        expectation.members.push_back(
            {member.key,
             value.kind == TomlValue::Kind::text ? value.text : std::to_string(value.number),
             value.line});
      }
      sample.events.push_back(std::move(expectation));
    }
    plan_->samples.push_back(std::move(sample));
  }

  TomlFile file_;
  std::shared_ptr<Plan> plan_;
  TomlValue document_;
  std::size_t patterns_ = 0;
};

}  // namespace

std::shared_ptr<const Plan> read_definition(std::string_view toml, const std::string& file) {
  return FileReader(toml, file).read();
}

}  // namespace curfew::definition
