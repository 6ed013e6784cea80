#include <bzlib.h>

#include <new>

#include "input/codec.h"

namespace curfew::input {
namespace {

class Bzip2 final : public Codec {
 public:
  Bzip2() { begin(); }
  Bzip2(const Bzip2&) = delete;
  Bzip2& operator=(const Bzip2&) = delete;
  ~Bzip2() override { ::BZ2_bzDecompressEnd(&stream_); }

  CodecState run(std::span<const char>& packed, std::span<char>& room) override {
    // libbz2 does not write through next_in; its type is from before const.
    stream_.next_in = const_cast<char*>(packed.data());
    stream_.avail_in = static_cast<unsigned>(packed.size());
    stream_.next_out = room.data();
    stream_.avail_out = static_cast<unsigned>(room.size());
    const int result = ::BZ2_bzDecompress(&stream_);
    packed = packed.last(stream_.avail_in);
    room = room.last(stream_.avail_out);
    switch (result) {
      case BZ_OK:
        return CodecState::more;
      case BZ_STREAM_END:
        return CodecState::end;
      case BZ_MEM_ERROR:
        throw std::bad_alloc();
      default:
        return CodecState::damaged;
    }
  }
  void restart() override {
    ::BZ2_bzDecompressEnd(&stream_);
    begin();
  }

 private:
  void begin() {
    stream_ = {};
    if (::BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw std::bad_alloc();
  }

  ::bz_stream stream_{};
};

}  // namespace

std::unique_ptr<Codec> bzip2_codec() {
  return std::make_unique<Bzip2>();
}

}  // namespace curfew::input
