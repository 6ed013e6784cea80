#include "descriptor_buffer.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace curfew::cli {

DescriptorBuffer::DescriptorBuffer(int descriptor) noexcept : descriptor_(descriptor) {
  setp(buffer_.data(), buffer_.data() + buffer_.size());
}

DescriptorBuffer::~DescriptorBuffer() {
  write_out();
}

bool DescriptorBuffer::write_out() noexcept {
  const char* at = pbase();
  while (error_ == 0 && at != pptr()) {
    const ::ssize_t written = ::write(descriptor_, at, static_cast<std::size_t>(pptr() - at));
    if (written >= 0) {
      at += written;
    } else if (errno == EAGAIN) {  // whoever else holds this pipe does not wait; we do
      ::pollfd writable{.fd = descriptor_, .events = POLLOUT, .revents = 0};
      ::poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  return error_ == 0;
}

DescriptorBuffer::int_type DescriptorBuffer::overflow(int_type character) {
  if (!write_out()) return traits_type::eof();
  if (traits_type::eq_int_type(character, traits_type::eof())) return 0;
  return sputc(traits_type::to_char_type(character));
}

int DescriptorBuffer::sync() {
  return write_out() ? 0 : -1;
}

}  // namespace curfew::cli
