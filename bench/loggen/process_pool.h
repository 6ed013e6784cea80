#pragma once

#include <cstdint>
#include <vector>

namespace curfew::loggen {

/// The processes of one program, as a master process keeps them: each serves one thing at a time,
/// and now and then one ends and another takes its place.
class ProcessPool {
 public:
  explicit ProcessPool(std::uint32_t& last_pid) : last_pid_(last_pid) {}

  std::uint32_t take() {
    if (idle_.empty()) return new_pid();
    const std::uint32_t pid = idle_.back();
    idle_.pop_back();
    return pid;
  }

  void give_back(std::uint32_t pid) {
    constexpr std::uint32_t uses_of_one = 100;
    if (++uses_ % uses_of_one != 0) idle_.push_back(pid);
  }

 private:
  std::uint32_t new_pid() {
    constexpr std::uint32_t highest = 4'194'304;  // Linux
    last_pid_ = last_pid_ == highest ? 300 : last_pid_ + 1;
    return last_pid_;
  }

  std::uint32_t& last_pid_;  // of the machine
  std::vector<std::uint32_t> idle_;
  std::uint32_t uses_ = 0;
};

}  // namespace curfew::loggen
