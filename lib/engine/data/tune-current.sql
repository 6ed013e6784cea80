-- For current versions: words once for each part, moments as differences, and servers of 400 days.
-- Runs behind the definition of the tables, on each machine; takes effect as parts are merged.

ALTER TABLE {database}.{contacts}
    MODIFY COLUMN time DateTime('UTC') CODEC(Delta, ZSTD),
    MODIFY COLUMN event UInt64 CODEC(Delta, ZSTD),
    MODIFY COLUMN slot Int32 CODEC(Delta, ZSTD),
    MODIFY COLUMN released_slot Int32 CODEC(Delta, ZSTD),
    MODIFY COLUMN source LowCardinality(String),
    MODIFY COLUMN host LowCardinality(String),
    MODIFY COLUMN released_remote LowCardinality(String),
    MODIFY COLUMN released_code LowCardinality(String),
    MODIFY COLUMN stage LowCardinality(String),
    MODIFY COLUMN cause LowCardinality(String);

-- A report needs all contacts of each server that it knows: they stay longer, by the time that the
-- logs of one push may cover.
ALTER TABLE {database}.{contacts} MODIFY TTL time + INTERVAL 500 DAY;
ALTER TABLE {database}.{records} MODIFY TTL last + INTERVAL 400 DAY;
