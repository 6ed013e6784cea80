#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parsers/hmailserver/simulator.h"

namespace curfew::test::hmail {

/// A record before it is written. `session`: 0 is none; others are numbered as they began.
struct Entry {
  Clock time = 0;
  std::string_view type;
  int thread = 0;
  std::size_t session = 0;
  std::string_view peer;  ///< literal, or of a host that lives as long as the program
  std::string text;       ///< ends of lines are CRLF
};

/// The simulated server's log: keeps what is switched on, in the order of time, in a version's
/// grammar.
class Journal {
 public:
  Journal(const Version& version, const Logging& logging) : version_(version), logging_(logging) {}

  /// Begins a session at that moment; its number is not known before all are.
  std::size_t begin_session(Clock at);
  void add(Entry entry);
  /// A reply; with a record a line where the version does so. Gives the time of its last record.
  Clock add_reply(Entry entry);
  /// What of a session an entry's text names: "{session}" becomes its number.
  std::string write();

 private:
  bool is_on(const Entry& entry) const;
  void write_plain(const Entry& entry, std::size_t session, std::string& out) const;
  void write_json(const Entry& entry, std::size_t session, std::string& out) const;

  Version version_;
  Logging logging_;
  std::vector<Entry> entries_;
  std::vector<Clock> sessions_;
};

}  // namespace curfew::test::hmail
