#include "known_formats.h"

#include "curfew/builtin_formats.h"
#include "curfew/definition.h"

namespace curfew::cli {

Formats known_formats(const CommandLine& line) {
  Formats formats = builtin_formats();
  if (line.has("formats")) add_definitions(formats, line.value("formats"));
  return formats;
}

}  // namespace curfew::cli
