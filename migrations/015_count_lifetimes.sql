-- A lifetime that begins when a text is put in, and must not depend on what anybody does to the time of
-- day, counts on the monotonic clock of the run that put it in. Empty: the times of the row are the day's.
ALTER TABLE outbox ADD COLUMN made_run TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN made_mono INTEGER NOT NULL DEFAULT 0;  -- milliseconds since that run began
