-- Customers found by any part of a name, a number or a plate; and who answers whom.

-- What can be typed to find a customer: the name, the vehicles with their plates, the numbers and
-- the e-mail addresses. What people put between letters and digits is there both with and without.
CREATE VIEW customer_told AS
SELECT customer.id AS id,
    customer.name || ' ' || replace(replace(replace(replace(customer.name, '-', ''), '''', ''), '’', ''), '.', '')
    || coalesce((SELECT group_concat(' ' || name || ' ' || plate || ' ' || replace(replace(plate, ' ', ''), '-', ''), '')
        FROM vehicle WHERE vehicle.customer_id = customer.id), '')
    || coalesce((SELECT group_concat(' ' || address, '')
        FROM customer_contact JOIN contact_point ON contact_point.id = customer_contact.contact_id
        WHERE customer_contact.customer_id = customer.id), '') AS words
FROM customer;

-- Its index: every three letters in a row. rowid is the customer. What is taken out of it leaves no
-- trace, because a person can be erased.
CREATE VIRTUAL TABLE customer_words USING fts5 (words, tokenize = 'trigram remove_diacritics 1', columnsize = 0);
INSERT INTO customer_words (customer_words, rank) VALUES ('secure-delete', 1);
INSERT INTO customer_words (rowid, words) SELECT id, words FROM customer_told;

CREATE TRIGGER customer_told_new AFTER INSERT ON customer BEGIN
    INSERT INTO customer_words (rowid, words) SELECT id, words FROM customer_told WHERE id = NEW.id;
END;
CREATE TRIGGER customer_told_name AFTER UPDATE OF name ON customer WHEN NEW.name <> OLD.name BEGIN
    DELETE FROM customer_words WHERE rowid = NEW.id;
    INSERT INTO customer_words (rowid, words) SELECT id, words FROM customer_told WHERE id = NEW.id;
END;
CREATE TRIGGER customer_told_gone AFTER DELETE ON customer BEGIN
    DELETE FROM customer_words WHERE rowid = OLD.id;
END;
CREATE TRIGGER customer_told_vehicle AFTER INSERT ON vehicle BEGIN
    DELETE FROM customer_words WHERE rowid = NEW.customer_id;
    INSERT INTO customer_words (rowid, words) SELECT id, words FROM customer_told WHERE id = NEW.customer_id;
END;
CREATE TRIGGER customer_told_vehicle_anew AFTER UPDATE OF customer_id, name, plate ON vehicle
WHEN NEW.customer_id <> OLD.customer_id OR NEW.name <> OLD.name OR NEW.plate <> OLD.plate BEGIN
    DELETE FROM customer_words WHERE rowid IN (OLD.customer_id, NEW.customer_id);
    INSERT INTO customer_words (rowid, words) SELECT id, words FROM customer_told WHERE id IN (OLD.customer_id, NEW.customer_id);
END;
CREATE TRIGGER customer_told_vehicle_gone AFTER DELETE ON vehicle BEGIN
    DELETE FROM customer_words WHERE rowid = OLD.customer_id;
    INSERT INTO customer_words (rowid, words) SELECT id, words FROM customer_told WHERE id = OLD.customer_id;
END;
CREATE TRIGGER customer_told_contact AFTER INSERT ON customer_contact BEGIN
    DELETE FROM customer_words WHERE rowid = NEW.customer_id;
    INSERT INTO customer_words (rowid, words) SELECT id, words FROM customer_told WHERE id = NEW.customer_id;
END;
CREATE TRIGGER customer_told_contact_gone AFTER DELETE ON customer_contact BEGIN
    DELETE FROM customer_words WHERE rowid = OLD.customer_id;
    INSERT INTO customer_words (rowid, words) SELECT id, words FROM customer_told WHERE id = OLD.customer_id;
END;

-- Who of the staff answers a number, and whether it is done with.
CREATE TABLE conversation (
    contact_id INTEGER PRIMARY KEY NOT NULL REFERENCES contact_point (id),
    staff_id   INTEGER REFERENCES staff (id), -- NULL: whoever comes first
    done_upto  INTEGER NOT NULL DEFAULT 0,    -- the last inbound text that it was done with; a later one opens it again
    done_at    INTEGER,                       -- NULL: it never was
    note       TEXT NOT NULL DEFAULT '',      -- what the one who let go of it left for the next
    note_by    TEXT NOT NULL DEFAULT '',
    note_at    INTEGER
) STRICT;
CREATE INDEX conversation_by_staff ON conversation (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX conversation_done ON conversation (done_at) WHERE done_at IS NOT NULL;
