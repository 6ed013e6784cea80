#pragma once

#include <array>
#include <cstddef>
#include <streambuf>

namespace curfew::cli {

/// What a stream writes to an open file. A standard stream says that it failed, this says why, too:
/// by the time that anybody asks, errno is another call's.
class DescriptorBuffer final : public std::streambuf {
 public:
  /// The descriptor stays its owner's.
  explicit DescriptorBuffer(int descriptor) noexcept;
  DescriptorBuffer(const DescriptorBuffer&) = delete;
  DescriptorBuffer& operator=(const DescriptorBuffer&) = delete;
  /// Writes what it holds: the last line that was begun is whole, whatever ends the command.
  ~DescriptorBuffer() override;

  /// The system's reason of the first failure, after which nothing more is written; 0: none.
  int error() const noexcept { return error_; }

 protected:
  int_type overflow(int_type character) override;
  int sync() override;

 private:
  bool write_out() noexcept;

  int descriptor_;
  int error_ = 0;
  std::array<char, std::size_t{64} * 1024> buffer_;
};

}  // namespace curfew::cli
