#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "curfew/time.h"
#include "time/stamp.h"

namespace curfew::hmailserver {

/// The first column. D is the server's side of a protocol, C the client's: SMTPC is outgoing mail.
enum class RecordType : std::uint8_t {
  smtpc,
  smtpd,
  other_protocol,
  application,
  tcpip,
  debug,
  error
};

/// One record, in quotes and tabs or (a fork) as a JSON object. The views live as long as the line
/// and, for JSON, the scratch text.
struct Record {
  RecordType type = RecordType::error;
  std::uint64_t thread = 0;   ///< of Windows; used again
  std::uint64_t session = 0;  ///< 0: none (up to 5.5 records of the delivery itself)
  std::optional<Stamp> stamp;
  std::string_view peer;  ///< IP address of the other side
  std::string_view text;  ///< the ends of lines in it are "[nl]"
  bool closed = true;     ///< the quote at the end is there
};

/// "SMTPC"<TAB>12<TAB>7<TAB>"2026-01-15 17:30:00.123"<TAB>"192.0.2.7"<TAB>"RECEIVED: 421 busy"
/// Blanks in place of the tabs are taken too: so it is pasted. The text is not escaped, so it goes
/// up to the last quote (Logger.cpp, version 4 on).
bool read_record(std::string_view line, Record& record, time::StampCache* cache = nullptr) noexcept;

/// {"ts":"...","category":"SMTPC","thread":12,"session":7,"remoteip":"...","message":"..."}
/// The text is written into `scratch`.
bool read_json_record(std::string_view line, Record& record, std::string& scratch,
                      time::StampCache* cache = nullptr);

/// "2026-01-15 17:30:00.123"; nothing where it is written otherwise.
std::optional<Stamp> read_time(std::string_view text, time::StampCache* cache = nullptr) noexcept;

/// Whether a record begins here.
bool begins_record(std::string_view text) noexcept;

/// A line of hmailserver_awstats.log: time, sender, recipient, two hosts, "SMTP", "?", 250 or 550,
/// bytes, with tabs between.
bool is_awstats_line(std::string_view line) noexcept;

}  // namespace curfew::hmailserver
