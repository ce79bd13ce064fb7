-- What each outbound text keeps of the moment at which it left, as evidence.
ALTER TABLE outbox ADD COLUMN template TEXT NOT NULL DEFAULT '';    -- which version of which text, such as "ready en-2"; 0 is as it came
ALTER TABLE outbox ADD COLUMN checked_at INTEGER;                   -- when consent and opt-outs were last looked at before a part left
ALTER TABLE outbox ADD COLUMN local_time TEXT NOT NULL DEFAULT '';  -- what clocks showed then where it went, as far as is known
ALTER TABLE outbox ADD COLUMN zone_from TEXT NOT NULL DEFAULT '' CHECK (zone_from IN ('', 'customer', 'number', 'shop'));
-- Who typed the code that proved a number.
ALTER TABLE code ADD COLUMN typed_by TEXT NOT NULL DEFAULT '';
