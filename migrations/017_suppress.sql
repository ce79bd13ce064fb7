-- Opt-outs that another program of the shop handed in: the answer that a repeat with the same key gets again.
CREATE TABLE suppression_key (
    token_id     INTEGER NOT NULL REFERENCES api_token (id),
    key          TEXT NOT NULL,
    request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
    contact_id   INTEGER NOT NULL REFERENCES contact_point (id),  -- whose: with them it is erased
    answer       TEXT NOT NULL,               -- JSON
    at           INTEGER NOT NULL,
    PRIMARY KEY (token_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX suppression_key_by_time ON suppression_key (at);
CREATE INDEX suppression_key_by_contact ON suppression_key (contact_id);
