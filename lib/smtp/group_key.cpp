#include "smtp/group_key.h"

#include <algorithm>

#include "smtp/word_shape.h"
#include "text/cursor.h"

namespace curfew::smtp {
namespace {

using text::is_alphanumeric;
using text::is_digit;

constexpr std::size_t longest_key_text = 120;

// Runs of three and more digits.
void append_numbers_masked(std::string& out, std::string_view word) {
  for (std::size_t i = 0; i < word.size();) {
    std::size_t end = i;
    while (end < word.size() && is_digit(word[end])) ++end;
    if (end - i >= 3) {
      out += '#';
    } else if (end > i) {
      out.append(word.substr(i, end - i));
    } else {
      out += word[i];
      end = i + 1;
    }
    i = end;
  }
}

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, {}, text::to_lower, text::to_lower);
}

void append_core(std::string& out, std::string_view core, std::string_view remote_host,
                 std::string_view provider_code) {
  const std::size_t bracket = core.find('[');
  if (!provider_code.empty() && core.find(provider_code) != std::string_view::npos) {
    out.append(core);
  } else if (bracket != std::string_view::npos && bracket != 0) {  // "mx.example.net[192.0.2.7"
    append_core(out, core.substr(0, bracket), remote_host, provider_code);
    out += '[';
    append_core(out, core.substr(bracket + 1), remote_host, provider_code);
  } else if (core.find('@') != std::string_view::npos) {
    out += "<address>";
  } else if (is_ipv4(core) || is_ipv6(core)) {
    out += "<ip>";
  } else if (!remote_host.empty() && equal_ignoring_case(core, remote_host)) {
    out += "<host>";
  } else if (core.find("://") != std::string_view::npos) {
    append_numbers_masked(out, core.substr(0, core.find('?')));
  } else if (is_id(core)) {
    out += "<id>";
  } else {
    append_numbers_masked(out, core);
  }
}

// A word is its core and the punctuation around it: "[192.0.2.1]", "<a@b>:", "(S775)."
void append_word(std::string& out, std::string_view word, std::string_view remote_host,
                 std::string_view provider_code) {
  const auto wraps = [](char c) { return !is_alphanumeric(c) && c != ':'; };
  std::size_t begin = 0;
  while (begin < word.size() && wraps(word[begin])) ++begin;
  std::size_t end = word.size();
  while (end > begin && !is_alphanumeric(word[end - 1])) --end;
  std::string_view front = word.substr(0, begin);
  std::string_view back = word.substr(end);
  const std::string_view core = word.substr(begin, end - begin);
  if (core.find('@') != std::string_view::npos) {
    while (front.ends_with('<')) front.remove_suffix(1);
    while (back.starts_with('>')) back.remove_prefix(1);
  }
  out.append(front);
  append_core(out, core, remote_host, provider_code);
  out.append(back);
}

const char* words_for(ErrorClass error) noexcept {
  switch (error) {
    case ErrorClass::none:
      return "no reply";
    case ErrorClass::dns_temporary:
      return "DNS lookup failed for now";
    case ErrorClass::no_such_domain:
      return "no such domain";
    case ErrorClass::no_mail_host:
      return "no mail host";
    case ErrorClass::null_mx:
      return "domain takes no mail (null MX)";
    case ErrorClass::connect_refused:
      return "connect refused";
    case ErrorClass::connect_timeout:
      return "connect timeout";
    case ErrorClass::unreachable:
      return "host unreachable";
    case ErrorClass::connection_lost:
      return "connection lost";
    case ErrorClass::timeout:
      return "timeout";
    case ErrorClass::tls_failed:
      return "TLS failed";
    case ErrorClass::auth_failed:
      return "authentication failed";
    case ErrorClass::malformed_reply:
      return "malformed reply";
    case ErrorClass::local_policy:
      return "local policy";
    case ErrorClass::local_error:
      return "local error";
    case ErrorClass::not_due:
      return "retry not due";
  }
  return "no reply";
}

bool happens_at_a_stage(ErrorClass error) noexcept {
  return error == ErrorClass::connection_lost || error == ErrorClass::timeout ||
         error == ErrorClass::malformed_reply;
}

}  // namespace

void append_masked(std::string& out, std::string_view text, std::string_view remote_host,
                   std::string_view provider_code) {
  bool first = true;
  const std::size_t start = out.size();
  while (!text.empty() && out.size() - start < longest_key_text) {
    const std::size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (word.empty()) continue;
    if (!first) out += ' ';
    first = false;
    append_word(out, word, remote_host, provider_code);
  }
  if (out.size() - start > 2 * longest_key_text) out.resize(start + 2 * longest_key_text);
}

void append_group_key(std::string& out, const Refusal& refusal, std::string_view provider_code) {
  const Reply& reply = refusal.reply;
  if (reply.code == 0) {
    if (refusal.error_class == ErrorClass::none && !reply.text.empty()) {
      append_masked(out, reply.text, refusal.remote_host, provider_code);
      return;
    }
    out += words_for(refusal.error_class);
    if (happens_at_a_stage(refusal.error_class) && refusal.stage != Stage::unknown) {
      out += " (";
      out += name(refusal.stage);
      out += ')';
    }
    return;
  }
  out += std::to_string(reply.code);
  if (!provider_code.empty()) {
    out += ' ';
    out += provider_code;
  } else if (reply.enhanced) {
    out += ' ';
    out += to_string(reply.enhanced);
  } else if (!reply.text.empty()) {
    out += ' ';
    append_masked(out, reply.text, refusal.remote_host, provider_code);
  }
}

}  // namespace curfew::smtp
