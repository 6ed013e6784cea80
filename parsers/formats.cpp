#include "curfew/builtin_formats.h"
#include "definitions.h"
#include "exim/exim.h"
#include "hmailserver/hmailserver.h"
#include "known_servers/known_servers.h"
#include "ndjson/ndjson.h"
#include "postfix/postfix.h"

namespace curfew {

Formats builtin_formats() {
  Formats formats;
  formats.add(postfix::format());
  formats.add(exim::format());
  formats.add(hmailserver::format());
  add_shipped_definitions(formats);
  formats.add(ndjson::format());
  formats.know_servers(known_servers::known_servers());
  return formats;
}

}  // namespace curfew
