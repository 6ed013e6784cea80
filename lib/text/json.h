#pragma once

#include <iosfwd>
#include <nlohmann/json.hpp>
#include <string>

namespace curfew::text {

/// Members stay in the order in which they were added.
using Json = nlohmann::ordered_json;

/// On one line, in ASCII, so that no terminal or page acts on untrusted text; bytes that are no
/// UTF-8 as U+FFFD.
std::string dumped(const Json& json);

/// A JSON object that is written as it grows: a member a line, and a line for each entry of a list.
/// Small, and still good for grep and diff; no more than one entry of a long list is in memory.
///
///     JsonDocument document(out);
///     document.member("schema", "curfew-summary/1");
///     document.begin_list("remotes");
///     for (const ReportRemote& one : report.remotes) document.entry(json_of(one));
///     document.end_list();
///     document.end();
class JsonDocument {
 public:
  /// `out` must live as long as this.
  explicit JsonDocument(std::ostream& out) : out_(out) {}

  void member(const char* key, const Json& value);
  void begin_list(const char* key);
  void entry(const Json& value);
  void end_list();
  /// An object of "columns", their names, and "rows", of which entry() writes each as a list.
  void begin_table(const char* key, const Json& columns);
  void end_table();
  void end();

 private:
  void begin(const char* key);

  std::ostream& out_;
  const char* before_ = "{\n ";
  const char* before_entry_ = "";
};

}  // namespace curfew::text
