#include "exim/fields.h"

#include <algorithm>

namespace curfew::exim {
namespace {

using text::Cursor;

class FieldReader {
 public:
  FieldReader(Cursor cursor, bool has_text) : cursor_(cursor), has_text_(has_text) {}

  Fields read() noexcept {
    while (!cursor_.at_end()) {
      if (at_text()) break;
      if (!cursor_.skip(' ')) {
        skip_word();  // what no rule explains
        continue;
      }
      if (!at_text()) read_field();
    }
    return fields_;
  }

 private:
  bool at_text() noexcept {
    if (!has_text_ || !cursor_.skip(": ")) return false;
    fields_.text = cursor_.rest();
    cursor_.advance(fields_.text.size());
    take_duration_off_text();
    return true;
  }

  // On failures DT= stands behind the text (deliver.c, failure_log).
  void take_duration_off_text() noexcept {
    const std::size_t at = fields_.text.rfind(" DT=");
    if (at == std::string_view::npos) return;
    const Milliseconds duration = read_duration(fields_.text.substr(at + 4));
    if (duration < Milliseconds(0)) return;
    fields_.duration = duration;
    fields_.text = fields_.text.substr(0, at);
  }

  std::string_view take_word() noexcept {
    const std::string_view rest = cursor_.rest();
    std::string_view word = rest.substr(0, text::find_near(rest, ' '));
    if (has_text_ && word.ends_with(':') && word.size() < rest.size()) word.remove_suffix(1);
    cursor_.advance(word.size());
    return word;
  }

  void skip_word() noexcept {
    if (take_word().empty() && !cursor_.at_end()) cursor_.advance(1);
  }

  void read_address(std::string_view& address) noexcept {
    const std::string_view before = cursor_.rest();
    std::string_view inside;
    if (!read_angle(cursor_, inside)) {
      skip_word();
      return;
    }
    if (address.empty()) address = inside.empty() ? before.substr(0, 2) : inside;
  }

  void skip_quoted() noexcept {
    std::string_view text;
    if (!read_quoted(cursor_, text)) skip_word();
  }

  void read_field() noexcept {
    const std::string_view rest = cursor_.rest();
    if (rest.size() > 2 && rest[1] == '=') {
      cursor_.advance(2);
      read_letter(rest[0]);
    } else if (cursor_.skip("DN=") || cursor_.skip("SNI=")) {
      skip_quoted();
    } else if (cursor_.skip("QT=")) {
      fields_.delay = read_duration(take_word());
    } else if (cursor_.skip("DT=")) {
      fields_.duration = read_duration(take_word());
    } else if (cursor_.skip("ST=")) {
      skip_shadow();
    } else {
      skip_word();
    }
  }

  void read_letter(char letter) noexcept {
    switch (letter) {
      case 'F':
      case 'P':
        read_address(fields_.sender);
        break;
      case 'T':
        fields_.transport = take_word();
        break;
      case 'H':
        fields_.host = read_host(cursor_);
        break;
      case 'S':
        if (!cursor_.take_number(fields_.size)) skip_word();
        break;
      case 'C':
        if (!read_quoted(cursor_, fields_.confirmation)) skip_word();
        break;
      default:
        skip_word();
        break;
    }
  }

  // "ST=copies (why the copy failed)"
  void skip_shadow() noexcept {
    skip_word();
    Cursor ahead = cursor_;
    std::string_view why;
    if (ahead.skip(" (") && ahead.take_until(')', why)) cursor_ = ahead;
  }

  Cursor cursor_;
  bool has_text_;
  Fields fields_;
};

}  // namespace

Fields read_fields(Cursor cursor, bool has_text) noexcept {
  return FieldReader(cursor, has_text).read();
}

bool is_local_transport(std::string_view transport) noexcept {
  constexpr std::string_view parts[] = {"local",    "spool", "file",  "pipe",    "maildir",
                                        "mbox",     "lmtp",  "LMTP",  "lda",     "LDA",
                                        "procmail", "store", "cyrus", "virtual", "dovecot"};
  return transport.find("smtp") == std::string_view::npos &&
         std::ranges::any_of(parts, [&](std::string_view part) {
           return transport.find(part) != std::string_view::npos;
         });
}

void set_local_trouble(std::string_view transport, Event& event) noexcept {
  if (event.remote_kind != RemoteKind::unknown || !event.remote_ip.empty()) return;
  if (event.error_class != ErrorClass::local_error || !is_local_transport(transport)) return;
  event.remote_kind = RemoteKind::local;
  event.contacted = Contacted::yes;
}

RemoteKind remote_kind_of(std::string_view transport) noexcept {
  constexpr std::string_view lmtp = "lmtp";
  if (text::find_near(transport, 'l', 'L') == transport.size()) return RemoteKind::smtp;
  const auto found = std::search(transport.begin(), transport.end(), lmtp.begin(), lmtp.end(),
                                 [](char a, char b) { return text::to_lower(a) == b; });
  return found == transport.end() ? RemoteKind::smtp : RemoteKind::lmtp;
}

}  // namespace curfew::exim
