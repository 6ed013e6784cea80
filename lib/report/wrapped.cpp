#include "report/wrapped.h"

#include <algorithm>
#include <ostream>

#include "text/terminal.h"

namespace curfew::report {

void write_wrapped(const std::string& text, const char* first, const char* next, std::size_t width,
                   std::ostream& out) {
  std::size_t column = text::columns(first);
  out << first;
  std::size_t begin = 0;
  std::string blanks;  // before the next word; of no use at a line's end
  bool line_is_empty = true;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (word.empty()) {
      blanks += ' ';
      begin = end + 1;
      continue;
    }
    if (!line_is_empty && column + blanks.size() + text::columns(word) > width) {
      out << '\n' << next;
      column = text::columns(next);
      line_is_empty = true;
      blanks.clear();
    }
    out << blanks << word;
    column += blanks.size() + text::columns(word);
    blanks = " ";
    line_is_empty = false;
    begin = end + 1;
  }
  out << '\n';
}

}  // namespace curfew::report
