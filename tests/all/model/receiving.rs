//! What comes in, in the model: texts in one part and in several, in any order, and one whose last
//! part never comes. And what time decides about unclear ones.

use super::oracle::Deed;
use super::shop::{NUMBERS, SIM, Shop};
use super::{Pieces, minutes};
use chrono::{DateTime, TimeDelta, Utc};
use readybell::store::Listed;
use readybell::wire::{Address, Deliver, Timestamp, UserData, split};

/// A text that waits for a part that never comes.
pub struct Half {
    who: usize,
    words: &'static str,
    sent: DateTime<Utc>,
    came: DateTime<Utc>,
}

/// A missing part is waited for so long.
const WAITED_FOR: TimeDelta = TimeDelta::minutes(5);
/// Two open days are never shorter than this, nor, with a Sunday between, longer than that.
const SOONEST: TimeDelta = TimeDelta::hours(24);
const LATEST: TimeDelta = TimeDelta::days(5);

impl Shop {
    pub(super) fn write(
        &mut self,
        who: usize,
        words: &'static str,
        minutes_ago: i64,
        pieces: Pieces,
    ) {
        let mut sent = self.now.wall - minutes(minutes_ago);
        while !self.stamps.insert((who, words, sent.timestamp())) {
            sent += TimeDelta::seconds(1);
        }
        let sent = DateTime::from_timestamp(sent.timestamp(), 0).unwrap();
        match pieces {
            Pieces::One => self.arrives(who, UserData::text(words), sent),
            Pieces::Some { backwards, slowly } => {
                let mut parts = self.cut(&thirds(words));
                if backwards {
                    parts.reverse();
                }
                let last = parts.pop().unwrap();
                for part in parts {
                    self.arrives(who, part, sent);
                    assert_eq!(self.applied(), 0, "before it was all there");
                    if slowly {
                        self.pass(minutes(1));
                        self.send(false, &[3]);
                    }
                }
                self.arrives(who, last, sent);
            }
            Pieces::TheLastIsLost if self.half.is_none() => {
                let first = self.cut(&[words, ", thank you"]).swap_remove(0);
                self.arrives(who, first, sent);
                let came = self.now.wall;
                self.half = Some(Half {
                    who,
                    words,
                    sent,
                    came,
                });
                return assert_eq!(self.applied(), 0, "before it was waited for");
            }
            Pieces::TheLastIsLost => return,
        }
        assert_eq!(self.applied(), 1);
        self.note_written(who, words, sent);
    }

    /// What the sender does before it sends anything: what was waited for long enough counts.
    pub(super) fn keep_house(&mut self) {
        let now = self.now;
        self.on_store(async |store| {
            store.join_overdue(now).await.unwrap();
        });
        match self.half.take() {
            Some(half) if (now.wall - half.came).abs() > WAITED_FOR => {
                assert_eq!(self.applied(), 1, "what was there of it");
                self.halves += 1;
                self.note_written(half.who, half.words, half.sent);
            }
            half => self.half = half,
        }
        self.on_store(async |store| {
            store.expire(now).await.unwrap();
            store.decide_overdue(now).await.unwrap();
        });
        if !self.undecided.is_empty() {
            self.note_decided();
        }
    }

    /// Tells the oracle what time has decided, and complains when it was too soon or too late.
    fn note_decided(&mut self) {
        let (point, wall) = (self.point(), self.now.wall);
        let mut decided: Vec<i64> = {
            let database = self.database();
            let mut statement = database
                .prepare("SELECT inbox_id FROM task WHERE kind = 'decide' AND outcome = 'opt_out'")
                .unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect()
        };
        decided.retain(|inbox| self.undecided.contains_key(inbox));
        self.by_time += decided.len();
        for inbox in decided {
            let (who, since) = self.undecided.remove(&inbox).unwrap();
            if !self.now.trusted || wall - since < SOONEST {
                let why = format!("{inbox} was decided too soon: {since}, {wall}");
                self.forbidden.push(why);
            }
            self.deeds[who].extend([
                Deed::Stopped {
                    from: point,
                    by_staff: true,
                },
                Deed::Decided(usize::try_from(inbox).unwrap()),
            ]);
        }
        let late = |since: &DateTime<Utc>| self.now.trusted && wall - *since > LATEST;
        if let Some((who, _)) = self.undecided.values().find(|(_, since)| late(since)) {
            let why = format!("what {} wrote was never decided", NUMBERS[*who]);
            self.forbidden.push(why);
        }
    }

    /// Parts with these words in them.
    fn cut(&mut self, words: &[&str]) -> Vec<UserData> {
        self.references = self.references.wrapping_add(1);
        // Long enough for as many parts; only their headers are wanted.
        let long = "x".repeat(153 * (words.len() - 1) + 10);
        let headers = split(&long, self.references).unwrap();
        let parts = headers
            .into_iter()
            .zip(words)
            .map(|(part, words)| UserData {
                header: part.header,
                ..UserData::text(words)
            });
        parts.collect()
    }

    fn arrives(&self, who: usize, data: UserData, sent: DateTime<Utc>) {
        let from = Address::phone(NUMBERS[who]).unwrap();
        let tpdu = Deliver::new(from, Timestamp::from_time(sent.fixed_offset()), data);
        let entry = Listed {
            index: 1,
            tpdu: tpdu.encode().unwrap(),
        };
        let now = self.now;
        self.on_store(async |store| {
            let (sim, storage) = (SIM.to_owned(), "SM".to_owned());
            let listing = store.take_listing(sim.clone(), storage.clone(), vec![entry], now);
            listing.await.unwrap();
            store.sim_copy_deleted(sim, storage, 1, now).await.unwrap();
        });
    }

    fn applied(&self) -> usize {
        let now = self.now;
        self.on_store(async |store| store.apply_inbound(now).await.unwrap())
    }

    /// Tells the oracle. The inbox numbers its texts from 1.
    fn note_written(&mut self, who: usize, words: &'static str, sent: DateTime<Utc>) {
        self.inbound += 1;
        let place = usize::try_from(self.inbound).unwrap();
        let wall = self.now.wall;
        let known = self.now.trusted && sent < wall;
        let point = self.point();
        let deeds = &mut self.deeds[who];
        let wrote = |read| Deed::Wrote { at: wall, read };
        let older = self.newest_stop[who].is_some_and(|stop| sent < stop);
        match words {
            "STOP" => {
                let from = if known {
                    point.plus(sent - wall)
                } else {
                    point
                };
                deeds.push(Deed::Stopped {
                    from,
                    by_staff: false,
                });
                self.newest_stop[who] = self.newest_stop[who].max(Some(sent));
                // It says what an unclear text before it meant, so nothing is left to decide.
                self.undecided.retain(|_, (whose, _)| *whose != who);
            }
            "no more offers" => {
                deeds.push(Deed::NoOffers);
                self.newest_stop[who] = self.newest_stop[who].max(Some(sent));
            }
            "START" if older => deeds.push(wrote(false)),
            "START" => deeds.extend([Deed::Started, wrote(true)]),
            "HELP" => deeds.push(wrote(true)),
            "why are you texting me" => {
                deeds.extend([Deed::Unclear(place), wrote(false)]);
                self.unclear[who] = Some(self.inbound);
                self.undecided.insert(self.inbound, (who, wall));
            }
            _ => deeds.push(wrote(false)),
        }
    }
}

/// Cuts words in three, as no telephone would.
fn thirds(words: &str) -> [&str; 3] {
    let (first, rest) = words.split_at(words.len() / 3);
    let (second, third) = rest.split_at(rest.len() / 2);
    [first, second, third]
}
