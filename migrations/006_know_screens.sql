-- Screens on which somebody has signed in with a password: a PIN will do there from then on.
CREATE TABLE screen (
    token_hash BLOB PRIMARY KEY NOT NULL,     -- SHA-256 of the cookie
    made_at    INTEGER NOT NULL,
    made_by    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The one-time code with which somebody chooses a password: somebody new, or whose password was
-- reset.
CREATE TABLE staff_code (
    staff_id  INTEGER PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;
