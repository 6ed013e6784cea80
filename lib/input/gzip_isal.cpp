#include <isa-l/igzip_lib.h>

#include "input/codec.h"

namespace curfew::input {
namespace {

class IsalGzip final : public Codec {
 public:
  IsalGzip() { restart(); }

  CodecState run(std::span<const char>& packed, std::span<char>& room) override {
    // ISA-L does not write through next_in; its type is not const.
    state_.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(packed.data()));
    state_.avail_in = static_cast<std::uint32_t>(packed.size());
    state_.next_out = reinterpret_cast<std::uint8_t*>(room.data());
    state_.avail_out = static_cast<std::uint32_t>(room.size());
    const int result = ::isal_inflate(&state_);
    // Bits it had read ahead are given back at the end, also those of an earlier call.
    if (state_.avail_in > packed.size() + most_given_back) return CodecState::damaged;
    packed = {reinterpret_cast<const char*>(state_.next_in), state_.avail_in};
    room = room.last(state_.avail_out);
    if (result != ISAL_DECOMP_OK && result != ISAL_END_INPUT && result != ISAL_OUT_OVERFLOW) {
      return CodecState::damaged;
    }
    return state_.block_state == ISAL_BLOCK_FINISH ? CodecState::end : CodecState::more;
  }
  void restart() override {
    ::isal_inflate_init(&state_);
    state_.crc_flag = ISAL_GZIP;
  }

 private:
  ::inflate_state state_;
};

}  // namespace

std::unique_ptr<Codec> gzip_by_isal() {
  return std::make_unique<IsalGzip>();
}

}  // namespace curfew::input
