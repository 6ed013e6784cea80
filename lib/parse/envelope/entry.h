#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "curfew/time.h"
#include "parse/envelope/opened_lines.h"

namespace curfew::parse {

/// What the named fields of one record say (a journal's, a logger's JSON), under any of the names
/// they are known by. Keeps its memory from record to record.
class Entry {
 public:
  void clear() noexcept;

  /// Where the field's value is to be written; it is empty. Null when the name means nothing here
  /// or a better field has been read.
  std::string* field(std::string_view name) noexcept;

  /// It has a text, and a time beside it or in it: worth a line.
  bool complete() const noexcept;
  /// The text is a line with a head of its own, wrapped by a container's logger or a log shipper.
  bool wraps_a_line() const noexcept { return is_of_container() || !has(tag); }
  /// A container's logger: its time is the moment at which the line was written.
  bool is_of_container() const noexcept { return has(container) || has(log); }
  bool has_text() const noexcept { return has(text) || has(log); }
  /// The text of a container's line; see wraps_a_line().
  std::string_view wrapped_line() const noexcept { return has(log) ? values_[log] : values_[text]; }
  /// Which of the container's two streams.
  bool is_standard_error() const noexcept { return values_[stream] == "stderr"; }
  /// A wrapped line is whole only with its line end: docker's json-file driver keeps it.
  bool is_piece() const noexcept { return has(log); }
  std::optional<Instant> instant() const noexcept;

  /// Appends "STAMP HOST TAG[PID]: TEXT"; what would break the form is replaced.
  void write(std::string& out) const;
  /// Appends what a wrapped line without a stamp lacks: "STAMP HOST ", or the stamp alone.
  void write_front(std::string& out, bool with_host) const;

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(values_, rank_);
  }

 private:
  enum Part { time, host, tag, pid, text, log, stream, container, part_count };
  struct Field;
  static const Field fields[];

  bool has(Part part) const noexcept { return rank_[part] != 0; }
  void write_tag(std::string& out) const;

  std::string values_[part_count];
  unsigned char rank_[part_count] = {};
};

/// Line ends and other control characters in the text from `begin` on become blanks: one record is
/// one line, whoever wrote the text. TAB stays.
void keep_one_line(std::string& text, std::size_t begin) noexcept;

}  // namespace curfew::parse
