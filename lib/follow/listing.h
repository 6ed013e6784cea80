#pragma once

#include <set>
#include <string>
#include <vector>

#include "curfew/follow.h"
#include "follow/found_file.h"

namespace curfew::follow {

/// Which files there are for the paths that were given.
class Listing {
 public:
  Listing(std::vector<std::string> paths, FollowOptions options);

  /// As they were at one moment: of a log that is rotated meanwhile either no part has moved or all
  /// have. Of two parts the newer one's size was looked at first, so that what was written to the
  /// older one before it is seen. By series, the oldest part first.
  std::vector<FoundFile> files();
  const std::vector<std::string>& missing() const noexcept { return missing_; }
  const std::vector<Error>& failures() const noexcept { return failures_; }
  void begin_look() { failures_.clear(); }
  /// Told once, until it is forgiven.
  void fail(const std::string& path, Error error);
  void forgive(const std::string& path) { failed_.erase(path); }

 private:
  void list(std::vector<FoundFile>& files);
  void list_path(const std::string& path, std::vector<FoundFile>& files);
  void add(const std::string& path, bool is_named, std::vector<FoundFile>& files);
  void add_parts(const std::string& path, std::vector<FoundFile>& files);
  void add_folder(const std::string& path, std::vector<FoundFile>& files);

  std::vector<std::string> paths_;
  FollowOptions options_;
  std::vector<std::string> missing_;
  std::vector<Error> failures_;
  std::set<std::string> failed_;
};

/// Puts the files of one log in order, the oldest part first.
void put_in_order(std::vector<FoundFile*>& parts);

}  // namespace curfew::follow
