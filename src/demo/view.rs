//! What the demo's page shows, read from the stage at one moment.

use super::{BAYS, SHOP_LINE, Stage, ZONE};
use crate::clock;
use crate::domain::phone::{Country, PhoneNumber};
use crate::panel::Pattern;
use crate::sim::{Bubble, Snapshot, WireLine};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;

/// The customers whose phones can be picked up, in the order of the morning.
const PHONES: [(&str, &str); 7] = [
    ("Luis", "+15550134421"),
    ("Kim", "+15550134432"),
    ("Marcus", "+15550134446"),
    ("Ana", "+15550139921"),
    ("Priya", "+15550134458"),
    ("Sam", "+15550134403"),
    ("Dana", "+15550134477"),
];

/// So many lines of the wire are shown.
const LINES: usize = 14;

/// Everything that the page shows.
pub(super) struct View {
    /// The number of the phone in the customer's hand.
    pub phone: String,
    /// The phones that can be picked up, by whose they are: those of the morning, and every other
    /// that has a text by now.
    pub phones: Vec<(String, String)>,
    pub conversation: Vec<(String, Bubble)>,
    pub shop_line: String,
    pub bays: Vec<BayView>,
    pub wire: Vec<(String, WireLine)>,
    pub modem: Snapshot,
    pub power: bool,
    pub clock: String,
}

/// One bay: its light, and what the light says.
pub(super) struct BayView {
    pub bay: u16,
    pub on: bool,
    pub says: &'static str,
    pub armed: bool,
}

impl View {
    /// Reads the stage. `phone` is the phone in the customer's hand.
    pub async fn of(stage: &Stage, phone: &str) -> Result<Self, super::DemoError> {
        let zone = clock::zone(ZONE)?;
        let shown = |at| zone.local(at).wall.format("%-I:%M %p").to_string();
        let phone = PhoneNumber::parse(phone, Country::US).map_or_else(
            |_| PHONES[0].1.to_owned(),
            |number| number.as_e164().to_owned(),
        );
        let phones = phones(&phone, stage.sim.numbers().await?);
        let earlier = stage.morning.iter().filter(|(to, _)| *to == phone);
        let mut conversation: Vec<Bubble> = earlier.map(|(_, bubble)| bubble.clone()).collect();
        conversation.extend(stage.sim.conversation(&phone).await?);
        let bays = BAYS.map(|bay| {
            let light = stage.buttons.light(bay);
            BayView {
                bay,
                on: light.on,
                says: says(&light.pattern),
                armed: light.pattern == Pattern::Armed.name(),
            }
        });
        let wire = stage.wire.lines().into_iter();
        Ok(Self {
            phone,
            phones,
            conversation: conversation
                .into_iter()
                .map(|bubble| (shown(bubble.at), bubble))
                .collect(),
            shop_line: national(SHOP_LINE),
            bays: bays.into(),
            wire: wire
                .map(|line| {
                    (
                        zone.local(line.at).wall.format("%H:%M:%S%.3f").to_string(),
                        line,
                    )
                })
                .collect(),
            modem: stage.sim.snapshot().await?,
            power: stage.appliance.is_on().await,
            clock: zone
                .local(stage.clock.now().wall)
                .wall
                .format("%A, %-I:%M:%S %p")
                .to_string(),
        })
    }
}

/// The phones of the morning, then whoever came since: those that have a text, and the one in hand.
fn phones(in_hand: &str, texted: Vec<String>) -> Vec<(String, String)> {
    let mut phones: Vec<(String, String)> = PHONES
        .map(|(name, number)| (name.to_owned(), number.to_owned()))
        .into();
    for number in texted.into_iter().chain([in_hand.to_owned()]) {
        if number != SHOP_LINE && !phones.iter().any(|(_, known)| *known == number) {
            phones.push((national(&number), number));
        }
    }
    phones
}

/// A number as people here write it.
fn national(number: &str) -> String {
    let home = Country::US;
    PhoneNumber::parse(number, home)
        .map_or_else(|_| number.to_owned(), |number| number.national(home))
}

/// What a light means, by the name of its pattern.
fn says(pattern: &str) -> &'static str {
    let pattern = Pattern::ALL
        .into_iter()
        .find(|known| known.name() == pattern);
    match pattern.unwrap_or(Pattern::Dark) {
        Pattern::Well => "A blip now and then: all is well. Press when the vehicle is ready.",
        Pattern::Unwell => "Two blips: something is wrong. The board says what.",
        Pattern::Armed => "Blinking: the text will go. Press again to take it back.",
        Pattern::Sent => "Steady: the network took the text.",
        Pattern::NoJob => "Two short flashes: there is no job in this bay.",
        Pattern::AlreadyAnnounced => "Four short flashes: this job was announced before.",
        Pattern::MustWait => "Long and slow: the text goes later. The board says when.",
        Pattern::CallCustomer => "Long, short: no text will go. Phone the customer.",
        Pattern::ModemTrouble => "Flicker: the text could not go yet. See the board.",
        Pattern::SetUp(_) => "A long one, then blinks to count: the code that sets the shop up.",
        Pattern::Dark => "Dark: the box is off.",
    }
}

/// The last lines of the wire. A cheap clone.
#[derive(Clone, Default)]
pub(super) struct WireTail(Arc<Mutex<VecDeque<WireLine>>>);

impl WireTail {
    /// Keeps the last lines, until the simulator ends.
    pub async fn follow(self, mut wire: broadcast::Receiver<WireLine>) {
        loop {
            match wire.recv().await {
                Ok(line) => {
                    let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                    if lines.len() == LINES {
                        lines.pop_front();
                    }
                    lines.push_back(line);
                }
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return,
            }
        }
    }

    fn lines(&self) -> Vec<WireLine> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }
}
