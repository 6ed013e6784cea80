
-- On each shard, behind the tables above. What one push sends is spread evenly.

CREATE TABLE IF NOT EXISTS {database}.contacts AS {database}.contacts_local
ENGINE = Distributed({cluster}, {database}, contacts_local, cityHash64(push, event));

CREATE TABLE IF NOT EXISTS {database}.records AS {database}.records_local
ENGINE = Distributed({cluster}, {database}, records_local, record);
