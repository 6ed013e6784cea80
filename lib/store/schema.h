#pragma once

#include "store/database.h"

namespace curfew::store {

/// Of the tables and views in a store's file (docs/store.md).
inline constexpr std::int64_t schema_version = 3;

/// Makes the tables, or brings those of an older version up to date. Throws Error (unreadable)
/// where the file is another program's, or of a newer version. Needs: a transaction that writes.
void make_schema(Database& database);
/// The same for who only reads: an older version is an error, too.
void check_schema(Database& database);

}  // namespace curfew::store
