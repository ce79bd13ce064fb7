-- What customers are asked to agree to, in versions that never change, and what proves that they did.

CREATE TABLE wording (
    line     TEXT NOT NULL CHECK (line IN ('service', 'offers', 'email_updates', 'email_offers', 'phone')),
    lang     TEXT NOT NULL CHECK (lang IN ('en', 'es', 'ru')),
    version  INTEGER NOT NULL CHECK (version > 0),  -- of this line in this language
    template TEXT NOT NULL,                   -- {shop}, {number} and {email} are filled in
    made_at  INTEGER NOT NULL,
    made_by  TEXT NOT NULL DEFAULT '',        -- empty: it came with Readybell
    PRIMARY KEY (line, lang, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER wording_keeps_words BEFORE UPDATE ON wording
BEGIN SELECT RAISE(ABORT, 'a wording never changes; make a new version'); END;
CREATE TRIGGER wording_keeps_all BEFORE DELETE ON wording
BEGIN SELECT RAISE(ABORT, 'a wording is kept for ever'); END;

-- A signature that was asked for, on a screen in the customer's hands or on a printed sheet.
CREATE TABLE signing (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id      INTEGER NOT NULL REFERENCES job (id),
    way         TEXT NOT NULL CHECK (way IN ('screen', 'paper')),
    lang        TEXT NOT NULL,                -- of the lines as they were signed; until then as they were opened
    opened_at   INTEGER NOT NULL,
    opened_by   TEXT NOT NULL,                -- the staff member who handed it over
    opened_row  INTEGER NOT NULL,             -- the ledger's last row then: what came later is not lifted by this
    done_at     INTEGER,                      -- NULL: nobody has answered yet
    done_by     TEXT NOT NULL DEFAULT '',     -- who took the sheet back; empty for a screen
    answers     TEXT NOT NULL DEFAULT '[]',   -- JSON: each line, its exact words, and the answer
    initials    TEXT NOT NULL DEFAULT '',
    strokes     TEXT NOT NULL DEFAULT ''      -- the signature as it was drawn, JSON; its hash is in the ledger's evidence
) STRICT;
CREATE INDEX signing_by_job ON signing (job_id, id);

-- Photos and scans of signed sheets. In the database and not beside it: the file is there exactly
-- when the ledger's row that names its hash is, a backup is one file, and erasing a person is a DELETE.
CREATE TABLE attachment (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    signing_id INTEGER NOT NULL REFERENCES signing (id),
    kind       TEXT NOT NULL CHECK (kind IN ('jpeg', 'png', 'pdf')),  -- told by what is in it
    sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
    bytes      BLOB NOT NULL,
    made_at    INTEGER NOT NULL,
    made_by    TEXT NOT NULL
) STRICT;
CREATE INDEX attachment_by_signing ON attachment (signing_id);
