//! Lists that have grown for years, or in one bad day. The words differ from row to row, so that they
//! don't compress to nothing.

use rusqlite::{Connection, Params, Transaction, params};
use std::path::Path;

/// 2026-11-21, 2 PM in Chicago.
const NOW: i64 = 1_795_291_200_000;
const MINUTE: i64 = 60_000;

/// Words as customers and staff write them.
const WORDS: &str = "subwoofer amp remote start alarm dash camera harness ready when tomorrow morning please \
    call the back left speaker rattles again could you check fuse under seat keys are with my \
    brother thanks how much is tint antenna replace both front tweeters it cuts out after ten \
    minutes bring old radio adapter steering wheel controls pick up at five or six parking lot \
    blue";
const FIRST: &[&str] = &[
    "Luis", "Ana", "Denise", "Tom", "Wei", "Maria", "Jamal", "Olga", "Kim", "Pat", "Ruth", "Igor",
    "Sam", "Lena", "Carlos", "Amy",
];
const LAST: &[&str] = &[
    "Alvarez", "Ortega", "Walker", "Nguyen", "Smith", "Petrov", "Johnson", "Garcia", "Lee",
    "Brown", "Okafor", "Kowalski", "Murphy", "Haddad", "Jensen", "Silva",
];

/// The same numbers on each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn name(&mut self) -> String {
        format!("{} {}", self.of(FIRST), self.of(LAST))
    }

    fn words(&mut self, many: usize) -> String {
        let words: Vec<&str> = {
            let all: Vec<&str> = WORDS.split(' ').collect();
            (0..many).map(|_| self.of(&all)).collect()
        };
        words.join(" ")
    }

    fn plate(&mut self) -> String {
        format!("{}{:06X}", self.below(9), self.below(0xff_ffff))
    }
}

/// Makes every list of a shop long.
pub fn grow(directory: &Path) {
    let mut database = Connection::open(directory.join("readybell.db")).unwrap();
    database.pragma_update(None, "synchronous", "OFF").unwrap();
    database
        .pragma_update(None, "cache_size", -200_000)
        .unwrap();
    // A customer comes after what is theirs, so that the index of customers is written once for each.
    database.pragma_update(None, "foreign_keys", "OFF").unwrap();
    let tx = database.transaction().unwrap();
    let mut dice = Dice(20_261_121);
    customers(&tx, &mut dice);
    open_jobs(&tx, &mut dice);
    one_customer(&tx, &mut dice);
    one_conversation(&tx, &mut dice);
    consent(&tx, &mut dice);
    much_to_do(&tx, &mut dice);
    the_owners_lists(&tx, &mut dice);
    tx.commit().unwrap();
}

/// 10,000 customers, each with a number, a vehicle and a job of long ago; 300 of them wrote.
fn customers(tx: &Transaction<'_>, dice: &mut Dice) {
    for n in 0..10_000_i64 {
        let id = 1_000 + n;
        let address = format!("+1555{:07}", 2_000_000 + n * 37);
        put(
            tx,
            "INSERT INTO contact_point (id, kind, address, created_at) VALUES (?1, 'number', ?2, 0)",
            params![id, address],
        );
        put(tx, "INSERT INTO customer_contact VALUES (?1, ?1)", [id]);
        put(
            tx,
            "INSERT INTO vehicle (id, customer_id, name, plate, created_at) VALUES (?1, ?1, ?2, ?3, 0)",
            params![
                id,
                format!("20{:02} {}", n % 27, dice.words(2)),
                dice.plate()
            ],
        );
        put(
            tx,
            "INSERT INTO customer (id, name, created_at) VALUES (?1, ?2, 0)",
            params![id, dice.name()],
        );
        if n < 300 {
            inbound(tx, id, &dice.words(20), NOW - n * MINUTE, n % 2 == 0);
            put(
            tx,
                "INSERT INTO conversation (contact_id, staff_id, done_upto, done_at)
                 VALUES (?1, CASE WHEN ?2 % 3 = 0 THEN 2 END, CASE WHEN ?2 % 3 = 1 THEN 1000000 ELSE 0 END, ?2)",
                params![id, n],
            );
        }
    }
}

fn put(tx: &Transaction<'_>, sql: &str, values: impl Params) {
    tx.prepare_cached(sql).unwrap().execute(values).unwrap();
}

fn inbound(tx: &Transaction<'_>, contact: i64, words: &str, at: i64, read: bool) {
    put(
        tx,
        "INSERT INTO inbox (contact_id, sender, words, received_at, applied_at, class, reviewed_at)
         VALUES (?1, '', ?2, ?3, ?3, 'conversation', CASE WHEN ?4 THEN ?3 END)",
        params![contact, words, at, read],
    );
}

fn outbound(tx: &Transaction<'_>, contact: i64, words: &str, at: i64, state: &str) {
    put(
            tx,
        "INSERT INTO outbox (contact_id, purpose, priority, words, kind, origin, created_at, send_before, state, settled_at)
         VALUES (?1, 'service', 3, ?2, 'typed', 'page', ?3, ?3 + 14400000, ?4, ?3)",
        params![contact, words, at, state],
    );
}

/// 500 jobs that are open at once, with notes, texts and questions.
fn open_jobs(tx: &Transaction<'_>, dice: &mut Dice) {
    for n in 0..500_i64 {
        let (job, customer) = (2_000 + n, 1_000 + n);
        let state = ["booked", "waiting", "ready"][dice.below(3)];
        put(
            tx,
            "INSERT INTO job (id, customer_id, contact_id, vehicle_id, state, work, note, promised_at, created_at, changed_at)
             VALUES (?1, ?2, ?2, ?2, ?3, ?4, ?5, ?6, ?6, ?6)",
            params![job, customer, state, dice.words(5), dice.words(15), NOW + n * MINUTE],
        );
        put(
            tx,
            "INSERT INTO job_line (job_id, seq, words, price, standing) VALUES (?1, 1, ?2, 12900, 'asked')",
            params![job, dice.words(4)],
        );
        outbound(tx, customer, &dice.words(20), NOW - n * MINUTE, "delivered");
        put(
            tx,
            "UPDATE outbox SET job_id = ?1, kind = 'received' WHERE id = last_insert_rowid()",
            [job],
        );
    }
}

/// One customer with a fleet, with more addresses and visits than a page shows; and a number that many
/// share.
fn one_customer(tx: &Transaction<'_>, dice: &mut Dice) {
    for n in 0..60_i64 {
        put(
            tx,
            "INSERT INTO vehicle (id, customer_id, name, colour, plate, created_at) VALUES (?1, 2, ?2, 'white', ?3, 0)",
            params![20_000 + n, dice.words(3), dice.plate()],
        );
        put(
            tx,
            "INSERT INTO job (customer_id, contact_id, vehicle_id, state, work, created_at, changed_at)
             VALUES (2, 2, ?1, 'picked_up', ?2, ?3, ?3)",
            params![20_000 + n, dice.words(6), NOW - n * MINUTE],
        );
        let email = format!("{}.{n}@example.com", dice.words(2).replace(' ', "-"));
        put(
            tx,
            "INSERT INTO contact_point (id, kind, address, created_at) VALUES (?1, 'email', ?2, 0)",
            params![20_000 + n, email],
        );
        put(
            tx,
            "INSERT INTO customer_contact VALUES (2, ?1)",
            [20_000 + n],
        );
        put(
            tx,
            "INSERT INTO customer_contact VALUES (?1, 1)",
            [1_000 + n],
        );
    }
}

/// 2,000 texts with one number.
fn one_conversation(tx: &Transaction<'_>, dice: &mut Dice) {
    for n in 0..1_000_i64 {
        let at = NOW - (1_000 - n) * MINUTE;
        inbound(tx, 1, &dice.words(24), at, true);
        outbound(tx, 1, &dice.words(24), at + 20_000, "delivered");
    }
}

/// 3,000 rows of the ledger about one number, each with its evidence.
fn consent(tx: &Transaction<'_>, dice: &mut Dice) {
    for n in 0..3_000_i64 {
        let event = if n % 2 == 0 { "grant" } else { "revoke" };
        put(
            tx,
            "INSERT INTO ledger (id, contact_id, event, scope, method, actor, occurred_at, recorded_at, clock_trusted,
                 commitment, prev_hash, row_hash)
             VALUES ((SELECT max(id) + 1 FROM ledger), 1, ?1, 'service', 'sms_words', 'customer', ?2, ?2, 1,
                 randomblob(32), randomblob(32), randomblob(32))",
            params![event, NOW + n],
        );
        let body = format!(
            "{{\"words\":\"{}\",\"version\":\"en-1\",\"staff\":\"Jo\"}}",
            dice.words(40)
        );
        put(
            tx,
            "INSERT INTO evidence (ledger_id, salt, body) VALUES (last_insert_rowid(), randomblob(32), ?1)",
            [body],
        );
    }
    put(tx, "INSERT INTO ledger (id, contact_id, event, scope, method, actor, occurred_at, recorded_at, clock_trusted,
            commitment, prev_hash, row_hash)
        SELECT max(id) + 1, 1, 'grant', 'service', 'screen_signature', 'customer', max(recorded_at), max(recorded_at), 1,
            randomblob(32), randomblob(32), randomblob(32) FROM ledger", []);
}

/// Everything that needs a person: calls, decisions, doubts, a line that does not move.
fn much_to_do(tx: &Transaction<'_>, dice: &mut Dice) {
    for n in 0..400_i64 {
        let contact = 1_000 + n;
        let kind = ["call", "decide", "wrong_number", "change_request"][dice.below(4)];
        put(
            tx,
            "INSERT INTO task (kind, contact_id, job_id, why, urgent, opened_at) VALUES (?1, ?2, ?3, 'modem_down', ?4, ?5)",
            params![kind, contact, 2_000 + n, n % 5 == 0, NOW - n * MINUTE],
        );
        let state = if n % 4 == 0 { "unsure" } else { "queued" };
        outbound(tx, contact, &dice.words(22), NOW - n * MINUTE, state);
        put(
            tx,
            "INSERT INTO inbox (sender, words, received_at, applied_at) VALUES (?1, ?2, ?3, ?3)",
            params![dice.of(LAST), dice.words(20), NOW - n * MINUTE],
        );
    }
}

/// What the owner looks through: who did what, who is signed in, who works here, what texts say.
fn the_owners_lists(tx: &Transaction<'_>, dice: &mut Dice) {
    for n in 0..5_000_i64 {
        let what = ["sign-in", "settings", "staff-added", "consent"][dice.below(4)];
        put(
            tx,
            "INSERT INTO audit (at, who, what, detail) VALUES (?1, ?2, ?3, ?4)",
            params![NOW + n, dice.of(FIRST), what, dice.words(8)],
        );
    }
    for n in 0..400_i64 {
        let address = format!("192.168.{}.{}", n % 7, dice.below(255));
        put(
            tx,
            "INSERT INTO session (token_hash, staff_id, created_at, seen_at, address, screen)
             VALUES (randomblob(32), 1 + ?1 % 3, ?2, ?2, ?3, ?4)",
            params![n, NOW - n * MINUTE, address, dice.words(2)],
        );
        put(
            tx,
            "INSERT INTO template (kind, lang, version, words, made_at, made_by) VALUES ('ready', 'en', ?1, ?2, ?3, 'Ann')",
            params![
                n + 1,
                format!("{{shop}}: {{vehicle}} {}", dice.words(12)),
                NOW + n
            ],
        );
        for lang in ["en", "es"] {
            put(
                tx,
                "INSERT INTO wording (line, lang, version, template, made_at, made_by)
                 VALUES ('service', ?1, ?2, ?3, ?4, 'Ann')",
                params![
                    lang,
                    n + 2,
                    format!("{{shop}} {{number}} {}", dice.words(30)),
                    NOW + n
                ],
            );
        }
    }
    for n in 0..60_i64 {
        put(
            tx,
            "INSERT INTO redemption (code, customer_id, at, by) VALUES (?1, ?2, ?3, 'Jo')",
            params![dice.plate(), 1_000 + n, NOW - n * MINUTE],
        );
        put(
            tx,
            "INSERT INTO staff (name, role, password_hash, created_at) VALUES (?1, 'technician', 'x', ?2)",
            params![format!("{} {n}", dice.name()), NOW],
        );
        put(
            tx,
            "INSERT INTO api_token (name, token_hash, scopes, created_at) VALUES (?1, randomblob(32), 'texts:send', ?2)",
            params![dice.words(3) + &n.to_string(), NOW],
        );
    }
}
