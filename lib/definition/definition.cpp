#include "curfew/definition.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <utility>

#include "curfew/error.h"
#include "definition/defined_server.h"
#include "definition/definition_file.h"
#include "definition/definition_parser.h"
#include "definition/rule_reader.h"
#include "definition/sample.h"
#include "text/toml.h"

namespace curfew {

namespace fs = std::filesystem;
using definition::DefinitionParser;
using definition::LineHead;
using definition::Owner;
using definition::Plan;
using definition::Row;
using definition::Rule;

struct Definition::State {
  std::string own_text;
  std::string file;
  std::string_view name;
  std::string_view title;
  std::string_view toml;
  mutable std::once_flag read;
  mutable std::shared_ptr<const Plan> plan;
  std::optional<definition::DefinedServer> server;  // made when the title is known

  const std::shared_ptr<const Plan>& compiled() const {
    std::call_once(read, [this] { plan = definition::read_definition(toml, file); });
    return plan;
  }
  void make_server() {
    server.emplace(title,
                   [this]() -> const definition::ServerTable& { return compiled()->server; });
  }
};

Definition::Definition(std::unique_ptr<State> state) : state_(std::move(state)) {}
Definition::~Definition() = default;

std::shared_ptr<const Definition> Definition::read(std::string toml, std::string file) {
  auto state = std::make_unique<State>();
  state->own_text = std::move(toml);
  state->file = std::move(file);
  state->toml = state->own_text;
  const Plan& plan = *state->compiled();
  state->name = plan.name;
  state->title = plan.title;
  state->make_server();
  std::shared_ptr<const Definition> made(new Definition(std::move(state)));
  made->prove();
  return made;
}

std::shared_ptr<const Definition> Definition::proved(std::string_view name, std::string_view title,
                                                     std::string_view toml) {
  auto state = std::make_unique<State>();
  state->file = std::string(name) + ".toml";
  state->name = name;
  state->title = title;
  state->toml = toml;
  state->make_server();
  return std::shared_ptr<const Definition>(new Definition(std::move(state)));
}

std::string_view Definition::name() const noexcept {
  return state_->name;
}

std::string_view Definition::title() const noexcept {
  return state_->title;
}

std::size_t Definition::recognize(Lines lines) const {
  const Plan& plan = *state_->compiled();
  LineHead head(plan);
  Row row;
  Events events;
  std::size_t count = 0;
  for (const Line& line : lines) {
    events.clear();
    const Owner owner = head.read(definition::front_of(plan, line.text), row, events);
    if (owner != Owner::server && owner != Owner::anybody) continue;
    for (const Rule& rule : plan.rules) {
      if (!definition::knows(rule, row)) continue;
      count += rule.telling ? 1U : 0U;
      break;
    }
  }
  return count;
}

std::unique_ptr<Parser> Definition::make(const ClockHints& hints) const {
  return make_watched(hints, {});
}

std::unique_ptr<Parser> Definition::make_watched(const ClockHints& hints,
                                                 std::function<void(std::size_t)> on_line) const {
  return std::make_unique<DefinitionParser>(state_->compiled(), hints, std::move(on_line));
}

bool Definition::stamp(std::string_view line, Stamp& stamp) const {
  const Plan& plan = *state_->compiled();
  LineHead head(plan);
  Row row;
  Events events;
  const Owner owner = head.read(definition::front_of(plan, line), row, events);
  if (!head.has_stamp() || owner == Owner::strange) return false;
  stamp = head.stamp();
  return true;
}

const ServerKnowledge* Definition::server() const noexcept {
  return &*state_->server;
}

std::string_view Definition::toml() const noexcept {
  return state_->toml;
}

std::vector<std::string> Definition::lines() const {
  std::vector<std::string> names;
  for (const Rule& rule : state_->compiled()->rules) names.push_back(rule.name);
  return names;
}

std::vector<std::string> Definition::unlogged() const {
  return state_->compiled()->unlogged;
}

std::size_t Definition::samples() const {
  return state_->compiled()->samples.size();
}

void Definition::prove() const {
  definition::prove(state_->compiled(), *this);
}

void Definition::prove_apart_from(const Format& other) const {
  definition::prove_apart(*state_->compiled(), other);
}

namespace {

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(definition::longest_file + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (!file.eof() && text.size() <= definition::longest_file) {
    throw Error(ErrorCode::bad_definition, path.string() + ": cannot be read");
  }
  return text;
}

std::vector<fs::path> files_in(const std::string& path) {
  std::error_code failed;
  if (!fs::exists(path, failed)) {
    throw Error(ErrorCode::bad_definition, path + ": no such file or directory");
  }
  if (!fs::is_directory(path, failed)) return {path};
  std::vector<fs::path> paths;
  for (fs::directory_iterator at(path, failed), end; !failed && at != end; at.increment(failed)) {
    // A pipe would wait for ever.
    const bool is_file = at->is_regular_file(failed);
    if (is_file && at->path().extension() == ".toml") paths.push_back(at->path());
  }
  if (failed) throw Error(ErrorCode::bad_definition, path + ": " + failed.message());
  if (paths.empty()) {
    throw Error(ErrorCode::bad_definition, path + ": holds no definition, which is a file *.toml");
  }
  std::ranges::sort(paths);
  return paths;
}

}  // namespace

std::vector<std::shared_ptr<const Definition>> read_definitions(const std::string& path) {
  std::vector<std::shared_ptr<const Definition>> definitions;
  for (const fs::path& file : files_in(path)) {
    definitions.push_back(Definition::read(text_of(file), file.string()));
  }
  return definitions;
}

void add_definitions(Formats& formats, const std::string& path) {
  for (const std::shared_ptr<const Definition>& definition : read_definitions(path)) {
    for (const std::shared_ptr<const Format>& other : formats.all()) {
      definition->prove_apart_from(*other);
      if (const auto* const defined = dynamic_cast<const Definition*>(other.get())) {
        defined->prove_apart_from(*definition);
      }
    }
    formats.add(definition);
  }
}

}  // namespace curfew
