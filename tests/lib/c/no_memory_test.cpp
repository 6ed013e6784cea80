// Where memory runs out, a status says so.
#include <dlfcn.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <new>
#include <sstream>
#include <string>

#include "lib/c/handle.h"

// RE2 loses memory when it cannot get more, and the leak sanitizer would say so.
#if defined(__SANITIZE_ADDRESS__)
#define CURFEW_LEAKS_ARE_TOLD
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CURFEW_LEAKS_ARE_TOLD
#endif
#endif
#ifdef CURFEW_LEAKS_ARE_TOLD
#include <sanitizer/lsan_interface.h>
using LeaksUntold = __lsan::ScopedDisabler;
#else
struct LeaksUntold {
  LeaksUntold() {}
};
#endif

namespace {

// Before one that fails; none does below zero.
thread_local long allocations_left = -1;

// RE2 is not made for exceptions: one on its way through the reading of a pattern frees what was
// never allocated. What RE2 asks for itself is always there; the next one to ask gets nothing.
bool is_of_re2(const void* caller) noexcept {
  Dl_info object{};
  return ::dladdr(caller, &object) != 0 && std::strstr(object.dli_fname, "libre2") != nullptr;
}

void* allocate(std::size_t size, const void* caller) {
  if (allocations_left == 0 && !is_of_re2(caller)) {
    allocations_left = -1;
    throw std::bad_alloc();
  }
  if (allocations_left > 0) --allocations_left;
  if (void* const memory = std::malloc(size != 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size, __builtin_return_address(0));
}
void* operator new[](std::size_t size) {
  return allocate(size, __builtin_return_address(0));
}
// std::stable_sort asks so; what it gets is freed by the delete below.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return allocate(size, __builtin_return_address(0));
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
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

namespace curfew::test {
namespace {

// Makes an analyzer, feeds it, has it report; gives the first status that is not OK.
curfew_status run(const std::string& log, curfew_error& error) {
  const curfew_options options = steady_options();
  curfew_analyzer* analyzer = nullptr;
  curfew_session* session = nullptr;
  char* text = nullptr;
  curfew_status status = curfew_analyzer_new(&options, &analyzer, &error);
  if (status == CURFEW_OK) status = curfew_session_new(analyzer, "log", &session, &error);
  if (status == CURFEW_OK) status = curfew_session_feed(session, log.data(), log.size(), &error);
  if (status == CURFEW_OK) status = curfew_session_finish(session, &error);
  if (status == CURFEW_OK) {
    // Not as JSON: a tree of nlohmann's takes memory when it is destroyed, and where there is
    // none in that moment the program ends.
    status = curfew_analyzer_report(analyzer, CURFEW_TEXT, &text, nullptr, &error);
  }
  allocations_left = -1;
  curfew_string_free(text, nullptr);
  curfew_analyzer_free(analyzer, nullptr);
  return status;
}

TEST_CASE("memory that runs out at any moment is a status") {
  std::ifstream file(CURFEW_SOURCE_DIR "/samples/cox-curfew.log");
  std::string log(64 * 1024, '\0');
  file.read(log.data(), static_cast<std::streamsize>(log.size()));
  curfew_error error;
  REQUIRE(run(log, error) == CURFEW_OK);  // what is made once is made
  long failures = 0;
  curfew_status status = CURFEW_NO_MEMORY;
  for (long left = 0; status != CURFEW_OK; left += 1 + left / 50) {
    const LeaksUntold untold;
    allocations_left = left;
    status = run(log, error);
    allocations_left = -1;
    CAPTURE(left, error.message);
    if (status != CURFEW_OK) {
      REQUIRE(status == CURFEW_NO_MEMORY);
      ++failures;
    }
  }
  CHECK(failures > 100);
}

}  // namespace
}  // namespace curfew::test
