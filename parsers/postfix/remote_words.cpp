#include "postfix/remote_words.h"

#include <cstring>

#include "parse/reply.h"
#include "text/cursor.h"

namespace curfew::postfix {
namespace {

using text::is_digit;

struct StageWords {
  std::string_view words;
  Stage stage;
};

// smtp_proto.c, xfer_request
constexpr StageWords requests[] = {
    {"RCPT TO command", Stage::rcpt_to},
    {"MAIL FROM command", Stage::mail_from},
    {"end of DATA command", Stage::end_of_data},
    {"DATA command", Stage::data},
    {"final RSET command", Stage::quit},
    {"RSET probe", Stage::quit},
    {"QUIT command", Stage::quit},
    {"XFORWARD name/address command", Stage::unknown},
    {"XFORWARD helo/protocol command", Stage::unknown},
};

// smtp_proto.c, xfer_states and the handshake
constexpr StageWords phases[] = {
    {"receiving the initial", Stage::banner},
    {"performing the", Stage::ehlo},
    {"receiving the STARTTLS response", Stage::starttls},
    {"sending MAIL FROM", Stage::mail_from},
    {"sending RCPT TO", Stage::rcpt_to},
    {"sending DATA command", Stage::data},
    {"sending message body", Stage::data},
    {"sending end of data", Stage::end_of_data},
    {"sending final RSET", Stage::quit},
    {"sending RSET probe", Stage::quit},
    {"sending QUIT", Stage::quit},
};

// "535-5.7.8 text, go to?535 5.7.8  https://...": a SASL failure passes through printable() whole.
std::string_view with_line_ends(std::string_view raw, Events& events) {
  if (raw.size() < 4 || raw[3] != '-') return raw;
  const std::string_view code = raw.substr(0, 3);
  const auto is_line_end = [code](std::string_view at) {
    return at.size() > 4 && at[0] == '?' && at.substr(1, 3) == code &&
           (at[4] == '-' || at[4] == ' ');
  };
  std::size_t at = raw.find('?');
  while (at != std::string_view::npos && !is_line_end(raw.substr(at))) at = raw.find('?', at + 1);
  if (at == std::string_view::npos) return raw;
  char* const room = events.room(raw.size());
  std::memcpy(room, raw.data(), raw.size());
  for (; at < raw.size(); ++at) {
    if (is_line_end(raw.substr(at))) room[at] = ' ';
  }
  return events.keep_written(room, raw.size());
}

// Where " 450 4.2.0 " begins: a code and an enhanced code of the same class, which free text hardly
// holds. Lines that are no reply are logged in front of the reply they came before.
std::size_t find_reply(std::string_view raw) noexcept {
  for (std::size_t at = raw.find(' '); at != std::string_view::npos; at = raw.find(' ', at + 1)) {
    std::string_view reply = raw.substr(at + 1);
    if (reply.size() < 9 || !begins_with_reply(reply)) continue;
    const char status = reply.front();
    reply.remove_prefix(4);
    if (reply.front() == status && take_enhanced_code(reply)) return at + 1;
  }
  return std::string_view::npos;
}

}  // namespace

bool begins_with_reply(std::string_view text) noexcept {
  return text.size() >= 3 && text[0] >= '2' && text[0] <= '5' && is_digit(text[1]) &&
         is_digit(text[2]) && (text.size() == 3 || text[3] == ' ' || text[3] == '-');
}

std::string_view reply_behind_filter(std::string_view reply) noexcept {
  constexpr std::string_view quoting = "from MTA(";
  constexpr std::string_view quoted = "): ";
  const std::size_t open = reply.find(quoting);
  if (open == std::string_view::npos) return reply;
  const std::size_t close = reply.find(quoted, open);
  if (close == std::string_view::npos) return reply;
  const std::string_view behind = reply.substr(close + quoted.size());
  return begins_with_reply(behind) ? behind : reply;
}

bool take_stage(std::string_view& reply, Stage& stage) noexcept {
  constexpr std::string_view mark = " (in reply to ";
  const std::size_t at = reply.rfind(mark);
  if (at == std::string_view::npos) return false;
  std::string_view words = reply.substr(at + mark.size());
  const bool closed = words.ends_with(')');
  if (closed) words.remove_suffix(1);
  for (const StageWords& request : requests) {
    const bool piece = !closed && words.size() > 1 && request.words.starts_with(words);
    if (request.words != words && !piece) continue;
    reply = reply.substr(0, at);
    stage = request.stage;
    return closed;
  }
  return false;
}

Stage stage_of_phase(std::string_view phase) noexcept {
  for (const StageWords& known : phases) {
    if (phase.starts_with(known.words)) return known.stage;
  }
  return Stage::unknown;
}

Reply read_remote_reply(std::string_view raw, Events& events) {
  if (begins_with_reply(raw)) return parse::read_reply(with_line_ends(raw, events), " ", events);
  const std::size_t at = find_reply(raw);
  if (at == std::string_view::npos) return {.code = 0, .enhanced = {}, .text = raw};
  Reply reply = parse::read_reply(raw.substr(at), " ", events);
  char* const room = events.room(at + reply.text.size());
  std::memcpy(room, raw.data(), at);
  if (!reply.text.empty()) std::memcpy(room + at, reply.text.data(), reply.text.size());
  reply.text = events.keep_written(room, at + reply.text.size());
  return reply;
}

}  // namespace curfew::postfix
