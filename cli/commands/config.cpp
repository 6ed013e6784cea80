#include "config.h"

#include <ostream>

#include "commands/commands.h"
#include "curfew/error.h"
#include "exit_code.h"
#include "json_text.h"
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

std::string padded(std::string text, std::size_t width) {
  text.append(text.size() < width ? width - text.size() : 1, ' ');
  return text;
}

void write_rows(const std::vector<Row>& rows, const std::vector<ConfigFile>& files,
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

void write_rows_as_json(const Command& command, const std::vector<Row>& rows,
                        const std::vector<ConfigFile>& files, std::ostream& out) {
  out << "{\n  \"schema\": \"curfew-config/1\",\n  \"command\": " << json_text(command.name)
      << ",\n  \"settings\": [";
  const char* between = "\n";
  for (const Row& row : rows) {
    out << between << "    {\"name\": " << json_text(row.name)
        << ", \"value\": " << (row.value.empty() ? "null" : json_text(row.value))
        << ", \"origin\": " << json_text(row.origin) << '}';
    between = ",\n";
  }
  out << "\n  ],\n  \"files\": [";
  between = "\n";
  for (const ConfigFile& file : files) {
    out << between << "    {\"path\": " << json_text(file.path)
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
    write_rows_as_json(command, rows, files, output.stream());
  } else {
    write_rows(rows, files, output.stream());
  }
  output.finish();
  return done;
}

}  // namespace curfew::cli
