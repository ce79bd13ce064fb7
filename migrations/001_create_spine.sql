-- The spine: people, jobs, consent, the outbox and the inbox.
-- Instants are milliseconds since 1970 in UTC. Names of states are those of the code.

-- What the shop sets on the settings page. One row a setting, as JSON.
CREATE TABLE setting (
    name       TEXT PRIMARY KEY NOT NULL,
    value      TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- The shop's own people.
CREATE TABLE staff (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL UNIQUE COLLATE NOCASE,
    role          TEXT NOT NULL CHECK (role IN ('owner', 'counter', 'technician')),
    password_hash TEXT NOT NULL,              -- Argon2id, PHC string
    pin_hash      TEXT NOT NULL DEFAULT '',   -- the same for the PIN; empty for none
    lang          TEXT NOT NULL DEFAULT 'en', -- of the pages that they see
    created_at    INTEGER NOT NULL,
    disabled_at   INTEGER
) STRICT;

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY NOT NULL,     -- SHA-256 of the cookie
    staff_id   INTEGER NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    address    TEXT NOT NULL DEFAULT '',      -- where it was signed in from
    screen     TEXT NOT NULL DEFAULT '',      -- what kind of browser and machine, in two words
    locked_for TEXT NOT NULL DEFAULT ''       -- '' open, 'lock' locked, 'sign:JOB' in that customer's hands
) STRICT, WITHOUT ROWID;

-- The one-time code of the first start. Gone once the owner exists.
CREATE TABLE setup_code (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    code_hash BLOB NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE api_token (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL UNIQUE COLLATE NOCASE,
    token_hash BLOB NOT NULL UNIQUE,
    scopes     TEXT NOT NULL,                 -- names with a space between
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

-- A repeat of a request with the same key is the same text.
CREATE TABLE idempotency (
    token_id     INTEGER NOT NULL REFERENCES api_token (id),
    key          TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    outbox_id    INTEGER NOT NULL REFERENCES outbox (id),
    at           INTEGER NOT NULL,
    PRIMARY KEY (token_id, key)
) STRICT, WITHOUT ROWID;

-- Who did what, for the owner to read. Append-only.
CREATE TABLE audit (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    who    TEXT NOT NULL,
    what   TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TRIGGER audit_keeps_rows BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- A phone number or an e-mail address. Consent stays with it.
CREATE TABLE contact_point (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('number', 'email')),
    address    TEXT NOT NULL UNIQUE,          -- E.164, or the e-mail address in lower case; of an erased person, its keyed hash
    reach      TEXT NOT NULL DEFAULT 'text_and_call' CHECK (reach IN ('text_and_call', 'call_only')),
    lang       TEXT NOT NULL DEFAULT 'en',
    zone       TEXT NOT NULL DEFAULT '',      -- IANA name, where the customer's is known
    verified_at  INTEGER,                     -- when it was proved that its owner holds it
    verified_how TEXT NOT NULL DEFAULT '' CHECK (verified_how IN ('', 'code', 'text')),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE customer (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    note       TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    erased_at  INTEGER                        -- the name and everything else is gone since then
) STRICT;
CREATE INDEX customer_by_name ON customer (name COLLATE NOCASE);

-- One number may serve several customers.
CREATE TABLE customer_contact (
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    contact_id  INTEGER NOT NULL REFERENCES contact_point (id),
    PRIMARY KEY (customer_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_contact_by_contact ON customer_contact (contact_id);

CREATE TABLE vehicle (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    name        TEXT NOT NULL,                -- "2012 Chevy Tahoe"
    colour      TEXT NOT NULL DEFAULT '',
    plate       TEXT NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX vehicle_by_customer ON vehicle (customer_id);
-- A plate is found however it was spaced.
CREATE INDEX vehicle_by_plate ON vehicle (replace(replace(upper(plate), ' ', ''), '-', '')) WHERE plate <> '';

CREATE TABLE bay (
    id   INTEGER PRIMARY KEY,                 -- the number on the wall
    name TEXT NOT NULL
) STRICT;

-- One visit's work order.
CREATE TABLE job (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,  -- the number that people say, from 1001
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    contact_id  INTEGER REFERENCES contact_point (id),
    email_id    INTEGER REFERENCES contact_point (id),
    vehicle_id  INTEGER REFERENCES vehicle (id),
    tell        TEXT NOT NULL DEFAULT 'text' CHECK (tell IN ('text', 'email', 'both', 'call')),  -- how the customer wants to be told
    intake      TEXT NOT NULL DEFAULT 'done' CHECK (intake IN ('number', 'consent', 'receipt', 'done')),  -- the step at which taking it in was left
    state       TEXT NOT NULL CHECK (state IN ('booked', 'waiting', 'in_bay', 'ready', 'picked_up', 'cancelled')),
    waits_for   TEXT NOT NULL DEFAULT '' CHECK (waits_for IN ('', 'part', 'tomorrow')),
    bay_id      INTEGER REFERENCES bay (id),
    work        TEXT NOT NULL DEFAULT '',
    note        TEXT NOT NULL DEFAULT '',
    promised_at INTEGER,
    ready_at    INTEGER,
    stays_from  INTEGER,                      -- the evening on which it was said to stay over night
    was_state   TEXT NOT NULL DEFAULT '',     -- where it stood before its last move, to take that back
    was_waits   TEXT NOT NULL DEFAULT '',
    was_bay     INTEGER,
    created_at  INTEGER NOT NULL,
    created_by  TEXT NOT NULL DEFAULT '',
    changed_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX job_open ON job (state) WHERE state IN ('booked', 'waiting', 'in_bay', 'ready');
CREATE INDEX job_by_contact ON job (contact_id);
CREATE INDEX job_by_customer ON job (customer_id);
-- A bay holds one job.
CREATE UNIQUE INDEX job_in_bay ON job (bay_id) WHERE state = 'in_bay';

-- Consent events, chained by hash; ARCHITECTURE.md writes the canonical form down. Rows hold no
-- personal data: contact_id is a number of ours, and the evidence lies in a table that can be erased.
CREATE TABLE ledger (
    id            INTEGER PRIMARY KEY,        -- 1, 2, 3 …: its place in the chain
    contact_id    INTEGER NOT NULL REFERENCES contact_point (id),
    event         TEXT NOT NULL CHECK (event IN ('grant', 'revoke', 'hold', 'release', 'undo', 'correct')),
    scope         TEXT NOT NULL CHECK (scope IN ('all', 'service', 'progress', 'promotional')),
    method        TEXT NOT NULL,
    actor         TEXT NOT NULL CHECK (actor IN ('customer', 'staff', 'owner', 'timer')),
    about         INTEGER REFERENCES ledger (id),  -- the row that an undo, a correction or a release is about
    occurred_at   INTEGER NOT NULL,           -- when the person acted, as far as is known
    recorded_at   INTEGER NOT NULL,
    clock_trusted INTEGER NOT NULL CHECK (clock_trusted IN (0, 1)),
    commitment    BLOB NOT NULL CHECK (length(commitment) = 32),  -- SHA-256(salt, evidence)
    prev_hash     BLOB NOT NULL CHECK (length(prev_hash) = 32),
    row_hash      BLOB NOT NULL CHECK (length(row_hash) = 32)
) STRICT;
CREATE INDEX ledger_by_contact ON ledger (contact_id, id);
CREATE TRIGGER ledger_keeps_rows BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_keeps_all BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- What a ledger row commits to. Erasing a person deletes rows here, and the chain stays whole.
CREATE TABLE evidence (
    ledger_id INTEGER PRIMARY KEY REFERENCES ledger (id),
    salt      BLOB NOT NULL CHECK (length(salt) = 32),
    body      TEXT NOT NULL                   -- JSON, byte for byte what was hashed
) STRICT;
CREATE TRIGGER evidence_keeps_words BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is kept as it was, or erased; never changed'); END;

-- The texts that are to leave, or have left.
CREATE TABLE outbox (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_id   INTEGER NOT NULL REFERENCES contact_point (id),
    purpose      TEXT NOT NULL CHECK (purpose IN ('compliance', 'verification', 'conversation', 'service', 'staff', 'feedback', 'promotional')),
    priority     INTEGER NOT NULL,            -- 0 leaves first
    words        TEXT NOT NULL,
    kind         TEXT NOT NULL DEFAULT '',    -- what it tells: 'ready', 'on_track', 'opt_out_confirmation' …
    job_id       INTEGER REFERENCES job (id),
    answers      INTEGER REFERENCES inbox (id),  -- the inbound text that it answers
    origin       TEXT NOT NULL CHECK (origin IN ('page', 'button', 'api', 'automatic')),
    asked_by     TEXT NOT NULL DEFAULT '',
    token_id     INTEGER REFERENCES api_token (id),  -- the program that asked, and may ask what became of it
    created_at   INTEGER NOT NULL,
    not_before   INTEGER NOT NULL DEFAULT 0,
    send_before  INTEGER NOT NULL,
    undo_run     TEXT NOT NULL DEFAULT '',    -- the run on whose monotonic clock undo_until counts
    undo_until   INTEGER NOT NULL DEFAULT 0,  -- milliseconds since that run began
    state        TEXT NOT NULL DEFAULT 'queued' CHECK (state IN
        ('queued', 'sending', 'sent', 'delivered', 'undelivered', 'unsure', 'failed', 'refused', 'expired', 'cut_short', 'cancelled')),
    reason       TEXT NOT NULL DEFAULT '',    -- why it is in this state
    hold         TEXT NOT NULL DEFAULT '',    -- why it waits, when it is queued and must wait
    held_until   INTEGER,
    parts        INTEGER NOT NULL DEFAULT 1,
    consent_row  INTEGER REFERENCES ledger (id),  -- the row that allowed it when part 1 went
    settled_at   INTEGER
) STRICT;
CREATE INDEX outbox_queue ON outbox (priority, id) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_by_contact ON outbox (contact_id, id);
CREATE INDEX outbox_by_job ON outbox (job_id, id) WHERE job_id IS NOT NULL;
CREATE INDEX outbox_unsure ON outbox (id) WHERE state = 'unsure';

-- The parts of a text, from the first permit on.
CREATE TABLE part (
    outbox_id   INTEGER NOT NULL REFERENCES outbox (id),
    seq         INTEGER NOT NULL,             -- from 1
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'released', 'sent', 'delivered', 'undelivered', 'unsure', 'failed')),
    attempt     INTEGER NOT NULL,             -- unique over all parts and runs
    tries       INTEGER NOT NULL DEFAULT 1,
    retry_at    INTEGER NOT NULL DEFAULT 0,
    mr          INTEGER,                      -- the TP-Message-Reference that the modem gave; of an unsure one, the one expected
    sim         TEXT NOT NULL DEFAULT '',
    sent_at     INTEGER,                      -- when it was handed over; of an unsure one, when that was given up
    status      INTEGER,                      -- TP-Status of the last report
    reported_at INTEGER,
    PRIMARY KEY (outbox_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_by_time ON part (sent_at) WHERE sent_at IS NOT NULL;

-- Counts attempts up for ever, so that no two permits share an id.
CREATE TABLE attempt (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    last INTEGER NOT NULL
) STRICT;
INSERT INTO attempt (id, last) VALUES (1, 0);

-- The pace: token buckets that a restart doesn't reset.
CREATE TABLE pace (
    bucket TEXT PRIMARY KEY NOT NULL,
    tokens REAL NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every TPDU that came in, as it came.
CREATE TABLE tpdu (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    sim         TEXT NOT NULL,                -- the SIM's identity
    bytes       BLOB NOT NULL,                -- the TPDU, without the service centre's address
    storage     TEXT NOT NULL DEFAULT '',     -- empty when it came straight to us (+CMT, +CDS)
    slot        INTEGER NOT NULL DEFAULT 0,
    received_at INTEGER NOT NULL,
    sim_copy_pending INTEGER NOT NULL CHECK (sim_copy_pending IN (0, 1)),
    kind        TEXT NOT NULL CHECK (kind IN ('deliver', 'report', 'unreadable')),
    repeat_of   INTEGER REFERENCES tpdu (id), -- the network sent the same one again: logged, not applied
    sender      TEXT NOT NULL DEFAULT '',     -- as the network spelled it
    contact_id  INTEGER REFERENCES contact_point (id),
    sc_at       INTEGER,                      -- service-centre time
    reference   INTEGER,                      -- of a text in several parts
    total       INTEGER NOT NULL DEFAULT 1,
    seq         INTEGER NOT NULL DEFAULT 1,
    inbox_id    INTEGER REFERENCES inbox (id) -- the text that it became part of
) STRICT;
CREATE INDEX tpdu_identity ON tpdu (sim, bytes);
CREATE INDEX tpdu_pending ON tpdu (sim) WHERE sim_copy_pending = 1;
CREATE INDEX tpdu_in_parts ON tpdu (sender, reference, total) WHERE reference IS NOT NULL AND repeat_of IS NULL;
CREATE INDEX tpdu_loose ON tpdu (contact_id) WHERE kind = 'deliver' AND inbox_id IS NULL AND repeat_of IS NULL;
CREATE INDEX tpdu_by_inbox ON tpdu (inbox_id) WHERE inbox_id IS NOT NULL;

-- Inbound texts as a person sees them.
CREATE TABLE inbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_id  INTEGER REFERENCES contact_point (id),
    sender      TEXT NOT NULL,                -- as the network spelled it
    words       TEXT NOT NULL,
    kind        TEXT NOT NULL DEFAULT 'text' CHECK (kind IN ('text', 'picture', 'data', 'waiting', 'unreadable')),
    complete    INTEGER NOT NULL DEFAULT 1 CHECK (complete IN (0, 1)),
    sc_at       INTEGER,
    received_at INTEGER NOT NULL,
    applied_at  INTEGER,                      -- NULL: stored, and not yet applied
    class       TEXT NOT NULL DEFAULT '',
    scope       TEXT NOT NULL DEFAULT '',
    reason      TEXT NOT NULL DEFAULT '',
    reviewed_at INTEGER,                      -- NULL: the machine did not understand it, and nobody has read it
    reviewed_by TEXT NOT NULL DEFAULT '',
    hold_row    INTEGER REFERENCES ledger (id),  -- the hold that an unclear text put
    decision    TEXT NOT NULL DEFAULT '' CHECK (decision IN ('', 'opt_out', 'keep', 'no_offers', 'only_ready'))
) STRICT;
CREATE INDEX inbox_to_apply ON inbox (sc_at, id) WHERE applied_at IS NULL;
CREATE INDEX inbox_by_contact ON inbox (contact_id, id);
CREATE INDEX inbox_unreviewed ON inbox (contact_id) WHERE applied_at IS NOT NULL AND reviewed_at IS NULL;

-- What a person must do. The call list is the open rows whose kind is 'call'.
CREATE TABLE task (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('call', 'decide', 'check_appointment', 'wrong_number', 'unmatched_opt_out', 'change_request', 'number_changed', 'code_alarm', 'scan_missing')),
    contact_id INTEGER REFERENCES contact_point (id),
    job_id     INTEGER REFERENCES job (id),
    outbox_id  INTEGER REFERENCES outbox (id),
    inbox_id   INTEGER REFERENCES inbox (id),
    why        TEXT NOT NULL,
    urgent     INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1)),
    opened_at  INTEGER NOT NULL,
    due_at     INTEGER,
    closed_at  INTEGER,
    closed_by  TEXT NOT NULL DEFAULT '',
    outcome    TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX task_open ON task (kind, opened_at) WHERE closed_at IS NULL;
CREATE INDEX task_by_text ON task (outbox_id) WHERE outbox_id IS NOT NULL AND closed_at IS NULL;
CREATE INDEX task_by_job ON task (job_id) WHERE job_id IS NOT NULL;

-- Job numbers begin at 1001: nobody likes to be number 1.
INSERT INTO sqlite_sequence (name, seq) VALUES ('job', 1000);
