#include <lzma.h>

#include <new>

#include "input/codec.h"

namespace curfew::input {
namespace {

class Xz final : public Codec {
 public:
  Xz() { restart(); }
  Xz(const Xz&) = delete;
  Xz& operator=(const Xz&) = delete;
  ~Xz() override { ::lzma_end(&stream_); }

  CodecState run(std::span<const char>& packed, std::span<char>& room) override {
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
    stream_.avail_in = packed.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(room.data());
    stream_.avail_out = room.size();
    const ::lzma_ret result = ::lzma_code(&stream_, LZMA_RUN);
    packed = packed.last(stream_.avail_in);
    room = room.last(stream_.avail_out);
    switch (result) {
      case LZMA_OK:
      case LZMA_BUF_ERROR:
        return CodecState::more;
      case LZMA_STREAM_END:
        return CodecState::end;
      case LZMA_MEMLIMIT_ERROR:
        return CodecState::memory;
      case LZMA_MEM_ERROR:
        throw std::bad_alloc();
      default:
        return CodecState::damaged;
    }
  }
  // liblzma uses the memory of the decoder before, where it fits.
  void restart() override {
    if (::lzma_stream_decoder(&stream_, most_memory, 0) != LZMA_OK) throw std::bad_alloc();
  }

 private:
  ::lzma_stream stream_ = LZMA_STREAM_INIT;
};

}  // namespace

std::unique_ptr<Codec> xz_codec() {
  return std::make_unique<Xz>();
}

}  // namespace curfew::input
