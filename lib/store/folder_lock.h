#pragma once

#include <string>

namespace curfew::store {

/// Keeps other programs from writing into a folder, which is made where there is none, for its
/// owner alone. Gone with the process, however that ends.
class FolderLock {
 public:
  /// Throws Error (unreadable): another program holds it, or the folder cannot be written to.
  explicit FolderLock(const std::string& folder);
  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace curfew::store
