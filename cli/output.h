#pragma once

#include <fstream>
#include <iosfwd>
#include <sstream>
#include <string>

namespace curfew::cli {

/// Where results go: standard output, or a file that appears under its name when it is complete. A
/// pipe or a device stays what it is and is written to.
class Output {
 public:
  /// An empty path means standard output, shown through `pager` when it is longer than the
  /// terminal. Throws Error (unreadable) when the file cannot be made.
  explicit Output(std::string path, std::string pager = {});
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output();

  std::ostream& stream() noexcept;
  /// Writes everything out and gives the file its name. Throws Error (unreadable) with the reason.
  void finish();

 private:
  std::string path_;
  std::string temporary_;
  std::ofstream file_;
  std::string pager_;
  std::ostringstream page_;  // what the pager will show
};

}  // namespace curfew::cli
