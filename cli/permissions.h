#pragma once

#include <string>

namespace curfew::cli {

/// Gives the open file what the one at `path` (no link is followed) has: owner, group, mode, access
/// list and security labels, as far as we may. Nobody gets more by it: where the group cannot be
/// kept, ours may do what all others may. False when there is no file.
bool take_permissions_of(const std::string& path, int descriptor);

/// Lets everybody read the open file, whatever the umask. Throws std::system_error.
void let_everybody_read(int descriptor, bool is_new);

}  // namespace curfew::cli
