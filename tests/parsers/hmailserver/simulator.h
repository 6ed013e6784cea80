#pragma once

#include <string>
#include <vector>

#include "curfew/event.h"
#include "parsers/hmailserver/remotes.h"

namespace curfew::test::hmail {

/// How a version writes its log (see docs/formats/hmailserver.md).
struct Version {
  const char* name = "";
  bool reply_lines = false;       ///< a record for each line of a reply: up to 5.4
  bool lookups_as_smtpd = false;  ///< and failed connections as SMTPC: up to 5.5
  bool host_names = false;        ///< "Connecting to mx.example.net...": up to 5.4
  bool masks_mail_from = true;    ///< from 5.5 on
  bool empty_sender = false;      ///< "from  to": up to 5.4
  const char* creating = "Creating session ";
  bool json = false;
};

/// The parts of the logging that are on.
struct Logging {
  bool application = true;
  bool smtp = true;
  bool tcpip = true;
  bool debug = false;
};

struct Setup {
  Version version;
  Logging logging;
  std::uint64_t seed = 1;
  int days = 2;
  int messages_a_day = 200;
  int threads = 10;
  int retries = 4;
  int minutes_between = 60;
  bool one_domain = false;  ///< each message goes to one domain
  bool smarthost = false;   ///< everything through one relay that wants a password
};

/// A contact of one recipient, as it went.
struct Contact {
  Clock time = 0;
  std::uint64_t number = 0;
  int attempt = 0;  ///< 1: the first
  std::string sender;
  std::string recipient;
  std::string host;
  std::string ip;         ///< empty: there was none to ask
  bool dialogue = false;  ///< the remote said something, or was asked
  Stage stage = Stage::unknown;
  int code = 0;
  Outcome outcome = Outcome::unknown;
  bool last = true;  ///< no other host was tried in this attempt
};

struct Simulation {
  std::string log;  ///< lines end in CRLF
  std::vector<Contact> contacts;
  std::vector<std::uint64_t> expired;
  Clock last_dialogue = 0;
};

/// A small model of hMailServer: messages arrive, threads deliver them domain by domain and host by
/// host, what was deferred is tried again.
Simulation simulate(const Setup& setup);

}  // namespace curfew::test::hmail
