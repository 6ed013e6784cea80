#include "servers/journal.h"

#include <stdexcept>

namespace curfew::servers {

Journal::Journal(const std::string& file) : file_(std::fopen(file.c_str(), "wb")) {
  if (file_ == nullptr) throw std::runtime_error(file + " cannot be written");
}

Journal::~Journal() {
  std::fclose(file_);
}

void Journal::write(Time time, std::string line) {
  lines_.emplace(time, std::move(line));
}

void Journal::flush(Time time) {
  const auto end = lines_.lower_bound(time);
  for (auto line = lines_.begin(); line != end; ++line) {
    std::fwrite(line->second.data(), 1, line->second.size(), file_);
    std::fputc('\n', file_);
  }
  lines_.erase(lines_.begin(), end);
}

}  // namespace curfew::servers
