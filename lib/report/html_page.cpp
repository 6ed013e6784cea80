#include "report/html_page.h"

#include <algorithm>
#include <ostream>

#include "page/html_style.h"
#include "text/html.h"

namespace curfew::report {
namespace {

constexpr std::string_view date_form = "0000-00-00";

bool is_date(std::string_view text) noexcept {
  return std::ranges::equal(text, date_form, [](char c, char of_form) {
    return of_form == '-' ? c == '-' : c >= '0' && c <= '9';
  });
}

}  // namespace

std::string escaped(std::string_view text, std::size_t most) {
  std::string out;
  text::append_html(out, text, most);
  return out;
}

std::string escaped_with_dates(std::string_view text, std::size_t most) {
  std::string html = escaped(text, most);
  std::size_t at = 0;
  while (html.size() - at >= date_form.size()) {
    if (!is_date(std::string_view(html).substr(at, date_form.size()))) {
      ++at;
      continue;
    }
    constexpr std::string_view begin = "<span class=\"d\">";
    constexpr std::string_view end = "</span>";
    html.insert(at + date_form.size(), end);
    html.insert(at, begin);
    at += begin.size() + date_form.size() + end.size();
  }
  return html;
}

void begin_page(std::string_view title, std::ostream& out) {
  constexpr std::size_t longest = 120;
  out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      << "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '"
      << page::html_style_hash << "'\">\n"
      << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      << "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" << escaped(title, longest)
      << "</title>\n<style>" << page::html_style << "</style>\n</head>\n<body>\n<main>\n<h1>"
      << escaped_with_dates(title, longest) << "</h1>\n";
}

void end_page(std::string_view version, std::string_view remark, std::ostream& out) {
  out << "</main>\n<footer><p>Written by curfew " << escaped(version) << ". " << remark
      << "</p></footer>\n</body>\n</html>\n";
}

}  // namespace curfew::report
