#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/catalogue.h"

namespace curfew::catalogue {

/// An [[entry]] as it stands in a file.
struct EntryText {
  std::string id;
  std::string provider;
  std::vector<std::string> says;   ///< wordings, whatever the case
  std::vector<std::string> match;  ///< expressions
  std::vector<std::int64_t> replies;
  std::vector<std::string> bits;
  bool needs_mx = false;
  Cause cause = Cause::unknown;
  std::string meaning;
  std::string remedy;
  std::string url;
  Claim claim;
  std::string sample;
  std::string sample_kind;
  std::string source;
  std::size_t line = 0;
};

/// A [[codes]]: how the provider's codes look.
struct CodesText {
  std::string pattern;
  std::string sample;
  bool alone = false;
  std::size_t line = 0;
};

struct CauseText {
  Cause cause = Cause::unknown;
  std::string meaning;
  std::string remedy;
};

/// A catalogue file, docs/catalogue.md.
struct FileText {
  std::string provider;
  std::string kind;
  std::vector<std::string> mx;
  std::string url;
  std::string source;
  std::vector<CodesText> codes;
  std::vector<EntryText> entries;
  std::vector<CauseText> causes;
};

/// Throws Error (bad_catalogue): what is wrong, with file and line.
FileText read_toml(std::string_view toml, const std::string& file);

}  // namespace curfew::catalogue
