#include "text/html.h"

#include "text/terminal.h"

namespace curfew::text {

void append_html(std::string& out, std::string_view text, std::size_t most) {
  std::string clean;
  append_for_terminal(clean, text, most);
  for (const char c : clean) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace curfew::text
