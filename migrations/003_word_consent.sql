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
