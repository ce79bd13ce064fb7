-- Texts that the line sends to itself, to see that it can send and receive. One row a try.
CREATE TABLE round_trip (
    outbox_id  INTEGER PRIMARY KEY NOT NULL REFERENCES outbox (id),
    number     TEXT NOT NULL,             -- the line's own, as it was known then
    sim        TEXT NOT NULL,             -- the SIM that was in the modem then
    arrived_at INTEGER,                   -- when it was back
    failed_at  INTEGER,                   -- when it was given up; it may arrive after that
    why        TEXT NOT NULL DEFAULT ''   -- why it was
) STRICT;
