// Loaded in front of the command (LD_PRELOAD), makes its calls of the system fail as told by the
// environment:
//
//   FAULT_READ=N:ERRNO    the N-th read fails; FAULT_READ=N:ERRNO:on, and all behind it
//   FAULT_READ_EVERY=N:ERRNO  each N-th read fails
//   FAULT_BEYOND=N        what lies beyond N bytes of a file cannot be read, as on a worn disk
//   FAULT_SHORT=N         a read gives N bytes at most, a write takes N
//   FAULT_PATH=TEXT       both of files alone whose path holds TEXT
//   FAULT_MEMORY=N        the N-th allocation fails; FAULT_MEMORY=N:on, and all behind it
//                         (not inside RE2, which frees what it never had then)
//   FAULT_THREAD=N        the N-th thread cannot be made
//   FAULT_UNNAMED=1       no file without a name can be made (O_TMPFILE)
//
// Counted from main() to its end, over all threads.

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>

namespace {

struct Fault {
  long at = 0;  // 0: none
  int error = 0;
  bool stays = false;
  std::atomic<long> calls = 0;

  bool strikes() noexcept {
    if (at == 0) return false;
    const long call = ++calls;
    return stays ? call >= at : call == at;
  }
};

Fault reads;
Fault each_read;
Fault memory;
Fault threads;
long shortest = 0;
long readable = -1;
const char* path = nullptr;
bool no_unnamed = false;
std::atomic<bool> in_main = false;
thread_local bool in_re2 = false;

void read_fault(const char* name, Fault& fault) {
  const char* text = std::getenv(name);
  if (text == nullptr) return;
  char* end = nullptr;
  fault.at = std::strtol(text, &end, 10);
  if (*end == ':' && end[1] != 'o') fault.error = static_cast<int>(std::strtol(end + 1, &end, 10));
  fault.stays = std::strcmp(end, ":on") == 0;
}

void read_environment() {
  read_fault("FAULT_READ", reads);
  read_fault("FAULT_READ_EVERY", each_read);
  read_fault("FAULT_MEMORY", memory);
  read_fault("FAULT_THREAD", threads);
  if (const char* text = std::getenv("FAULT_SHORT")) shortest = std::strtol(text, nullptr, 10);
  if (const char* text = std::getenv("FAULT_BEYOND")) readable = std::strtol(text, nullptr, 10);
  path = std::getenv("FAULT_PATH");
  no_unnamed = std::getenv("FAULT_UNNAMED") != nullptr;
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

void append(char*& at, const char* text) {
  while (*text != '\0') *at++ = *text++;
}

// Without memory of its own: it may be asked for while there is none.
bool is_meant(int descriptor) {
  if (!in_main) return false;
  if (path == nullptr) return true;
  std::array<char, 64> link{};
  char* at = link.data();
  append(at, "/proc/self/fd/");
  std::array<char, 16> digits{};
  std::size_t count = 0;
  do {
    digits[count++] = static_cast<char>('0' + descriptor % 10);
    descriptor /= 10;
  } while (descriptor != 0);
  while (count != 0) *at++ = digits[--count];
  std::array<char, 4096> target{};
  const ::ssize_t size = ::readlink(link.data(), target.data(), target.size() - 1);
  return size > 0 && std::strstr(target.data(), path) != nullptr;
}

bool out_of_memory() {
  if (!in_main || in_re2 || !memory.strikes()) return false;
  errno = ENOMEM;
  return true;
}

int (*main_of_command)(int, char**, char**) = nullptr;

int counted_main(int count, char** words, char** environment) {
  read_environment();
  in_main = true;
  const int status = main_of_command(count, words, environment);
  in_main = false;
  return status;
}

std::size_t cut(std::size_t size) {
  return shortest == 0 ? size : std::min(size, static_cast<std::size_t>(shortest));
}

}  // namespace

extern "C" {

int __libc_start_main(int (*main)(int, char**, char**), int count, char** words, void (*begin)(),
                      void (*end)(), void (*at_exit)(), void* stack) {
  main_of_command = main;
  return next<decltype(&__libc_start_main)>("__libc_start_main")(counted_main, count, words, begin,
                                                                 end, at_exit, stack);
}

::ssize_t read(int descriptor, void* room, std::size_t size) {
  static const auto real = next<decltype(&read)>("read");
  if (!is_meant(descriptor)) return real(descriptor, room, size);
  if (reads.strikes()) {
    errno = reads.error;
    return -1;
  }
  if (each_read.at != 0 && ++each_read.calls % each_read.at == 0) {
    errno = each_read.error;
    return -1;
  }
  size = cut(size);
  const ::off_t at = readable < 0 ? -1 : ::lseek(descriptor, 0, SEEK_CUR);
  if (at >= 0 && at >= readable) {
    errno = EIO;
    return -1;
  }
  if (at >= 0) size = std::min(size, static_cast<std::size_t>(readable - at));
  return real(descriptor, room, size);
}

::ssize_t write(int descriptor, const void* text, std::size_t size) {
  static const auto real = next<decltype(&write)>("write");
  return real(descriptor, text, is_meant(descriptor) ? cut(size) : size);
}

int openat(int folder, const char* name, int flags, ...) {
  static const auto real = next<int (*)(int, const char*, int, ...)>("openat");
  std::va_list rest;
  va_start(rest, flags);
  const unsigned mode = va_arg(rest, unsigned);
  va_end(rest);
  if (no_unnamed && (flags & O_TMPFILE) == O_TMPFILE) {
    errno = EOPNOTSUPP;
    return -1;
  }
  return real(folder, name, flags, mode);
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                   void* given) {
  static const auto real = next<decltype(&pthread_create)>("pthread_create");
  if (in_main && threads.strikes()) return EAGAIN;
  return real(thread, attributes, run, given);
}

// RE2::RE2(const StringPiece&, const Options&), as long as it has that signature.
void re2_constructor(void* expression, const void* text,
                     const void* options) asm("_ZN3re23RE2C1ERKNS_11StringPieceERKNS0_7OptionsE");
void re2_constructor(void* expression, const void* text, const void* options) {
  static const auto real =
      next<decltype(&re2_constructor)>("_ZN3re23RE2C1ERKNS_11StringPieceERKNS0_7OptionsE");
  in_re2 = true;
  real(expression, text, options);
  in_re2 = false;
}

// bool RE2::Match(const StringPiece&, size_t, size_t, Anchor, StringPiece*, int) const, likewise.
bool re2_match(const void* expression, const void* text, std::size_t begin, std::size_t end,
               int anchor, void* groups,
               int count) asm("_ZNK3re23RE25MatchERKNS_11StringPieceEmmNS0_6AnchorEPS1_i");
bool re2_match(const void* expression, const void* text, std::size_t begin, std::size_t end,
               int anchor, void* groups, int count) {
  static const auto real =
      next<decltype(&re2_match)>("_ZNK3re23RE25MatchERKNS_11StringPieceEmmNS0_6AnchorEPS1_i");
  const bool before = in_re2;
  in_re2 = true;
  const bool matched = real(expression, text, begin, end, anchor, groups, count);
  in_re2 = before;
  return matched;
}

// const std::map<int, std::string>& RE2::CapturingGroupNames() const, likewise.
const void* re2_names(const void* expression) asm("_ZNK3re23RE219CapturingGroupNamesB5cxx11Ev");
const void* re2_names(const void* expression) {
  static const auto real = next<decltype(&re2_names)>("_ZNK3re23RE219CapturingGroupNamesB5cxx11Ev");
  const bool before = in_re2;
  in_re2 = true;
  const void* const names = real(expression);
  in_re2 = before;
  return names;
}

void* malloc(std::size_t size) {
  static const auto real = next<decltype(&malloc)>("malloc");
  return out_of_memory() ? nullptr : real(size);
}
void* calloc(std::size_t count, std::size_t size) {
  static const auto real = next<decltype(&calloc)>("calloc");
  return out_of_memory() ? nullptr : real(count, size);
}
void* realloc(void* before, std::size_t size) {
  static const auto real = next<decltype(&realloc)>("realloc");
  return out_of_memory() ? nullptr : real(before, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  static const auto real = next<decltype(&aligned_alloc)>("aligned_alloc");
  return out_of_memory() ? nullptr : real(alignment, size);
}
int posix_memalign(void** memory_of, std::size_t alignment, std::size_t size) {
  static const auto real = next<decltype(&posix_memalign)>("posix_memalign");
  return out_of_memory() ? ENOMEM : real(memory_of, alignment, size);
}
}
