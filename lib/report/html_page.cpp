#include "report/html_page.h"

#include <ostream>

#include "report/html_style.h"
#include "text/html.h"

namespace curfew::report {

std::string escaped(std::string_view text, std::size_t most) {
  std::string out;
  text::append_html(out, text, most);
  return out;
}

void begin_page(std::string_view title, std::ostream& out) {
  constexpr std::size_t longest = 120;
  out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      << "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '"
      << html_style_hash << "'\">\n"
      << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      << "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" << escaped(title, longest)
      << "</title>\n<style>" << html_style << "</style>\n</head>\n<body>\n<main>\n<h1>"
      << escaped(title, longest) << "</h1>\n";
}

void end_page(std::string_view version, std::string_view remark, std::ostream& out) {
  out << "</main>\n<footer><p>Written by curfew " << escaped(version) << ". " << remark
      << "</p></footer>\n</body>\n</html>\n";
}

}  // namespace curfew::report
