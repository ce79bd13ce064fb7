-- Since when Readybell has been here: what was texted to this SIM before is not for it. Where it was in
-- use before it noted that, the first of its people tells.
INSERT INTO setting (name, value, changed_at)
SELECT 'installed', min(created_at), min(created_at) FROM staff HAVING count(*) > 0;

-- A text that takes the place of an earlier one of its sender (TS 23.040 9.2.3.9, Replace Short Message).
ALTER TABLE tpdu ADD COLUMN replace_type INTEGER;    -- 1 to 7; NULL: an ordinary one
CREATE INDEX tpdu_replaceable ON tpdu (sender, replace_type) WHERE replace_type IS NOT NULL;
ALTER TABLE inbox ADD COLUMN replaced_by INTEGER REFERENCES inbox (id);
