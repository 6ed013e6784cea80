#pragma once

#include <string>

#include "scenarios/random.h"
#include "servers/remote.h"

namespace curfew::servers {

/// A reply with its fields filled in: {ip} of ours, {host} of the remote's, {rcpt}, {from}, {id},
/// {number}, {seconds}, {date}, {weekday}, {clock}.
std::string filled(const std::string& reply, const Asking& asking, const Host& host,
                   const std::string& our_ip, scenarios::Random& random);

}  // namespace curfew::servers
