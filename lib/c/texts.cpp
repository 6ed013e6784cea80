#include "c/texts.h"

#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "c/boundary.h"

namespace curfew::c {
namespace {

struct Texts {
  std::mutex mutex;
  std::unordered_map<const char*, std::unique_ptr<char[]>> given;
};

// Never taken down, as the table of handles.
Texts& texts() {
  static auto* const the_one = new Texts;
  return *the_one;
}

}  // namespace

char* give_text(std::string_view text, std::size_t* length) {
  auto copy = std::make_unique<char[]>(text.size() + 1);
  text.copy(copy.get(), text.size());
  char* const given = copy.get();
  Texts& all = texts();
  const std::lock_guard lock(all.mutex);
  all.given.emplace(given, std::move(copy));
  if (length != nullptr) *length = text.size();
  return given;
}

bool take_back(const char* text) noexcept {
  Texts& all = texts();
  const std::lock_guard lock(all.mutex);
  return all.given.erase(text) != 0;
}

void need_form(int form) {
  if (form != CURFEW_JSON && form != CURFEW_TEXT) {
    throw Misuse{"there is no such form", "Say CURFEW_JSON or CURFEW_TEXT."};
  }
}

}  // namespace curfew::c
