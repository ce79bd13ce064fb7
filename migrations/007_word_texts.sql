-- The shop's own wording of a text. The newest version of a kind in a language is in force; one
-- without words goes back to what Readybell comes with.
CREATE TABLE template (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind    TEXT NOT NULL,
    lang    TEXT NOT NULL,
    version INTEGER NOT NULL,
    words   TEXT NOT NULL,
    why     TEXT NOT NULL DEFAULT '',         -- why a finding was overruled
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    UNIQUE (kind, lang, version)
) STRICT;
CREATE TRIGGER template_keeps_words BEFORE UPDATE ON template
BEGIN SELECT RAISE(ABORT, 'a version is never changed; make a new one'); END;
CREATE TRIGGER template_keeps_all BEFORE DELETE ON template
BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;

-- The audit log is read by kind, newest first.
CREATE INDEX audit_by_what ON audit (what, id);
