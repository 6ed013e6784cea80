#include <zlib.h>

#include <algorithm>
#include <new>

#include "input/codec.h"

namespace curfew::input {
namespace {

class Gzip final : public Codec {
 public:
  Gzip() {
    constexpr int gzip_only = 16;  // no zlib or raw data
    if (::inflateInit2(&stream_, MAX_WBITS + gzip_only) != Z_OK) throw std::bad_alloc();
  }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;
  ~Gzip() override { ::inflateEnd(&stream_); }

  CodecState run(std::span<const char>& packed, std::span<char>& room) override {
    // zlib does not write through next_in; its type is from before const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    stream_.next_out = reinterpret_cast<Bytef*>(room.data());
    stream_.avail_out = static_cast<uInt>(room.size());
    const int result = ::inflate(&stream_, Z_NO_FLUSH);
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    packed = packed.last(stream_.avail_in);
    room = room.last(stream_.avail_out);
    if (result == Z_STREAM_END) return CodecState::end;
    return result == Z_OK || result == Z_BUF_ERROR ? CodecState::more : CodecState::damaged;
  }
  void restart() override { ::inflateReset(&stream_); }

 private:
  ::z_stream stream_{};
};

}  // namespace

std::unique_ptr<Codec> gzip_by_zlib() {
  return std::make_unique<Gzip>();
}

}  // namespace curfew::input
