#include "text/csv.h"

#include "text/terminal.h"

namespace curfew::text {

void append_csv(std::string& out, std::string_view field) {
  constexpr std::size_t most = 4000;
  std::string clean;
  // A formula begins with one of these, or with a blank or tab before them.
  constexpr std::string_view formula = "=+-@\t\r";
  if (!field.empty() && formula.find(field.front()) != std::string_view::npos) clean += '\'';
  append_for_terminal(clean, field, most);
  if (clean.find_first_of(",\" ;'") == std::string::npos) {
    out += clean;
    return;
  }
  out += '"';
  for (const char c : clean) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace curfew::text
