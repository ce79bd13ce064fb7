-- What follows a pick-up: how it went, an offer with a code, and codes that were redeemed.

-- "How did we do?" One row a job: it is asked once.
CREATE TABLE feedback (
    job_id      INTEGER PRIMARY KEY NOT NULL REFERENCES job (id),
    outbox_id   INTEGER NOT NULL REFERENCES outbox (id),  -- the text that asks
    score       INTEGER CHECK (score BETWEEN 1 AND 5),    -- NULL: no answer
    inbox_id    INTEGER REFERENCES inbox (id),            -- the text that answered
    answered_at INTEGER,
    thanks_id   INTEGER REFERENCES outbox (id)            -- the one thank-you
) STRICT;
CREATE INDEX feedback_by_text ON feedback (outbox_id);
CREATE INDEX feedback_by_answer ON feedback (inbox_id) WHERE inbox_id IS NOT NULL;
CREATE INDEX feedback_answered ON feedback (answered_at, score) WHERE score IS NOT NULL;

-- An offer that was put in. One row a job. The code lies here as it is texted, and not as a hash: the
-- outbox has the same words, staff must see which code somebody got, and it is worth one discount, at
-- the counter, once.
CREATE TABLE offer (
    job_id     INTEGER PRIMARY KEY NOT NULL REFERENCES job (id),
    outbox_id  INTEGER NOT NULL REFERENCES outbox (id),
    code       TEXT NOT NULL,                 -- capitals and digits
    shared     INTEGER NOT NULL CHECK (shared IN (0, 1)),  -- 1: everybody gets the same
    expires_at INTEGER NOT NULL               -- good until then
) STRICT;
CREATE UNIQUE INDEX offer_own_code ON offer (code) WHERE shared = 0;
CREATE INDEX offer_by_code ON offer (code);

-- A code that was redeemed at the counter. One that was taken back stays, and counts no more.
CREATE TABLE redemption (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    code        TEXT NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    job_id      INTEGER REFERENCES job (id),  -- the visit that it was redeemed for
    at          INTEGER NOT NULL,
    by          TEXT NOT NULL,
    undone_at   INTEGER,
    undone_by   TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX redemption_by_code ON redemption (code, customer_id);
CREATE INDEX redemption_by_customer ON redemption (customer_id);

-- A low score is a task of its own. SQLite can't widen a CHECK, so the table is made anew.
CREATE TABLE task_anew (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('call', 'decide', 'check_appointment', 'wrong_number', 'unmatched_opt_out', 'change_request', 'number_changed', 'code_alarm', 'scan_missing', 'low_score')),
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
INSERT INTO task_anew (id, kind, contact_id, job_id, outbox_id, inbox_id, why, urgent, opened_at, due_at, closed_at, closed_by, outcome)
    SELECT id, kind, contact_id, job_id, outbox_id, inbox_id, why, urgent, opened_at, due_at, closed_at, closed_by, outcome FROM task;
-- The log names tasks by their numbers: none is given twice, though the last ones may be gone.
INSERT INTO sqlite_sequence (name, seq) SELECT 'task_anew', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'task_anew');
UPDATE sqlite_sequence SET seq = max(seq, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'task'), 0)) WHERE name = 'task_anew';
DROP TABLE task;
ALTER TABLE task_anew RENAME TO task;
CREATE INDEX task_open ON task (kind, opened_at) WHERE closed_at IS NULL;
CREATE INDEX task_by_text ON task (outbox_id) WHERE outbox_id IS NOT NULL AND closed_at IS NULL;
CREATE INDEX task_by_job ON task (job_id) WHERE job_id IS NOT NULL;
