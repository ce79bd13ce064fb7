-- Receipts as they were first made: a reprint says the same, with the same head of the ledger.
CREATE TABLE receipt (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id   INTEGER NOT NULL REFERENCES job (id),
    made_at  INTEGER NOT NULL,
    made_by  TEXT NOT NULL,
    head_row INTEGER NOT NULL,                -- the ledger's last row then; 0 for an empty one
    head     BLOB NOT NULL CHECK (length(head) = 32),  -- its hash
    body     TEXT NOT NULL                    -- JSON: what is on it
) STRICT;
CREATE INDEX receipt_by_job ON receipt (job_id, id);
CREATE TRIGGER receipt_keeps_words BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt never changes; make a new one'); END;
