#pragma once

#include <string>

namespace curfew::daily {

class Grid;

/// What a morning page is written on: a terminal or a page for a browser. All texts are clean for a
/// terminal; a sheet does what its medium needs besides.
class Sheet {
 public:
  virtual ~Sheet() = default;
  virtual void head(const std::string& text) = 0;
  virtual void title(const std::string& text) = 0;
  virtual void item(const std::string& text) = 0;
  virtual void totals(const Grid& grid) = 0;  ///< name, number and remark
  virtual void grid(const Grid& grid) = 0;
  virtual void note(const std::string& text) = 0;
  virtual void warning(const std::string& text) = 0;
};

}  // namespace curfew::daily
