-- Complaints are counted by their time.
CREATE INDEX inbox_complaint ON inbox (received_at) WHERE reason = 'complaint';
