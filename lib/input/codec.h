#pragma once

#include <cstdint>
#include <memory>
#include <span>

namespace curfew::input {

enum class CodecState : std::uint8_t {
  more,     ///< either span is used up
  end,      ///< the member is whole; what is left of `packed` stands behind it
  damaged,  ///< what came before this place is good
  memory,   ///< needs more than `Codec::most_memory` to be unpacked
};

/// Unpacks one kind of compressed data, piece by piece. Packed files may be glued together: each is
/// a member of its own.
class Codec {
 public:
  /// No log rotation asks for more; who forges an archive does.
  static constexpr std::size_t most_memory = 160 * 1024 * 1024;

  /// How many bytes of what it took a codec may give back at the end of a member: `packed` then
  /// begins before where it began.
  static constexpr std::size_t most_given_back = 8;

  virtual ~Codec() = default;
  /// Takes from the front of `packed`, fills the front of `room`, and leaves in both what was not
  /// used. With nothing in `packed` it gives what it still holds. Needs: before `packed` stand the
  /// last `most_given_back` bytes of this member that were taken.
  virtual CodecState run(std::span<const char>& packed, std::span<char>& room) = 0;
  /// Ready for the next member.
  virtual void restart() = 0;
};

/// Each stands in a file of its own, which alone knows the library behind it, and is there only
/// when that library was when the project was built (cmake/CurfewCodecs.cmake).
std::unique_ptr<Codec> gzip_by_zlib();
std::unique_ptr<Codec> gzip_by_isal();
std::unique_ptr<Codec> xz_codec();
std::unique_ptr<Codec> zstd_codec();
std::unique_ptr<Codec> bzip2_codec();

}  // namespace curfew::input
