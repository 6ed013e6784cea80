#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "unfinished_file.h"

namespace curfew::cli {

/// Who may read a file that is made: whom the umask lets, or the file before it let, or everybody.
enum class Readers : std::uint8_t { as_before, everybody };

/// A file that appears under its name, in place of another or of none, when it is complete. Until
/// then it has no name, or, where the file system knows no such files, one that nobody can guess,
/// and nothing stays of it when the process ends.
class Replacement {
 public:
  /// `path` is no link. Throws std::system_error.
  explicit Replacement(std::string path);
  Replacement(const Replacement&) = delete;
  Replacement& operator=(const Replacement&) = delete;
  ~Replacement();

  int descriptor() const noexcept { return descriptor_; }
  /// Gives it the name, with the permissions of the file that had it, once its bytes are on the
  /// disk. Throws std::system_error; the file before it is there then.
  void take_place(Readers readers);

 private:
  void open_unnamed(unsigned mode);
  void open_named(unsigned mode);
  void name_unnamed();

  std::string path_;
  std::string name_;
  int folder_ = -1;
  int descriptor_ = -1;
  std::string temporary_;                       // its name until then; empty: none
  std::unique_ptr<UnfinishedFile> unfinished_;  // of that name
};

}  // namespace curfew::cli
