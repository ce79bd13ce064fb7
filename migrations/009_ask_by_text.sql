-- A consent line that was texted, to be answered with YES.

ALTER TABLE outbox ADD COLUMN wording TEXT NOT NULL DEFAULT '';  -- its version, such as 'en-1'
