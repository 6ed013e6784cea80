// Counts how often memory is asked for while lines are read, in steady state: by parsers never, by
// the join hardly ever, however many lines there are. Fails when a parser asks at all, or the join
// for more than one line in five hundred: what is left are tables that grow by what was never there
// before, a quarter of an hour or the size of a message.
//
//   curfew_allocations LOG...
//
// Each log is read again and again by one parser and joined by one correlator. At first the tables
// grow and the names are learned; the last time nothing is new but the work itself.
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>

#include "correlate/correlator.h"
#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "curfew/input.h"
#include "curfew/parser.h"

namespace {

std::atomic<std::uint64_t> allocations{0};

void* allocate(std::size_t size) {
  ++allocations;
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size);
}
void* operator new[](std::size_t size) {
  return allocate(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace {

using namespace curfew;

struct Reading {
  std::uint64_t lines = 0;
  std::uint64_t parsing = 0;
  std::uint64_t joining = 0;
};

Reading read(const char* path, Parser& parser, Correlator& correlator, Events& events) {
  const std::unique_ptr<Source> source = open_file(path);
  LineReader reader(*source);
  Reading reading;
  for (Lines lines = reader.next(); !lines.empty(); lines = reader.next()) {
    const std::uint64_t before = allocations;
    events.clear();
    parser.parse(lines, events);
    const std::uint64_t parsed = allocations;
    correlator.add(events);
    reading.lines += lines.size();
    reading.parsing += parsed - before;
    reading.joining += allocations - parsed;
  }
  correlator.settle();  // the same hours come again: what waits would wait twice
  return reading;
}

const Format& format_of(const Formats& formats, const char* path) {
  const std::unique_ptr<Source> source = open_file(path);
  LineReader reader(*source);
  const Format* const format = formats.recognize(reader.next());
  if (format == nullptr) throw Error(ErrorCode::unknown_format, path);
  return *format;
}

bool stays_without(const Formats& formats, const char* path) {
  const std::unique_ptr<Parser> parser = format_of(formats, path).make({});
  Correlator correlator;
  Events events;
  // Twice: what the first reading leaves open lives beside what the second begins.
  for (int i = 0; i < 2; ++i) read(path, *parser, correlator, events);
  const Reading again = read(path, *parser, correlator, events);
  std::printf("%s: %llu allocations by the parser, %llu by the join, in %llu lines\n", path,
              static_cast<unsigned long long>(again.parsing),
              static_cast<unsigned long long>(again.joining),
              static_cast<unsigned long long>(again.lines));
  return again.lines != 0 && again.parsing == 0 && again.joining * 100 <= again.lines;
}

}  // namespace

int main(int count, char** words) {
  try {
    bool all = count > 1;
    for (int i = 1; i < count; ++i) all = stays_without(builtin_formats(), words[i]) && all;
    return all ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "curfew_allocations: %s\n", error.what());
    return 2;
  }
}
