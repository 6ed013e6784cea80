#pragma once

#include "servers/world.h"

namespace curfew::servers {

/// Makes the remotes, with all the trouble that mail servers have without meaning anything by it:
/// greylists, full mailboxes, unknown users, hosts that are down, busy hours, refused contents.
/// The first are written to most.
void add_remotes(World& world, const Settings& settings);

}  // namespace curfew::servers
