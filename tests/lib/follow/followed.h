#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "curfew/follow.h"
#include "lib/input/temporary_folder.h"
#include "support/catch.h"

namespace curfew::test {

namespace fs = std::filesystem;

inline void append(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::app) << text;
}

inline std::string whole(Source& source, std::size_t piece = 4096) {
  std::string text;
  std::vector<char> room(piece);
  while (const std::size_t got = source.read(room)) text.append(room.data(), got);
  return text;
}

/// A change, with what was read.
struct Seen {
  std::uint64_t log = 0;
  LogChangeKind kind = LogChangeKind::grew;
  std::string name;
  std::string earlier;
  std::string text;
  bool may_have_lost = false;
};

/// Looks and takes all there is.
inline std::vector<Seen> take_all(LogFiles& files) {
  std::vector<Seen> seen;
  for (LogChange& change : files.look()) {
    Seen one{.log = change.log,
             .kind = change.kind,
             .name = fs::path(change.path).filename().string(),
             .earlier = fs::path(change.earlier).filename().string(),
             .text = {},
             .may_have_lost = change.may_have_lost};
    if (change.bytes != nullptr) {
      one.text = whole(*change.bytes);
      files.take(change.log, change.bytes->position());
    }
    seen.push_back(std::move(one));
  }
  for (const Error& error : files.failures()) FAIL(error.what());
  return seen;
}

inline std::string text_of(const std::vector<Seen>& seen) {
  std::string text;
  for (const Seen& one : seen) text += one.text;
  return text;
}

/// Changes in short: "renamed mail.log.1 < mail.log: text".
inline std::vector<std::string> told(const std::vector<Seen>& seen) {
  std::vector<std::string> words;
  for (const Seen& one : seen) {
    words.push_back(std::string(name(one.kind)) + ' ' + one.name +
                    (one.earlier.empty() ? "" : " < " + one.earlier) + ": " + one.text +
                    (one.may_have_lost ? "!" : ""));
  }
  return words;
}

}  // namespace curfew::test
