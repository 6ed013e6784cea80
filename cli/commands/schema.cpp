#include <algorithm>
#include <string>

#include "commands/commands.h"
#include "exit_code.h"
#include "output.h"
#include "schemas.h"
#include "usage_error.h"

namespace curfew::cli {

int run_schema(const CommandLine& line) {
  if (line.arguments.empty()) {
    std::string names;
    for (const Schema& schema : schemas()) names += std::string(schema.name) + '\n';
    print(names);
    return done;
  }
  const std::string& name = line.arguments.front();
  const std::span<const Schema> all = schemas();
  const auto found = std::ranges::find(all, std::string_view(name), &Schema::name);
  if (found == all.end()) {
    throw UsageError(name + ": no such schema", "`curfew schema` lists them.");
  }
  print(found->text);
  return done;
}

}  // namespace curfew::cli
