-- Tables of what curfew counted and found, for SQLite. Run where curfew.csv and curfew.json are, which stand for
-- the same logs:
--   sqlite3 curfew.db < curfew-tables.sql
-- The tables are replaced at once: who reads them meanwhile sees the old ones.
.bail on
BEGIN IMMEDIATE;

-- The counts of each remote, code and quarter of an hour. `epoch` is its start in seconds since 1970 UTC; `day`,
-- `hour` and `utc_offset` are of the report's zone.
DROP TABLE IF EXISTS slots;
CREATE TABLE slots (
  epoch INTEGER, day TEXT, hour INTEGER, utc_offset TEXT, remote TEXT, code TEXT, messages INTEGER, first_attempts INTEGER,
  delivered INTEGER, deferred INTEGER, bounced INTEGER, reused INTEGER, not_contacted INTEGER, expired INTEGER);
DROP TABLE IF EXISTS read;
.import --csv curfew.csv read
INSERT INTO slots SELECT
  strftime('%s', time), substr(time, 1, 10), substr(time, 12, 2), substr(time, 20), remote, code, messages, first_attempts,
  delivered, deferred, bounced, reused, not_contacted, expired FROM read;
DROP TABLE read;
CREATE INDEX slots_epoch ON slots (epoch);

-- What was found, in the order of the report. Times in seconds since 1970 UTC, waits in seconds; `theirs` and `ours`
-- are the medians of what they and our own retries took of each wait.
DROP TABLE IF EXISTS findings;
CREATE TABLE findings (
  place INTEGER, id TEXT, remote TEXT, code TEXT, attention TEXT, active INTEGER, sentence TEXT, since INTEGER, last INTEGER,
  next TEXT, deliveries INTEGER, theirs REAL, ours REAL);
INSERT INTO findings SELECT
  key, value ->> 'id', value ->> 'remote', value ->> 'code', value ->> 'attention', value ->> 'active', value ->> 'sentence',
  strftime('%s', value ->> 'first_refusal'), strftime('%s', value ->> 'last_refusal'),
  coalesce('opens at ' || (value ->> 'next_opening'), 'closes at ' || (value ->> 'next_closing'), ''),
  value ->> '$.waits.deliveries', value ->> '$.waits.theirs_median_seconds', value ->> '$.waits.ours_median_seconds'
  FROM json_each(CAST(readfile('curfew.json') AS TEXT), '$.findings');

-- How long deliveries took that had been deferred, in seconds since the first try.
DROP TABLE IF EXISTS waits;
CREATE TABLE waits (remote TEXT, deliveries INTEGER, median REAL, p95 REAL, longest REAL);
INSERT INTO waits SELECT
  value ->> 'name', value ->> '$.wait_seconds.count', value ->> '$.wait_seconds.p50', value ->> '$.wait_seconds.p95',
  value ->> '$.wait_seconds.max'
  FROM json_each(CAST(readfile('curfew.json') AS TEXT), '$.remotes') WHERE value -> 'wait_seconds' IS NOT NULL;

COMMIT;
