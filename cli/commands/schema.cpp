#include <algorithm>
#include <iostream>

#include "commands/commands.h"
#include "exit_code.h"
#include "schemas.h"
#include "usage_error.h"

namespace curfew::cli {

int run_schema(const CommandLine& line) {
  if (line.arguments.empty()) {
    for (const Schema& schema : schemas()) std::cout << schema.name << '\n';
    return done;
  }
  const std::string& name = line.arguments.front();
  const std::span<const Schema> all = schemas();
  const auto found = std::ranges::find(all, std::string_view(name), &Schema::name);
  if (found == all.end()) {
    throw UsageError(name + ": no such schema", "`curfew schema` lists them.");
  }
  std::cout << found->text;
  return done;
}

}  // namespace curfew::cli
