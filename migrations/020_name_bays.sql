-- A bay that the owner has added on the page; the others are the configuration's.
ALTER TABLE bay ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1));
