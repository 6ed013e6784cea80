#pragma once

#include <stdexcept>
#include <string>

namespace curfew::cli {

/// The command line cannot be meant. what() is one sentence; remedy() says what to try.
class UsageError : public std::runtime_error {
 public:
  explicit UsageError(const std::string& sentence,
                      std::string remedy = "`curfew --help` lists the options.")
      : std::runtime_error(sentence), remedy_(std::move(remedy)) {}
  const std::string& remedy() const noexcept { return remedy_; }

 private:
  std::string remedy_;
};

}  // namespace curfew::cli
