#include "parse/envelope/entry_writer.h"

#include "curfew/input.h"
#include "parse/envelope/loose_head.h"

namespace curfew::parse {
namespace {

// Docker's json-file driver: 16 KiB, more where bytes that are no UTF-8 were replaced. A shipper
// that has put the pieces together gives any length without a line end.
constexpr std::size_t size_of_piece = 16 * 1024;

}  // namespace

void EntryWriter::write(const Entry& entry, std::uint64_t number, OpenedLines& out) {
  if (entry.wraps_a_line()) {
    write_wrapped(entry, number, out);
    return;
  }
  entry.write(out.begin());
  out.end(number);
}

void EntryWriter::flush(OpenedLines& out) {
  for (LinePart& part : parts_) {
    if (part.text.empty()) continue;
    std::string& line = out.begin();
    const std::size_t begin = line.size();
    line += part.text;
    keep_one_line(line, begin);
    out.end(part.number);
    part.text.clear();
  }
}

void EntryWriter::write_wrapped(const Entry& entry, std::uint64_t number, OpenedLines& out) {
  LinePart& part = parts_[entry.is_standard_error() ? 1 : 0];
  std::string_view text = entry.wrapped_line();
  const bool ends = text.ends_with('\n');
  if (ends) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  const std::size_t room = LineReader::longest_line - part.text.size();
  part.text += text.substr(0, room);
  part.number = number;
  if (!ends && entry.is_piece() && text.size() >= size_of_piece) return;
  std::string& line = out.begin();
  const std::size_t begin = line.size();
  write_line(entry, part.text, line);
  keep_one_line(line, begin);
  out.end(number);
  part.text.clear();
}

// What the line lacks comes from the record.
void EntryWriter::write_line(const Entry& entry, std::string_view text, std::string& line) {
  const std::optional<Instant> outer = entry.instant();
  const bool has_host = begins_with_host_and_tag(text);
  if (has_host || begins_with_tag(text)) {
    entry.write_front(line, !has_host);
    line += text;
  } else if (outer && entry.is_of_container()) {
    clock_.write(line, text, *outer);
  } else if (outer) {
    OuterClock::write_year(line, text, *outer);
  } else {
    line += text;
  }
}

}  // namespace curfew::parse
