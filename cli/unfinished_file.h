#pragma once

#include <cstddef>
#include <string>

namespace curfew::cli {

/// A name that must not stay when the process ends before its file is complete. A signal that ends
/// it removes the file first; one that is ignored (nohup) stays ignored.
class UnfinishedFile {
 public:
  /// From now on. The file need not be there yet: made before it, no moment is left out. `folder`
  /// is open, and stays so for as long.
  UnfinishedFile(int folder, const std::string& name);
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;
  /// Removes it, unless it was kept.
  ~UnfinishedFile();

  /// It has another name now, or is complete.
  void keep() noexcept;

 private:
  std::size_t slot_;
};

/// All of them, before the process ends in another way than by a signal. Takes no memory.
void remove_unfinished_files() noexcept;

}  // namespace curfew::cli
