-- The lines of work of a job, each with its price. job.work stays as their summary in one line.
CREATE TABLE job_line (
    job_id    INTEGER NOT NULL REFERENCES job (id),
    seq       INTEGER NOT NULL,               -- from 1; never used twice in one job
    words     TEXT NOT NULL,
    price     INTEGER,                        -- minor units of the shop's currency; NULL: not known yet
    standing  TEXT NOT NULL DEFAULT 'agreed' CHECK (standing IN ('agreed', 'asked', 'declined')),
    outbox_id INTEGER REFERENCES outbox (id), -- the text that asked for approval
    inbox_id  INTEGER REFERENCES inbox (id),  -- the text that answered it
    answer_by   INTEGER,                      -- no answer by then: the customer is called; NULL: no more
    answered_at INTEGER,
    answered_by TEXT NOT NULL DEFAULT '',     -- who noted the answer; empty where a text gave it
    PRIMARY KEY (job_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_line_asked ON job_line (job_id) WHERE standing = 'asked' OR answered_at IS NOT NULL;
CREATE INDEX job_line_due ON job_line (answer_by) WHERE answer_by IS NOT NULL;
