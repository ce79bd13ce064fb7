-- What is known at the moment before Ctrl-Z, so that a part whose answer never came can be weighed later.
ALTER TABLE part ADD COLUMN modem TEXT NOT NULL DEFAULT '';  -- who made the modem, and which model
ALTER TABLE part ADD COLUMN counter INTEGER;                 -- the last reference that the SIM had kept (EF_SMSS); NULL where it tells none
ALTER TABLE part ADD COLUMN released_at INTEGER;             -- when Ctrl-Z was about to be written

-- Where a text that the network refused has moved a count by one: it counts tries, and not only what was
-- taken. Only such a count can say that a text did not go.
CREATE TABLE counts_tries (
    sim   TEXT NOT NULL,
    modem TEXT NOT NULL,
    sign  TEXT NOT NULL CHECK (sign IN ('counter', 'reference')),
    PRIMARY KEY (sim, modem, sign)
) STRICT, WITHOUT ROWID;
