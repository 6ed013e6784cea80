#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace curfew::definition {

/// What a piece of a line is. The first ones are known to all definitions; behind them stand the
/// names that a definition brings for itself, to link lines.
enum class Field : std::uint8_t {
  text,  ///< what is left of the line, or of an SMTP dialogue
  time,
  program,
  log_host,
  instance,
  session_id,
  queue_id,
  sender,
  recipient,
  original_recipient,
  message_id,
  client_host,
  client_ip,
  remote_domain,
  remote_host,
  remote_ip,
  remote_port,
  remote_endpoint,  ///< "192.0.2.7:25", "[2001:db8::7]:25"
  local_ip,
  local_endpoint,
  reply,       ///< "450 4.7.1 text"
  reply_code,  ///< the same in pieces
  reply_enhanced,
  reply_text,
  enhanced_code,  ///< the server's verdict
  delay,
  duration,
  size,
  recipients,
  json,  ///< an object in the line
  first_own
};

inline constexpr std::size_t field_count = 64;
inline constexpr std::size_t known_fields = static_cast<std::size_t>(Field::first_own);
inline constexpr std::size_t most_own_fields = field_count - known_fields;

constexpr std::size_t index_of(Field field) noexcept {
  return static_cast<std::size_t>(field);
}

/// Of a field that all definitions know: "queue_id".
std::string_view name_of(Field field) noexcept;
std::optional<Field> known_field(std::string_view name) noexcept;

/// What a line said so far. Views into the line, or into the Events of its batch.
class Row {
 public:
  bool has(Field field) const noexcept { return (set_ >> index_of(field) & 1U) != 0; }
  /// Empty where there is none.
  std::string_view operator[](Field field) const noexcept {
    return has(field) ? values_[index_of(field)] : std::string_view{};
  }
  void set(Field field, std::string_view value) noexcept {
    values_[index_of(field)] = value;
    set_ |= std::uint64_t{1} << index_of(field);
  }
  void clear() noexcept { set_ = 0; }
  /// A bit for each field that is set.
  std::uint64_t which() const noexcept { return set_; }

 private:
  std::array<std::string_view, field_count> values_;
  std::uint64_t set_ = 0;
};

}  // namespace curfew::definition
