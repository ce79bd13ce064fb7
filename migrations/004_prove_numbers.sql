-- Codes that prove a number. Only a keyed hash lies here; the code itself is in memory, for this run.
CREATE TABLE code (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL REFERENCES contact_point (id),
    hash       BLOB NOT NULL CHECK (length(hash) = 32),  -- HMAC-SHA256 under the device's key
    run        TEXT NOT NULL,                 -- the run on whose monotonic clock made_mono counts
    made_mono  INTEGER NOT NULL,              -- milliseconds since that run began
    made_at    INTEGER NOT NULL,
    checks     INTEGER NOT NULL DEFAULT 0,    -- wrong tries
    ended      TEXT NOT NULL DEFAULT '' CHECK (ended IN ('', 'used', 'used_up', 'replaced'))
) STRICT;
CREATE INDEX code_by_contact ON code (contact_id, id);

-- Each text that carried a code: the limits count these.
CREATE TABLE code_send (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    code_id    INTEGER NOT NULL REFERENCES code (id),
    contact_id INTEGER NOT NULL REFERENCES contact_point (id),
    outbox_id  INTEGER NOT NULL UNIQUE REFERENCES outbox (id),
    terminal   BLOB NOT NULL,                 -- SHA-256 of the session that asked for it
    run        TEXT NOT NULL,
    mono       INTEGER NOT NULL,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX code_send_by_contact ON code_send (contact_id, id);

-- Wrong tries. A new code never resets their count.
CREATE TABLE code_failure (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL REFERENCES contact_point (id),
    run        TEXT NOT NULL,
    mono       INTEGER NOT NULL,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX code_failure_by_contact ON code_failure (contact_id, id);
