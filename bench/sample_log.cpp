#include "sample_log.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace curfew::bench {

SampleLog::SampleLog(std::string_view name) {
  const std::string path = CURFEW_SAMPLE_FOLDER "/" + std::string(name) + ".log";
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("no " + path);
  text_.assign(std::istreambuf_iterator<char>(file), {});
  std::string_view rest = text_;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    lines_.push_back({rest.substr(0, end), lines_.size() + 1});
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
}

}  // namespace curfew::bench
