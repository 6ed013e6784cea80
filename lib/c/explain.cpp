#include <ostream>
#include <sstream>

#include "c/boundary.h"
#include "c/texts.h"
#include "curfew/c.h"
#include "curfew/catalogue.h"

using namespace curfew::c;

curfew_status curfew_explain(const char* code_or_reply, int form, char** text, size_t* length,
                             curfew_error* error) noexcept {
  constexpr std::size_t width = 100;
  if (text != nullptr) *text = nullptr;
  if (length != nullptr) *length = 0;
  return guarded(error, [&] {
    need(text, "there is no place for the text");
    need(code_or_reply, "there is nothing to explain");
    need_form(form);
    curfew::Classifier classifier;
    const curfew::Explanation explanation = curfew::explain(classifier, code_or_reply);
    std::ostringstream out;
    out.exceptions(std::ios::badbit);
    form == CURFEW_JSON ? write_json(explanation, out) : write_text(explanation, out, width);
    *text = give_text(out.view(), length);
  });
}

curfew_status curfew_string_free(char* text, curfew_error* error) noexcept {
  return guarded(error, [&] {
    if (text != nullptr && !take_back(text)) {
      throw Misuse{"this text is not the library's, or it was given back",
                   "Give back once what was given out, and nothing else."};
    }
  });
}
