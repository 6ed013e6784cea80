#pragma once

#include <cstdint>
#include <fstream>
#include <iosfwd>
#include <sstream>
#include <string>

namespace curfew::cli {

/// Who may read a file that is made: whom the umask lets, or everybody, whatever it says.
enum class Readers : std::uint8_t { by_umask, everybody };

/// Where results go: standard output, or a file that appears under its name when it is complete. A
/// pipe or a device stays what it is and is written to.
class Output {
 public:
  /// An empty path means standard output, shown through `pager` when it is longer than the
  /// terminal. Throws Error (unreadable) when the file cannot be made.
  explicit Output(std::string path, std::string pager = {}, Readers readers = Readers::by_umask);
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
  Readers readers_;
  std::ostringstream page_;  // what the pager will show
};

}  // namespace curfew::cli
