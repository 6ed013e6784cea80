#include "config.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>

#include "environment.h"
#include "options.h"
#include "small_file.h"
#include "usage_error.h"

// Boost.Program_options reads such files too, but ends a value at the first `#`, which provider
// codes hold (AUP#CXCNCT), and does not know in which line a mistake stands.

namespace curfew::cli {
namespace {

constexpr const char* remedy_of_file = "docs/config.md and `man curfew` say how such a file looks.";

std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::string quoted(std::string_view text) {
  return '"' + std::string(text) + '"';
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::optional<bool> yes_or_no(std::string_view word) noexcept {
  for (const std::string_view yes : {"yes", "true", "on", "1"}) {
    if (word == yes) return true;
  }
  for (const std::string_view no : {"no", "false", "off", "0"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

// A value from elsewhere than the command line: it is checked here, where its place is known.
void check_value(const Option& option, const std::string& value, const std::string& place) {
  const std::string name(option.name);
  if (option.is_flag()) {
    if (yes_or_no(value)) return;
    throw UsageError(place + ": " + name + " = " + quoted(value) + ": neither yes nor no",
                     "Say yes or no.");
  }
  if (name == "input-format") return;  // it may be one that --formats brings
  const std::vector<std::string> choices = choices_of(option);
  const std::vector<std::string> words =
      option.value.list ? words_in(value) : std::vector<std::string>{value};
  const auto known = [&choices](const std::string& word) {
    return std::ranges::find(choices, word) != choices.end();
  };
  if (choices.empty() || std::ranges::all_of(words, known)) return;
  throw UsageError(place + ": " + name + " = " + quoted(value) + ": not known",
                   "Known are " + listed(choices) + '.');
}

struct Setting {
  const Option* option = nullptr;
  std::string value;
  std::string place;  // "CURFEW_TOP", "/etc/curfew.conf:3"
};

using Settings = std::vector<Setting>;

Settings environment(const Command& command) {
  Settings settings;
  for (const Option& option : options()) {
    if (option.value.given == Given::on_command_line || (option.commands & command.options) == 0) {
      continue;
    }
    const std::string name = variable_of(option);
    const std::string value(variable(name.c_str()));
    if (value.empty()) continue;
    check_value(option, value, name);
    settings.push_back({&option, value, name});
  }
  return settings;
}

// A configuration file, line by line.
class FileReader {
 public:
  FileReader(std::string path, const Command& command)
      : path_(std::move(path)), command_(command) {}

  // Two settings of the file may be for the same option; the one of the command's section comes
  // first.
  Settings read(const std::string& text);

 private:
  void read_line(std::string_view line);
  void read_section(std::string_view line);
  void read_setting(std::string_view line);
  const Option& option_named(const std::string& name) const;
  [[noreturn]] void fail(const std::string& sentence, const std::string& remedy) const {
    throw UsageError(place() + ": " + sentence, remedy);
  }
  std::string place() const { return path_ + ':' + std::to_string(number_); }

  std::string path_;
  const Command& command_;
  const Command* section_ = nullptr;
  std::size_t number_ = 0;
  Settings own_;     // of the command's section
  Settings shared_;  // before the first section
};

Settings FileReader::read(const std::string& text) {
  std::istringstream file(text);
  file.exceptions(std::ios_base::badbit);
  std::string line;
  while (std::getline(file, line)) {
    ++number_;
    read_line(line);
  }
  Settings settings = own_;
  settings.insert(settings.end(), shared_.begin(), shared_.end());
  return settings;
}

void FileReader::read_line(std::string_view line) {
  if (number_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  const std::string_view text = trimmed(line);
  if (text.empty() || text.front() == '#' || text.front() == ';') return;
  if (text.front() == '[') {
    read_section(text);
  } else {
    read_setting(text);
  }
}

void FileReader::read_section(std::string_view line) {
  if (!line.ends_with(']')) fail("a section without its `]`", "Write it as in [report].");
  const std::string name(trimmed(line.substr(1, line.size() - 2)));
  section_ = find_command(name);
  if (section_ != nullptr) return;
  const std::string_view near = nearest_command(name);
  fail('[' + name + "]: no such command",
       near.empty() ? "A section is named by a command; `curfew help` lists them."
                    : "Did you mean [" + std::string(near) + "]?");
}

void FileReader::read_setting(std::string_view line) {
  const std::size_t sign = line.find('=');
  if (sign == std::string_view::npos) fail("a line without `=`", remedy_of_file);
  const std::string name(trimmed(line.substr(0, sign)));
  std::string value(trimmed(line.substr(sign + 1)));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  const Option& option = option_named(name);
  if (value.empty()) fail(name + ": has no value", "Take the line out, or write # before it.");
  check_value(option, value, place());
  Settings& settings = section_ == nullptr ? shared_ : own_;
  const bool counts =
      (section_ == nullptr || section_ == &command_) && (option.commands & command_.options) != 0;
  if (!counts) return;
  const auto before = std::ranges::find(settings, &option, &Setting::option);
  if (before != settings.end()) {
    fail(name + ": given twice", "It stands already in " + before->place + '.');
  }
  settings.push_back({&option, value, place()});
}

const Option& FileReader::option_named(const std::string& name) const {
  const Option* const option = find_option(name);
  if (option == nullptr) {
    const std::string_view near = nearest_option(name);
    fail(name + ": no such option", near.empty()
                                        ? "Options are named as in `curfew --help`, without --."
                                        : "Did you mean " + std::string(near) + '?');
  }
  if (option->value.given != Given::anywhere) {
    fail(name + ": cannot be set in a file", "Give --" + name + " on the command line.");
  }
  if (section_ != nullptr && (option->commands & section_->options) == 0) {
    const std::string command(section_->name);
    fail(name + ": not an option of `curfew " + command + '`',
         "`curfew help " + command + "` lists them.");
  }
  return *option;
}

// The file's text; nothing where there is no such file and none is required.
std::optional<std::string> text_of(const ConfigFile& file) {
  constexpr std::size_t most = std::size_t{1} << 16U;
  constexpr const char* remedy = "`--no-config` goes without it.";
  SmallFile read = read_small_file(file.path, most + 1);
  if (read.error != 0) {
    if (!file.required && (read.error == ENOENT || read.error == ENOTDIR)) return std::nullopt;
    throw UsageError(file.path + ": cannot be read: " + std::generic_category().message(read.error),
                     remedy);
  }
  if (read.text.size() > most) throw UsageError(file.path + ": longer than 64 KiB", remedy);
  return std::move(read.text);
}

bool is_decided(const CommandLine& line, std::string_view option) {
  return line.origins.find(option) != line.origins.end();
}

bool is_configurable(const Command& command) {
  return std::ranges::any_of(options(), [&](const Option& option) {
    return option.value.given == Given::anywhere && (option.commands & command.options) != 0;
  });
}

// Options that say the same otherwise: who asks for one does not want the other that a weaker
// source asks for.
bool has_rival(const CommandLine& line, const Option& option) {
  return std::ranges::any_of(options(), [&](const Option& other) {
    return (other.value.rival == option.name || option.value.rival == other.name) &&
           line.has(other.name);
  });
}

// Adds one source; all sources before it are stronger.
void add(CommandLine& line, const Settings& settings) {
  const CommandLine stronger = line;
  for (const Setting& setting : settings) {
    const std::string name(setting.option->name);
    if (is_decided(line, name) || has_rival(stronger, *setting.option)) continue;
    line.origins[name] = setting.place;
    if (!setting.option->is_flag()) {
      line.values[name] = setting.value;
    } else if (yes_or_no(setting.value) == true) {
      line.values[name] = "";
    }
  }
}

// The strongest first.
std::vector<ConfigFile> config_files(const CommandLine& line) {
  if (line.has("config")) return {{.path = line.value("config"), .required = true}};
  if (line.has("no-config")) return {};
  std::vector<ConfigFile> files;
  const std::string_view home = variable("HOME");
  std::string folder(variable("XDG_CONFIG_HOME"));
  // A relative path would let the folder we stand in configure us.
  if (!folder.starts_with('/'))
    folder = home.starts_with('/') ? std::string(home) + "/.config" : "";
  if (!folder.empty()) files.push_back({.path = folder + "/curfew/curfew.conf"});
  files.push_back({.path = CURFEW_SYSTEM_CONFIG});
  return files;
}

}  // namespace

std::string variable_of(const Option& option) {
  std::string name = "CURFEW_";
  for (const char letter : option.name) {
    name +=
        letter == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  }
  return name;
}

std::vector<ConfigFile> add_settings(CommandLine& line, const Command& command) {
  for (const auto& [name, value] : line.values) line.origins[name] = command_line_origin;
  if (!is_configurable(command)) return {};
  add(line, environment(command));
  std::vector<ConfigFile> files = config_files(line);
  for (ConfigFile& file : files) {
    const std::optional<std::string> text = text_of(file);
    file.is_there = text.has_value();
    if (text) add(line, FileReader(file.path, command).read(*text));
  }
  return files;
}

std::string origin_of_mistake(const CommandLine& line, std::string_view complaint) {
  for (const auto& [name, origin] : line.origins) {
    if (origin == command_line_origin) continue;
    const std::string value = line.value(name);
    if (complaint.starts_with("--" + name + ' ') || complaint.starts_with("--" + name + ':') ||
        (!value.empty() && complaint.starts_with(value + ':'))) {
      return origin;
    }
  }
  return {};
}

}  // namespace curfew::cli
