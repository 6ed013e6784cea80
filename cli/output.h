#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>

#include "descriptor_buffer.h"
#include "replacement.h"

namespace curfew::cli {

/// Where results go: standard output, or a file that appears under its name when it is complete. A
/// pipe or a device stays what it is and is written to; of a link, the file behind it is replaced.
class Output {
 public:
  /// An empty path and "-" mean standard output, shown through `pager` when it is longer than the
  /// terminal. Throws Error (unreadable) when the file cannot be made.
  explicit Output(std::string path, std::string pager = {}, Readers readers = Readers::as_before);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output();

  std::ostream& stream() noexcept { return pager_.empty() ? stream_ : page_; }
  /// Throws Error (unreadable) with the reason when something could not be written: for who writes
  /// long and need not go on then.
  void check() const;
  /// Writes everything out and gives the file its name. Throws Error (unreadable) with the reason.
  void finish();

 private:
  void open(const std::string& path);
  void write_out();

  std::string name_;  // for complaints
  std::string pager_;
  Readers readers_;
  std::optional<Replacement> replacement_;
  int in_place_ = -1;  // a device or a pipe that was opened
  std::optional<DescriptorBuffer> buffer_;
  std::ostream stream_;
  std::ostringstream page_;  // what the pager will show
};

/// Whether an Output of this path would write to a terminal.
bool is_shown_on_terminal(std::string_view path) noexcept;

/// Writes the text to standard output. Throws as Output::finish().
void print(std::string_view text);

}  // namespace curfew::cli
