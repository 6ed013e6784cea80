#include "exim/addresses.h"

#include <algorithm>

#include "exim/field.h"

namespace curfew::exim {
namespace {

using text::Cursor;

constexpr std::string_view fields[] = {
    " R=",       " T=",        " F=<",           " P=<",
    " Q=",       " S=",        " defer (",       " defer:",
    " defer H=", " defer DT=", " routing defer", " transporting defer",
};

bool holds(std::string_view address, char c) noexcept {
  return text::find_near(address, c) != address.size();
}

bool at_fields(std::string_view rest) noexcept {
  if (rest.empty() || rest == " defer" || rest.starts_with(": ") || rest.starts_with(" : ")) {
    return true;
  }
  return rest.size() > 2 && std::ranges::any_of(fields, [&](std::string_view one) {
           return rest[1] == one[1] && rest.starts_with(one);
         });
}

// "\"a b\"@example.net" or anything without a blank; not the colon of "a@example.net: text".
std::string_view read_plain(Cursor& cursor) noexcept {
  const std::string_view whole = cursor.rest();
  std::string_view quoted;
  read_quoted(cursor, quoted);
  std::string_view tail = cursor.rest().substr(0, text::find_near(cursor.rest(), ' '));
  const bool before_text = tail.ends_with(':') && tail.size() < cursor.rest().size();
  if (before_text && !whole.starts_with(':')) tail.remove_suffix(1);
  cursor.advance(tail.size());
  return whole.substr(0, whole.size() - cursor.rest().size());
}

void read_parents(Cursor& cursor) noexcept {
  Cursor ahead = cursor;
  std::string_view parents;
  if (!ahead.skip(" (") || !ahead.take_until(')', parents)) return;
  if (ahead.rest().starts_with(" <") || at_fields(ahead.rest())) cursor = ahead;
}

void read_original(Cursor& cursor, std::string_view& original) noexcept {
  Cursor ahead = cursor;
  if (!ahead.skip(' ') || !read_angle(ahead, original)) return;
  cursor = ahead;
}

// "|/bin/cat >/dev/null <a@example.net> R=...": what a user's own file names may hold blanks and
// brackets, so the fields' begin is looked for, and the original is what stands last before it.
Addresses read_odd(Cursor& cursor) noexcept {
  const std::string_view rest = cursor.rest();
  std::size_t end = std::string_view::npos;
  for (const std::string_view one : fields) end = std::min(end, rest.find(one));
  if (end == std::string_view::npos) end = std::min(rest.find(": "), rest.size());
  Addresses addresses{.final = rest.substr(0, end), .original = {}};
  cursor.advance(end);
  const std::size_t angle = addresses.final.rfind(" <");
  if (!addresses.final.ends_with('>') || angle == std::string_view::npos) return addresses;
  addresses.original = addresses.final.substr(angle + 2);
  addresses.original.remove_suffix(1);
  addresses.final = addresses.final.substr(0, angle);
  return addresses;
}

}  // namespace

bool Addresses::final_is_address() const noexcept {
  if (final.empty() || final.front() == '|' || final.front() == '>' || final.front() == '/') {
    return false;
  }
  const bool is_word = final.front() == '"' || !holds(final, ' ');
  return is_word && holds(final, '@');
}

std::string_view Addresses::recipient() const noexcept {
  if (final_is_address()) return final;
  return original.empty() && !holds(final, ' ') && final != "blackhole" ? final : original;
}

std::string_view Addresses::redirected_from() const noexcept {
  return final_is_address() ? original : std::string_view{};
}

Addresses read_addresses(Cursor& cursor) noexcept {
  Cursor ahead = cursor;
  Addresses addresses{.final = read_plain(ahead), .original = {}};
  read_parents(ahead);
  read_original(ahead, addresses.original);
  if (at_fields(ahead.rest())) {
    cursor = ahead;
    return addresses;
  }
  return read_odd(cursor);
}

}  // namespace curfew::exim
