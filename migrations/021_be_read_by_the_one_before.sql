-- An upgrade that does not come up is taken back, and the database stays as it is: the release before works on
-- with it. So each release only adds to the schema, and says here which schema a program must know at least.
CREATE TABLE usable_from (
    schema INTEGER NOT NULL
) STRICT;

INSERT INTO usable_from (schema) VALUES (21);
