-- When a booked customer comes. The promise is another time: when the vehicle is ready.
ALTER TABLE job ADD COLUMN comes_at INTEGER;
