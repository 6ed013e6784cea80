#include "config.h"

#include <ostream>

#include "commands/commands.h"
#include "curfew/error.h"
#include "exit_code.h"
#include "options.h"
#include "output.h"

namespace curfew::cli {
namespace {

// One setting as it is shown.
struct Row {
  std::string name;
  std::string value;
  std::string origin;
};

// A flag is yes or no; an option without a usual value that nobody set has none.
std::vector<Row> rows_of(const CommandLine& line, const Command& command) {
  std::vector<Row> rows;
  for (const Option& option : options()) {
    if ((option.commands & command.options) == 0 || option.value.given != Given::anywhere) continue;
    const std::string name(option.name);
    const auto origin = line.origins.find(name);
    rows.push_back({name, option.is_flag() ? (line.has(name) ? "yes" : "no") : line.value(name),
                    origin == line.origins.end() ? "default" : origin->second});
  }
  return rows;
}

void append_unit(std::string& out, unsigned unit) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u";
  for (const unsigned shift : {12U, 8U, 4U, 0U}) out += digits[(unit >> shift) & 0xFU];
}

// Cleaned text is valid UTF-8 without control characters; JSON is ASCII.
std::string json(std::string_view text) {
  const std::string clean = printable(text);
  std::string out = "\"";
  for (std::size_t i = 0; i < clean.size();) {
    const auto lead = static_cast<unsigned char>(clean[i++]);
    if (lead < 0x80) {
      if (lead == '"' || lead == '\\') out += '\\';
      out += static_cast<char>(lead);
      continue;
    }
    const unsigned more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    unsigned code = lead & (0x3FU >> more);
    for (unsigned k = 0; k < more; ++k) {
      code = (code << 6U) | (static_cast<unsigned char>(clean[i++]) & 0x3FU);
    }
    if (code >= 0x10000) {
      append_unit(out, 0xD800U + ((code - 0x10000U) >> 10U));
      code = 0xDC00U + ((code - 0x10000U) & 0x3FFU);
    }
    append_unit(out, code);
  }
  return out + '"';
}

std::string padded(std::string text, std::size_t width) {
  text.append(text.size() < width ? width - text.size() : 1, ' ');
  return text;
}

void write_text(const std::vector<Row>& rows, const std::vector<ConfigFile>& files,
                std::ostream& out) {
  for (const Row& row : rows) {
    const std::string value = row.value.empty() ? "-" : printable(row.value);
    out << padded(row.name, 18) << padded(value, 18) << printable(row.origin) << '\n';
  }
  if (!files.empty()) out << '\n';
  for (const ConfigFile& file : files) {
    out << printable(file.path) << ": " << (file.is_there ? "read" : "not there") << '\n';
  }
}

void write_json(const Command& command, const std::vector<Row>& rows,
                const std::vector<ConfigFile>& files, std::ostream& out) {
  out << "{\n  \"schema\": \"curfew-config/1\",\n  \"command\": " << json(command.name)
      << ",\n  \"settings\": [";
  const char* between = "\n";
  for (const Row& row : rows) {
    out << between << "    {\"name\": " << json(row.name)
        << ", \"value\": " << (row.value.empty() ? "null" : json(row.value))
        << ", \"origin\": " << json(row.origin) << '}';
    between = ",\n";
  }
  out << "\n  ],\n  \"files\": [";
  between = "\n";
  for (const ConfigFile& file : files) {
    out << between << "    {\"path\": " << json(file.path)
        << ", \"read\": " << (file.is_there ? "true" : "false") << '}';
    between = ",\n";
  }
  out << (files.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

}  // namespace

int run_config(const CommandLine& line) {
  const Command& command =
      command_named(line.arguments.empty() ? "report" : line.arguments.front());
  CommandLine shown;
  for (const std::string name : {"config", "no-config"}) {
    if (line.has(name)) shown.values[name] = line.value(name);
  }
  const std::vector<ConfigFile> files = add_settings(shown, command);
  const std::vector<Row> rows = rows_of(shown, command);
  Output output(line.value("output"));
  if (line.has("json")) {
    write_json(command, rows, files, output.stream());
  } else {
    write_text(rows, files, output.stream());
  }
  output.finish();
  return done;
}

}  // namespace curfew::cli
