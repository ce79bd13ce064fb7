-- Names and vehicles, for many different people.
CREATE TEMP TABLE first (i INTEGER PRIMARY KEY, name TEXT);
INSERT INTO first SELECT key, value FROM json_each('["Luis","Ana","Denise","Tom","Wei","Maria","Jamal","Olga","Kim","Pat","Ruth","Igor","Sam","Lena","Carlos","Amy","Noah","Ines","Omar"]');
CREATE TEMP TABLE last (i INTEGER PRIMARY KEY, name TEXT);
INSERT INTO last SELECT key, value FROM json_each('["Alvarez","Ortega","Walker","Nguyen","Smith","Petrov","Johnson","Garcia","Lee","Brown","Okafor","Kowalski","Murphy","Haddad","Jensen","Silva","Flores","Novak","Ivanova","Reyes","Cohen","Park","Diaz","Weber","Moreau","Rossi","Khan","Singh","Yamada"]');
CREATE TEMP TABLE car (i INTEGER PRIMARY KEY, name TEXT);
INSERT INTO car SELECT key, value FROM json_each('["Chevy Tahoe","Jeep Wrangler","Honda Civic","Ford F-150","Ram 1500","Toyota Camry","Nissan Altima","VW Golf","Kia Soul","Dodge Charger","BMW 328i"]');
CREATE TEMP TABLE n (i INTEGER PRIMARY KEY);
WITH RECURSIVE count (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM count WHERE i < 1000000)
INSERT INTO n SELECT i FROM count;

-- 100,000 customers with a number each, and 125,000 vehicles.
INSERT INTO contact_point (id, kind, address, verified_at, verified_how, created_at)
SELECT i, 'number', '+1555' || (2000000 + i * 7), 0, 'code', 0 FROM n WHERE i <= 100000;
INSERT INTO customer (id, name, created_at)
SELECT n.i, first.name || ' ' || last.name, 0 FROM n JOIN first ON first.i = n.i % 19 JOIN last ON last.i = n.i * 7 % 29 WHERE n.i <= 100000;
INSERT INTO customer_contact SELECT id, id FROM customer;
INSERT INTO vehicle (id, customer_id, name, colour, plate, created_at)
SELECT n.i, (n.i - 1) % 100000 + 1, (2000 + n.i % 27) || ' ' || car.name, 'blue', printf('%d%c%c%c%03d', n.i % 9 + 1, 65 + n.i % 26, 65 + n.i / 26 % 26, 65 + n.i / 676 % 26, n.i % 1000), 0
FROM n JOIN car ON car.i = n.i % 11 WHERE n.i <= 125000;

-- Three visits each; the last 60 jobs are open, at every step.
INSERT INTO job (id, customer_id, contact_id, vehicle_id, state, bay_id, intake, work, note, promised_at, ready_at, created_at, created_by, changed_at)
SELECT 1000 + i, (i - 1) % 100000 + 1, (i - 1) % 100000 + 1, (i - 1) % 100000 + 1,
    CASE WHEN i <= 299940 THEN 'picked_up' WHEN i <= 299943 THEN 'in_bay' WHEN i <= 299965 THEN 'waiting' WHEN i <= 299985 THEN 'ready' ELSE 'booked' END,
    CASE WHEN i BETWEEN 299941 AND 299943 THEN i - 299940 END,
    CASE WHEN i > 299995 THEN 'number' WHEN i > 299990 THEN 'consent' WHEN i > 299985 THEN 'receipt' ELSE 'done' END,
    'Subwoofer and amp, ' || (i % 90) || ' feet of wire', 'rattles at ' || (i % 60) || ' mph',
    :now + (i - 299960) * 300000, CASE WHEN i BETWEEN 299966 AND 299985 THEN :now - 600000 END,
    :now - (300000 - i) * 300000, 'Jo', :now - (300000 - i) * 300000
FROM n WHERE i <= 300000;
INSERT INTO job_line (job_id, seq, words, price, standing, answered_at)
SELECT 1000 + i, 1, 'Subwoofer and amp', 64900, 'agreed', CASE WHEN i % 10 = 0 THEN :now - (300000 - i) * 300000 END FROM n WHERE i <= 300000;
INSERT INTO job_line (job_id, seq, words, price, standing)
SELECT 1000 + i, 2, 'Dash kit for it', 12900, 'asked' FROM n WHERE i BETWEEN 299940 AND 299950;

-- 1,000,000 texts to them, ten each, about their visits; the last few wait or are unsure.
INSERT INTO outbox (id, contact_id, purpose, priority, words, kind, job_id, origin, asked_by, created_at, send_before, state, reason, settled_at)
SELECT i, (i - 1) % 100000 + 1, 'service', 3, 'House of Hardknocks: your ' || (2000 + i % 27) || ' is ready for pick-up. We are open until 6. Reply STOP to end, ' || (i % 997),
    CASE i % 3 WHEN 0 THEN 'ready' WHEN 1 THEN 'on_track' ELSE 'received' END,
    1001 + (i - 1) % 300000, 'page', 'Jo', :now - (1000001 - i) * 90000, :now - (1000001 - i) * 90000 + 14400000,
    CASE WHEN i > 999997 THEN 'unsure' WHEN i % 50 = 0 THEN 'failed' ELSE 'delivered' END, '', :now - (1000001 - i) * 90000
FROM n;
INSERT INTO part (outbox_id, seq, state, attempt, mr, sim, sent_at, status, reported_at)
SELECT id, 1, CASE state WHEN 'unsure' THEN 'unsure' WHEN 'failed' THEN 'failed' ELSE 'delivered' END, id, id % 256, 'imsi:1', settled_at, 0, settled_at FROM outbox;
UPDATE attempt SET last = 1000000;

-- 150,000 texts from them, each with its TPDU; some are unread, a few unclear, some come from no phone.
INSERT INTO inbox (id, contact_id, sender, words, sc_at, received_at, applied_at, class, reviewed_at)
SELECT i, CASE WHEN i % 200 <> 0 THEN i * 7919 % 100000 + 1 END, '', 'When will it be ready, and what does it cost? ' || i,
    :now - (150001 - i) * 600000, :now - (150001 - i) * 600000, :now - (150001 - i) * 600000, 'conversation',
    CASE WHEN i <= 149970 THEN :now - (150001 - i) * 600000 END
FROM n WHERE i <= 150000;
INSERT INTO tpdu (sim, bytes, received_at, sim_copy_pending, kind, contact_id, sc_at, inbox_id)
SELECT 'imsi:1', randomblob(60), received_at, 0, 'deliver', contact_id, sc_at, id FROM inbox;
INSERT INTO tpdu (sim, bytes, received_at, sim_copy_pending, kind, contact_id)
SELECT 'imsi:1', randomblob(24), :now - (1000001 - i) * 90000, 0, 'report', (i - 1) % 100000 + 1 FROM n;
INSERT INTO conversation (contact_id, done_upto, done_at)
SELECT contact_id, max(id), max(received_at) FROM inbox WHERE contact_id IS NOT NULL AND id <= 149900 GROUP BY contact_id;

-- 250,000 rows of the ledger, with their evidence.
INSERT INTO ledger (id, contact_id, event, scope, method, actor, occurred_at, recorded_at, clock_trusted, commitment, prev_hash, row_hash)
SELECT i, (i - 1) % 100000 + 1, CASE WHEN i > 100000 AND i % 20 = 0 THEN 'revoke' ELSE 'grant' END, 'service',
    CASE WHEN i > 100000 AND i % 20 = 0 THEN 'sms_keyword' ELSE 'screen_signature' END, 'customer',
    :now - (250001 - i) * 360000, :now - (250001 - i) * 360000, 1, randomblob(32), randomblob(32), randomblob(32)
FROM n WHERE i <= 250000;
INSERT INTO evidence (ledger_id, salt, body)
SELECT id, randomblob(32), '{"version":"en-1","words":"Texts from House of Hardknocks about my vehicles and visits. Message and data rates may apply. Reply STOP to end, HELP for help.","staff":"Jo","n":' || id || '}' FROM ledger;

-- Calls that were made, a few that were not, and decisions.
INSERT INTO task (kind, contact_id, job_id, outbox_id, why, opened_at, closed_at, closed_by, outcome)
SELECT 'call', i, 1000 + i, i * 50, 'not_sent', :now - (20001 - i) * 2000000, :now - (20001 - i) * 2000000, 'Jo', 'called' FROM n WHERE i <= 20000;
INSERT INTO task (kind, contact_id, job_id, why, urgent, opened_at)
SELECT CASE i % 3 WHEN 0 THEN 'call' WHEN 1 THEN 'decide' ELSE 'change_request' END, i * 31, 1000 + i * 31, 'modem_down', i % 4 = 0, :now - i * 60000 FROM n WHERE i <= 40;

-- Signatures, receipts, codes, and who did what.
INSERT INTO signing (job_id, way, lang, opened_at, opened_by, opened_row, done_at, answers, strokes)
SELECT 1000 + i * 10, 'screen', 'en', 0, 'Jo', 0, 0, '[]', '{"w":6000,"h":1900,"strokes":[[[0,100,900,500],[16,900,300,500],[32,1500,1200,800]]]}' FROM n WHERE i <= 30000;
INSERT INTO code (contact_id, hash, run, made_mono, made_at, ended)
SELECT i, randomblob(32), 'before', 0, 0, 'used' FROM n WHERE i <= 100000;
INSERT INTO code_send (code_id, contact_id, outbox_id, terminal, run, mono, at)
SELECT i, i, i, randomblob(32), 'before', 0, 0 FROM n WHERE i <= 100000;
INSERT INTO audit (at, who, what, detail)
SELECT :now - (300001 - i) * 300000, 'Jo', CASE WHEN i % 1000 = 0 THEN 'settings' ELSE 'sign-in' END, 'on the tablet ' || i FROM n WHERE i <= 300000;
