//! What the sender does in the model: it asks for permits, the oracle looks at each, and its part ends
//! one way or another.

use super::oracle::{Deed, Point, Text, forbidden};
use super::shop::{NUMBERS, SIM, Shop};
use super::template::BRAND;
use crate::support::seed::CONFIRMATION;
use chrono::{DateTime, TimeDelta};
use readybell::domain::lang::Lang;
use readybell::domain::purpose::Purpose;
use readybell::domain::template::Vars;
use readybell::domain::text::TextKind;
use readybell::domain::words::{Kind, builtin};
use readybell::store::{Minted, OnLine, Outcome, Permit};
use readybell::wire::at::Refusal;
use readybell::wire::{Content, Incoming, decode_listed};

impl Shop {
    pub(super) fn send(&mut self, settling: bool, endings: &[u8]) {
        self.keep_house();
        let now = self.now;
        self.on_store(async |store| store.look_again().await.unwrap());
        for ending in endings {
            let minted = self.on_store(async |store| store.mint(1, settling, now).await.unwrap());
            let Minted::Part(permit) = minted else {
                return;
            };
            self.judge(&permit, settling, *ending);
        }
    }

    /// Shows a permit to the oracle, and lets its part end.
    fn judge(&mut self, permit: &Permit, settling: bool, ending: u8) {
        let (who, id, part, automatic) = self.read(permit);
        let known = self.texts.get(&id).cloned();
        let text = Text {
            part,
            ..known.or(automatic).unwrap()
        };
        self.went += 1;
        if let Some(why) = forbidden(&self.deeds[who], &text, self.moment(settling)) {
            self.forbidden
                .push(format!("text {id} {:?} went: {why}", text.kind));
        }
        if self.gone.contains(&(id, part)) {
            self.forbidden
                .push(format!("text {id} {:?} went twice", text.kind));
        }
        let words = || "a reason".to_owned();
        let outcome = match ending % 8 {
            0 => Outcome::NotSent,
            1 => Outcome::Refused {
                class: Refusal::Temporary,
                words: words(),
            },
            2 => Outcome::Unsure { words: words() },
            mr => Outcome::Sent { mr },
        };
        if !matches!(outcome, Outcome::NotSent | Outcome::Refused { .. }) {
            self.gone.insert((id, part));
            if text.kind == TextKind::StopConfirmation {
                self.deeds[who].push(Deed::Confirmed);
            }
        }
        let (attempt, now) = (permit.attempt(), self.now);
        self.on_store(async |store| {
            store
                .released(attempt, OnLine::default(), now)
                .await
                .unwrap();
            store
                .settle(attempt, SIM.to_owned(), outcome, now)
                .await
                .unwrap();
        });
    }

    /// Whom a permit is for, which text and part it is, and what it is when nobody put it in.
    fn read(&self, permit: &Permit) -> (usize, i64, u8, Option<Text>) {
        let listed = decode_listed(&[&[0], permit.tpdu()].concat(), None).unwrap();
        let Incoming::Stored(submit) = listed.incoming else {
            panic!("a permit is for a SUBMIT");
        };
        let to = submit.to.written();
        let who = NUMBERS.iter().position(|number| *number == to).unwrap();
        let Content::Text { words, .. } = submit.content() else {
            panic!("a permit is for a text");
        };
        let part = submit.data.concat().map_or(1, |concat| concat.sequence);
        let id = self.sending();
        let automatic = automatic(&words, self.point());
        assert!(
            automatic.is_some() || self.texts.contains_key(&id),
            "who put this in? {words}"
        );
        (who, id, part, automatic)
    }

    fn sending(&self) -> i64 {
        let sql = "SELECT outbox_id FROM part WHERE state = 'sending'";
        self.database()
            .query_row(sql, [], |row| row.get(0))
            .unwrap()
    }
}

/// A reply of the machine's, by its words. Its lifetime is the machine's own, so it has none here.
fn automatic(words: &str, now: Point) -> Option<Text> {
    let is = |kind: Kind| {
        let said = builtin(kind, Lang::En).render(&Vars::brand(BRAND)).unwrap();
        said == words
    };
    let kind = if words == CONFIRMATION {
        TextKind::ServiceConfirmation
    } else {
        [
            Kind::StopOne,
            Kind::StopBoth,
            Kind::StopPromo,
            Kind::Help,
            Kind::Start,
            Kind::AskForStart,
        ]
        .into_iter()
        .find(|kind| is(*kind))?
        .into()
    };
    Some(Text {
        purpose: Purpose::Compliance,
        kind,
        part: 1,
        not_before: DateTime::UNIX_EPOCH,
        send_before: now.wall + TimeDelta::days(1),
        made: Some(now),
        after: usize::MAX,
    })
}
