-- What `curfew push` fills: one row for each contact that was counted, and one for each server that
-- was pushed. For versions 18.16 and later.

CREATE DATABASE IF NOT EXISTS {database};

CREATE TABLE IF NOT EXISTS {database}.{contacts}
(
    time            DateTime('UTC'),  -- when the contact began
    push            UInt64,           -- of the push, see {records}
    event           UInt64,           -- its number within the push: what is sent twice is one row
    source          String,           -- our own address, else our host
    remote          String,           -- by the grouping of the push
    code            String,           -- the refusal's; empty: accepted
    host            String,           -- of the remote; of more than 64, the rest is empty
    domain          String,           -- the recipient's
    address         UInt64,           -- a hash of the host's IP address; 0: unknown
    ip              String,           -- the same as text, of refusals
    stratum         Enum8('retry' = 0, 'first' = 1, 'first_at_host' = 2, 'unknown' = 3),
    asked           UInt8,            -- 0: no contact, but what belongs to the code beside them
    returned        UInt8,            -- refused for good
    reused          UInt8,            -- over a connection that had delivered before
    passed_over     UInt8,            -- another host was asked next, in the same attempt
    new_message     UInt8,            -- the message had not met this remote and code before
    newly_deferred  UInt8,            -- this remote had not deferred the message before
    unresolved      UInt8,            -- not asked: no name server said where the remote is
    not_contacted   UInt8,            -- not asked, and to be tried again
    expired         UInt8,            -- not asked, and given up on
    in_domain       UInt8,            -- counted for its domain, too
    in_address      UInt8,            -- counted for its address, too
    slot            Int32,            -- the quarter of an hour, from 1970
    moment          UInt16,           -- within it, in 1/72 s
    released        UInt8,            -- a delivery of what a code had held up: the next four
    released_remote String,
    released_code   String,
    released_slot   Int32,
    released_wait   UInt32,           -- in seconds
    stage           String,           -- of the dialogue at which this code refuses
    cause           String,           -- what the refusal means
    reply_code      UInt16,           -- 0: there was no reply
    waited          UInt32            -- since the message's first attempt, in seconds
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (toDate(time), remote, code, time, push, event);

CREATE TABLE IF NOT EXISTS {database}.{records}
(
    record     UInt64,           -- of a server's logs, by what they begin with, and the grouping
    generation UInt64,           -- bytes read of them: the largest counts
    push       UInt64,           -- whose contacts these are
    contacts   UInt64,           -- how many
    first      DateTime('UTC'),  -- of them
    last       DateTime('UTC'),
    grouping   String,
    name       String,           -- of the first log
    version    String,           -- of the program
    pushed     DateTime('UTC'),
    notes      String,           -- what is said of its logs, packed
    counts     String            -- what is counted of it beside the contacts, packed
)
ENGINE = ReplacingMergeTree(generation)
ORDER BY record;
