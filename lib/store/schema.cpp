#include "store/schema.h"

#include <string>

#include "curfew/error.h"

namespace curfew::store {
namespace {

constexpr std::int64_t application = 0x43524657;  // "CRFW"

constexpr const char* tables = R"sql(
CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
-- A log and its rotated parts.
CREATE TABLE log (
  log_id INTEGER PRIMARY KEY, series TEXT NOT NULL UNIQUE, format TEXT NOT NULL DEFAULT '',
  reported INTEGER NOT NULL DEFAULT 0, ignored INTEGER NOT NULL DEFAULT 0,
  unknown INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
  line_is_open INTEGER NOT NULL DEFAULT 0, cursor TEXT NOT NULL DEFAULT '',
  is_early INTEGER NOT NULL DEFAULT 0, counts BLOB, front BLOB, live BLOB);
-- Its files, and how far each was read.
CREATE TABLE file (
  file_id INTEGER PRIMARY KEY, path TEXT NOT NULL, device INTEGER NOT NULL,
  inode INTEGER NOT NULL, head_size INTEGER NOT NULL, head_hash INTEGER NOT NULL,
  taken INTEGER NOT NULL, tail_hash INTEGER NOT NULL, stored_size INTEGER NOT NULL);
-- Whose slots: what a remote answered with a code (none: it accepted), for one of its hosts, one of
-- our recipients' domains or one address; or what belongs to the code without being a try.
CREATE TABLE owner (
  owner_id INTEGER PRIMARY KEY, log_id INTEGER NOT NULL REFERENCES log, source TEXT NOT NULL,
  remote TEXT NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL, word TEXT NOT NULL,
  hash INTEGER NOT NULL, UNIQUE (log_id, source, remote, code, kind, word, hash));
CREATE TABLE held (
  owner_id INTEGER NOT NULL REFERENCES owner, day INTEGER NOT NULL, deliveries BLOB NOT NULL,
  PRIMARY KEY (owner_id, day)) WITHOUT ROWID;
CREATE TABLE traffic (
  log_id INTEGER NOT NULL REFERENCES log, day INTEGER NOT NULL, counts TEXT NOT NULL,
  PRIMARY KEY (log_id, day)) WITHOUT ROWID;
)sql";

// What was ever counted, also of days that were given up: it never falls.
constexpr const char* since_2 = R"sql(
CREATE TABLE total (
  log_id INTEGER NOT NULL REFERENCES log, remote TEXT NOT NULL, accepted INTEGER NOT NULL,
  deferred INTEGER NOT NULL, bounced INTEGER NOT NULL, not_tried INTEGER NOT NULL,
  expired INTEGER NOT NULL, PRIMARY KEY (log_id, remote)) WITHOUT ROWID;
)sql";

// Days of UTC since 1970; counts as lib/store/slot_text.h says. By day: what a run adds lies
// together.
constexpr const char* since_3 = R"sql(
CREATE TABLE day (
  log_id INTEGER NOT NULL REFERENCES log, day INTEGER NOT NULL,
  owner_id INTEGER NOT NULL REFERENCES owner, counts TEXT NOT NULL, moments BLOB NOT NULL,
  PRIMARY KEY (log_id, day, owner_id)) WITHOUT ROWID;
-- A few contacts of each remote and code, as lib/report/few_samples.h says; seconds since 1970.
CREATE TABLE sample (
  sample_id INTEGER PRIMARY KEY, log_id INTEGER NOT NULL REFERENCES log, remote TEXT NOT NULL,
  code TEXT NOT NULL, oldest INTEGER NOT NULL, newest INTEGER NOT NULL, contacts BLOB NOT NULL,
  UNIQUE (log_id, remote, code));
CREATE INDEX sample_by_age ON sample (log_id, newest);
-- What the morning page adds up in a quarter of an hour, as lib/daily/sums.h says; first and last
-- event in milliseconds.
CREATE TABLE gathered (
  gathered_id INTEGER PRIMARY KEY, log_id INTEGER NOT NULL REFERENCES log, slot INTEGER NOT NULL,
  first INTEGER, last INTEGER, again BLOB NOT NULL, sums BLOB NOT NULL, UNIQUE (log_id, slot));
-- The first slot of which all is gathered; none: of all there are.
ALTER TABLE log ADD COLUMN gathered_from INTEGER;
UPDATE log SET gathered_from = (
  SELECT max(traffic.day * 96 + json_extract(slot.value, '$[0]')) + 1
  FROM traffic, json_each(traffic.counts) AS slot WHERE traffic.log_id = log.log_id)
  WHERE NOT is_early;
)sql";

constexpr const char* from_2 = R"sql(
ALTER TABLE day RENAME TO day_by_owner;
)sql";

constexpr const char* to_3 = R"sql(
INSERT INTO day SELECT owner.log_id, day, owner_id, counts, moments
  FROM day_by_owner JOIN owner USING (owner_id) ORDER BY owner.log_id, day, owner_id;
DROP TABLE day_by_owner;
)sql";

constexpr const char* views = R"sql(
CREATE VIEW curfew_logs AS
  SELECT series AS log, format, reported + ignored + unknown AS lines, reported, ignored, unknown,
         bytes FROM log;
CREATE VIEW curfew_slots AS
  SELECT log.series AS log, owner.source AS source, owner.remote AS remote, owner.word AS host,
         owner.code AS code,
         (day.day * 96 + json_extract(slot.value, '$[0]')) * 900 AS start,
         coalesce(json_extract(slot.value, '$[1]'), 0) AS first_tries,
         coalesce(json_extract(slot.value, '$[1]'), 0) + coalesce(json_extract(slot.value, '$[3]'), 0)
           + coalesce(json_extract(slot.value, '$[4]'), 0)
           + coalesce(json_extract(slot.value, '$[5]'), 0) AS tries,
         coalesce(json_extract(slot.value, '$[2]'), 0) AS messages,
         coalesce(json_extract(slot.value, '$[7]'), 0) AS bounced
  FROM log JOIN day USING (log_id) JOIN owner USING (owner_id), json_each(day.counts) AS slot
  WHERE owner.kind = 'host';
CREATE VIEW curfew_hours AS
  SELECT log, remote, start / 3600 * 3600 AS start,
         sum(CASE WHEN code = '' THEN tries ELSE 0 END) AS accepted,
         sum(CASE WHEN code = '' THEN 0 ELSE tries - bounced END) AS deferred,
         sum(CASE WHEN code = '' THEN 0 ELSE bounced END) AS bounced
  FROM curfew_slots GROUP BY log, remote, start / 3600;
CREATE VIEW curfew_codes AS
  SELECT log, remote, code, sum(tries) AS refused, sum(first_tries) AS first_tries,
         sum(messages) AS messages, min(start) AS first_start, max(start) AS last_start
  FROM curfew_slots WHERE code <> '' GROUP BY log, remote, code;
CREATE VIEW curfew_traffic AS
  SELECT log.series AS log, (traffic.day * 96 + json_extract(slot.value, '$[0]')) * 900 AS start,
         coalesce(json_extract(slot.value, '$[1]'), 0) AS received,
         coalesce(json_extract(slot.value, '$[2]'), 0) AS received_bytes,
         coalesce(json_extract(slot.value, '$[3]'), 0) AS delivered,
         coalesce(json_extract(slot.value, '$[5]'), 0) AS deferred,
         coalesce(json_extract(slot.value, '$[9]'), 0) AS bounced,
         coalesce(json_extract(slot.value, '$[10]'), 0) AS expired,
         coalesce(json_extract(slot.value, '$[11]'), 0) AS not_tried,
         coalesce(json_extract(slot.value, '$[15]'), 0) AS rejected
  FROM log JOIN traffic USING (log_id), json_each(traffic.counts) AS slot;
)sql";

constexpr const char* without_views = R"sql(
DROP VIEW IF EXISTS curfew_traffic;
DROP VIEW IF EXISTS curfew_codes;
DROP VIEW IF EXISTS curfew_hours;
DROP VIEW IF EXISTS curfew_slots;
DROP VIEW IF EXISTS curfew_logs;
)sql";

// 0: the file is empty.
std::int64_t version_of(Database& database) {
  if (database.number("SELECT count(*) FROM sqlite_schema") == 0) return 0;
  if (database.number("PRAGMA application_id") != application) {
    throw Error(ErrorCode::unreadable, database.path() + ": is no store of this program",
                "Name another folder; this one was left as it is.");
  }
  const std::int64_t version = database.number("PRAGMA user_version");
  if (version > schema_version) {
    throw Error(ErrorCode::unreadable,
                database.path() + ": was written by a newer version of this program (store " +
                    std::to_string(version) + ", known is " + std::to_string(schema_version) + ')',
                "Read it with that version; it was left as it is.");
  }
  return version;
}

}  // namespace

void make_schema(Database& database) {
  const std::int64_t version = version_of(database);
  if (version == schema_version) return;
  if (version == 0) database.run(tables);
  database.run(without_views);
  if (version < 2) database.run(since_2);
  const bool has_days = version == 1 || version == 2;
  if (has_days) database.run(from_2);
  if (version < 3) database.run(since_3);
  if (has_days) database.run(to_3);
  database.run(views);
  database.run(("PRAGMA application_id = " + std::to_string(application)).c_str());
  database.run(("PRAGMA user_version = " + std::to_string(schema_version)).c_str());
}

void check_schema(Database& database) {
  const std::int64_t version = version_of(database);
  if (version == schema_version) return;
  throw Error(ErrorCode::unreadable,
              database.path() + (version == 0 ? ": is empty" : ": is of an older version"),
              version == 0 ? "Nothing was collected yet." : "Collecting brings it up to date.");
}

}  // namespace curfew::store
