-- A missed call is a task of its own. SQLite can't widen a CHECK, so the table is made anew.
CREATE TABLE task_anew (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('call', 'decide', 'check_appointment', 'wrong_number', 'unmatched_opt_out', 'change_request', 'number_changed', 'code_alarm', 'scan_missing', 'low_score', 'missed_call')),
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
