#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/event.h"
#include "definition/rule.h"
#include "definition/server_table.h"
#include "definition/stamp_form.h"

namespace curfew::definition {

/// What stands before the text of a line, or what a record holds.
struct Head {
  enum class Kind : std::uint8_t { syslog, pattern, csv, json };
  Kind kind = Kind::syslog;
  std::size_t line = 0;
  /// Tags of syslog; one that ends with '*' stands for all that begin so. A tag that fits "*" alone
  /// is anybody's: what no rule knows is then another program's.
  std::vector<std::string> programs;
  std::optional<FieldPattern> match;
  char separator = ',';
  std::string header;  ///< what stands before the names of columns, in a line of its own
  std::vector<std::pair<std::string, Field>> members;  ///< columns, or paths in an object
  std::vector<std::string> columns;                    ///< all, in their order
  std::vector<StampForm> times;
  bool utc = false;  ///< stamps without an offset
};

/// Facts kept from one line to another under a key.
struct TableForm {
  std::string name;
  std::vector<Field> key;
  std::vector<Field> fields;
  std::size_t most = 0;
};

/// Lines of an SMTP dialogue.
struct TranscriptForm {
  std::optional<Field> session;  ///< none: one dialogue at a time
  std::vector<Field> context;
  Outcome banner = Outcome::deferred;  ///< what 5xx in place of a greeting means
};

struct Expectation {
  std::size_t line = 0;
  struct Member {
    std::string key;
    std::string value;
    std::size_t line = 0;
  };
  std::vector<Member> members;
};

struct Sample {
  std::string name;
  std::size_t line = 0;
  std::string lines;
  std::vector<Expectation> events;
  std::uint64_t ignored = 0;
  std::uint64_t unknown = 0;
  bool counts_ignored = false;  ///< `ignored` was said
};

/// A definition, read and compiled. Immutable; shared by its parsers.
struct Plan {
  std::string file;
  std::uint64_t hash = 0;  ///< of all that the file says
  std::string name;
  std::size_t name_line = 0;
  std::string title;
  std::string url;
  std::vector<std::string> unlogged;
  std::string line_break = " ";
  std::vector<std::string> own_fields;
  std::vector<Head> heads;
  std::vector<TableForm> tables;
  std::vector<std::string> map_names;
  std::vector<ValueMap> maps;
  std::optional<TranscriptForm> transcript;
  std::vector<Rule> rules;
  std::vector<Sample> samples;
  ServerTable server;

  std::string_view field_name(Field field) const noexcept {
    return index_of(field) < known_fields
               ? name_of(field)
               : std::string_view(own_fields[index_of(field) - known_fields]);
  }
};

}  // namespace curfew::definition
