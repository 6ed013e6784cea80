#include <zstd.h>
#include <zstd_errors.h>

#include <new>

#include "input/codec.h"

namespace curfew::input {
namespace {

class Zstd final : public Codec {
 public:
  Zstd() : stream_(::ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
    constexpr int largest_window = 27;  // 128 MiB: zstd's own default for files of others
    static_assert((std::size_t{1} << largest_window) <= most_memory);
    ::ZSTD_DCtx_setParameter(stream_, ::ZSTD_d_windowLogMax, largest_window);
  }
  Zstd(const Zstd&) = delete;
  Zstd& operator=(const Zstd&) = delete;
  ~Zstd() override { ::ZSTD_freeDStream(stream_); }

  CodecState run(std::span<const char>& packed, std::span<char>& room) override {
    ::ZSTD_inBuffer in{.src = packed.data(), .size = packed.size(), .pos = 0};
    ::ZSTD_outBuffer out{.dst = room.data(), .size = room.size(), .pos = 0};
    const std::size_t result = ::ZSTD_decompressStream(stream_, &out, &in);
    packed = packed.subspan(in.pos);
    room = room.subspan(out.pos);
    if (::ZSTD_isError(result) == 0) return result == 0 ? CodecState::end : CodecState::more;
    switch (::ZSTD_getErrorCode(result)) {
      case ::ZSTD_error_frameParameter_windowTooLarge:
        return CodecState::memory;
      case ::ZSTD_error_memory_allocation:
        throw std::bad_alloc();
      default:
        return CodecState::damaged;
    }
  }
  void restart() override { ::ZSTD_DCtx_reset(stream_, ::ZSTD_reset_session_only); }

 private:
  ::ZSTD_DStream* stream_;
};

}  // namespace

std::unique_ptr<Codec> zstd_codec() {
  return std::make_unique<Zstd>();
}

}  // namespace curfew::input
