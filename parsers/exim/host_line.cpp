#include "exim/host_line.h"

#include <optional>

#include "exim/field.h"
#include "exim/reason.h"

namespace curfew::exim {
namespace {

using text::Cursor;

struct HostLine {
  Host host;
  Reason reason;
};

// "H=mx.example.net [192.0.2.7]: text" and "H=mx.example.net [192.0.2.7] Connection refused". What
// is said of clients of ours begins alike and goes on with " F=<", " X=", " rejected" ...
std::optional<HostLine> read_with_host(std::string_view text) noexcept {
  Cursor cursor(text);
  const bool tagged = cursor.skip("H=");
  const Host host = read_host(cursor);
  if (host.ip.empty()) return std::nullopt;
  const bool said = tagged && cursor.skip(": ");
  if (!said && !cursor.skip(' ')) return std::nullopt;
  const std::string_view words = said ? without_host(cursor.rest()) : cursor.rest();
  const bool known = said || is_connect_error(words) ||
                     words.starts_with("SMTP error from remote mail server after ") ||
                     words.starts_with("TLS session: ") ||
                     words == "Event requests alternate response";  // tcp:connect said no
  if (!known) return std::nullopt;
  return HostLine{.host = host, .reason = read_reason(words)};
}

// "SMTP error from remote mail server after EHLO x: host mx.example.net [192.0.2.7]: 421 text" and
// the like, up to 4.84. Something of ours that names no host is none.
std::optional<HostLine> read_without_host(std::string_view text) noexcept {
  constexpr std::string_view begins[] = {
      "SMTP ",
      "Remote host ",
      "Malformed SMTP reply ",
      "a TLS session is required for ",
      "TLS error on connection to ",
      "DANE attempt failed; TLS connection to ",
  };
  for (const std::string_view one : begins) {
    if (!text.starts_with(one)) continue;
    const Reason reason = read_reason(text);
    if (reason.host.ip.empty()) return std::nullopt;
    return HostLine{.host = reason.host, .reason = reason};
  }
  return std::nullopt;
}

// A handshake that failed is followed by a second try without TLS, or by a line that says that TLS
// was required: only the latter is a contact that failed.
bool is_prelude(std::string_view text) noexcept {
  return text.starts_with("TLS error on connection to ") ||
         text.starts_with("DANE attempt failed; ");
}

}  // namespace

LineUse read_host_line(std::string_view text, const Context& context, RecentHosts& hosts,
                       Events& events) {
  std::optional<HostLine> line = read_without_host(text);
  if (!line) line = read_with_host(text);
  if (!line) return LineUse::unknown;
  Event& event = begin_event(context, events);
  event.kind = EventKind::session;
  event.outcome = Outcome::deferred;
  event.remote_kind = RemoteKind::smtp;
  set_remote(line->host, event, events);
  set_reason(line->reason, event, events);
  event.recipient = line->reason.recipient;
  // No contact of its own, but the addresses' lines may need its host.
  if (event.contacted != Contacted::yes || is_prelude(text)) {
    event.line = 0;
    hosts.add(event);
    events.drop_last();
    return LineUse::ignored;
  }
  if (!hosts.settle_draft(event)) hosts.add(event);
  return LineUse::reported;
}

}  // namespace curfew::exim
