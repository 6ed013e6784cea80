// Reads logs by a definition alone, as `curfew` reads them, and says what was counted: to measure
// what a definition costs beside a parser of code. bench/README.md.
#include <cstdio>
#include <exception>
#include <string>

#include "curfew/analyzer.h"
#include "curfew/definition.h"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: curfew_by_definition DEFINITION LOG...\n", stderr);
    return 2;
  }
  try {
    curfew::Formats formats;
    for (const auto& definition : curfew::read_definitions(argv[1])) formats.add(definition);
    curfew::Analyzer analyzer(formats);
    for (int i = 2; i < argc; ++i) analyzer.read(curfew::open_file(argv[i]));
    const curfew::Report report = analyzer.report(false);
    std::printf("%llu lines: %llu reported, %llu ignored, %llu unknown\n",
                static_cast<unsigned long long>(report.lines.lines()),
                static_cast<unsigned long long>(report.lines.reported),
                static_cast<unsigned long long>(report.lines.ignored),
                static_cast<unsigned long long>(report.lines.unknown));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
