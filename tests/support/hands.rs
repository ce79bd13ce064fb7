//! What a person does at a screen besides clicking and typing: keys alone, a finger, a pen, a card
//! that is carried, and a look at the picture.

use super::browser::{Browser, PATIENCE};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::actions::{
    Actions, InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
    TouchActions,
};
use fantoccini::elements::Element;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// A key without a letter, as WebDriver writes it.
pub mod key {
    /// To what follows.
    pub const TAB: char = '\u{e004}';
    /// Does it.
    pub const ENTER: char = '\u{e007}';
    /// Closes what is open.
    pub const ESCAPE: char = '\u{e00c}';
    /// To the card on the left, or the pick before.
    pub const LEFT: char = '\u{e012}';
    /// To the card on the right, or the next pick.
    pub const RIGHT: char = '\u{e014}';
    /// To the card below.
    pub const DOWN: char = '\u{e015}';
}

/// What touches the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// A mouse with its button.
    Mouse,
    /// A finger.
    Finger,
}

/// More stops than any page has.
const MOST_STOPS: usize = 300;

/// Whether the focus is on what is looked for, and whether it can be seen where it is. The way to it
/// must be seen at each stop.
const FOCUS: &str = r#"
    const [wanted] = arguments;
    const here = document.activeElement;
    if (!here || here === document.body) return { there: false, seen: true };
    const found = document.evaluate(wanted, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
    let there = false;
    for (let i = 0; i < found.snapshotLength; i++) there ||= found.snapshotItem(i) === here;
    const look = getComputedStyle(here);
    const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
    const box = here.getBoundingClientRect();
    const inside = box.width > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return { there, seen: (ring || look.boxShadow !== "none") && inside, what: here.outerHTML.slice(0, 160) };
"#;

impl Browser {
    /// Presses a key and lets go.
    pub async fn key(&self, key: char) {
        self.keys(&key.to_string()).await;
    }

    /// Types on the keyboard, wherever the focus is.
    pub async fn keys(&self, keys: &str) {
        let mut fingers = KeyActions::new("keyboard".to_owned());
        for value in keys.chars() {
            fingers = fingers
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.page().perform_actions(fingers).await.unwrap();
    }

    /// Goes on with Tab until the focus is on that element. Panics where it never gets there, or
    /// where one of the stops does not show that it has the focus.
    pub async fn tab_to(&self, what: &str) {
        self.sees(what).await;
        for _ in 0..MOST_STOPS {
            self.key(key::TAB).await;
            if self.is_focused(what).await {
                return;
            }
        }
        panic!("{what} can't be reached with Tab.\n{}", self.shown().await);
    }

    /// Waits until the focus is on that element: where a page puts it there by itself.
    pub async fn gets_focus(&self, what: &str) {
        let since = Instant::now();
        while !self.is_focused(what).await {
            assert!(since.elapsed() < PATIENCE, "{what} never got the focus");
        }
    }

    async fn is_focused(&self, what: &str) -> bool {
        let found = self.page().execute(FOCUS, vec![json!(what)]).await.unwrap();
        assert_eq!(
            found["seen"],
            json!(true),
            "the focus can't be seen on {}",
            found["what"]
        );
        found["there"] == json!(true)
    }

    /// Writes something like a name on the surface: up and down from its left to its right.
    pub async fn draws_on(&self, surface: &str, with: Hand) {
        let element = self.sees(surface).await;
        self.brings_into_view(surface).await;
        let to = |step: i32| PointerAction::MoveToElement {
            element: element.clone(),
            duration: None,
            x: f64::from(step * 12 - 90),
            y: f64::from((step % 3 - 1) * 30),
        };
        let mut strokes = vec![to(0), DOWN];
        strokes.extend((1..16).map(to));
        strokes.push(UP);
        self.hand(with, strokes).await;
    }

    /// Writes on the surface with a pen that presses harder and harder.
    pub async fn writes_with_a_pen(&self, surface: &str) {
        self.brings_into_view(surface).await;
        let [x, y] = self.middle_of(surface).await;
        let pen = async |kind: &str, step: u32| {
            let event = json!({
                "type": kind, "pointerType": "pen", "button": "left", "buttons": 1, "clickCount": 1,
                "x": x - 100.0 + f64::from(step) * 12.0, "y": y + f64::from(step % 3) * 20.0 - 20.0,
                "force": 0.05 + f64::from(step) * 0.06,
            });
            self.devtools("Input.dispatchMouseEvent", event).await;
        };
        pen("mousePressed", 0).await;
        for step in 1..16 {
            pen("mouseMoved", step).await;
        }
        pen("mouseReleased", 15).await;
    }

    /// Carries something by its handle to a place that may show only while something is carried.
    pub async fn carries(&self, handle: &str, place: &str, with: Hand) {
        self.brings_into_view(handle).await;
        let nudge = PointerAction::MoveBy {
            duration: None,
            x: 9.0,
            y: 9.0,
        };
        match with {
            Hand::Mouse => {
                let handle = self.sees(handle).await;
                self.hand(with, vec![onto(handle), DOWN, nudge]).await;
                let place = self.sees(place).await;
                self.hand(with, vec![onto(place), UP]).await;
            }
            Hand::Finger => {
                let [x, y] = self.middle_of(handle).await;
                self.touch("touchStart", Some([x, y])).await;
                self.touch("touchMove", Some([x + 9.0, y + 9.0])).await;
                let place = self.middle_of(place).await;
                self.touch("touchMove", Some(place)).await;
                self.touch("touchEnd", None).await;
            }
        }
    }

    async fn middle_of(&self, what: &str) -> [f64; 2] {
        let element = self.sees(what).await;
        let (x, y, width, height) = element.rectangle().await.unwrap();
        let scrolled = self.run("return [scrollX, scrollY]").await;
        let scrolled = |axis: usize| scrolled[axis].as_f64().unwrap();
        [
            x + width / 2.0 - scrolled(0),
            y + height / 2.0 - scrolled(1),
        ]
    }

    /// The touch screen itself.
    async fn touch(&self, kind: &str, at: Option<[f64; 2]>) {
        let points: Vec<_> = at.iter().map(|[x, y]| json!({ "x": x, "y": y })).collect();
        let touch = json!({ "type": kind, "touchPoints": points });
        self.devtools("Input.dispatchTouchEvent", touch).await;
    }

    async fn hand(&self, with: Hand, actions: Vec<PointerAction>) {
        let name = format!("{with:?}");
        let actions = actions.into_iter();
        let sequence: Actions = match with {
            Hand::Mouse => actions
                .fold(MouseActions::new(name), InputSource::then)
                .into(),
            Hand::Finger => actions
                .fold(TouchActions::new(name), InputSource::then)
                .into(),
        };
        self.page().perform_actions(sequence).await.unwrap();
    }
}

const DOWN: PointerAction = PointerAction::Down {
    button: MOUSE_BUTTON_LEFT,
};
const UP: PointerAction = PointerAction::Up {
    button: MOUSE_BUTTON_LEFT,
};

fn onto(element: Element) -> PointerAction {
    PointerAction::MoveToElement {
        element,
        duration: Some(Duration::from_millis(20)),
        x: 0.0,
        y: 0.0,
    }
}

/// A folder that pictures of what a browser shows are put into, one after the other, for whoever
/// wants to look.
pub struct Album {
    folder: PathBuf,
    next: std::cell::Cell<u32>,
}

impl Album {
    /// An empty one, `target/screens/NAME`.
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("../screens")
            .join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self {
            folder,
            next: std::cell::Cell::new(1),
        }
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts a picture of the whole page into it.
    pub async fn keep(&self, browser: &Browser, name: &str) {
        let number = self.next.replace(self.next.get() + 1);
        let place = self.folder.join(format!("{number:03}-{name}.jpg"));
        let shot = json!({ "format": "jpeg", "quality": 70, "captureBeyondViewport": true });
        std::fs::write(place, browser.shot(shot).await).unwrap();
    }
}

impl Browser {
    /// A picture, as `Page.captureScreenshot` of Chromium's protocol makes it.
    pub async fn shot(&self, how: serde_json::Value) -> Vec<u8> {
        let shot = timeout(PATIENCE, self.devtools("Page.captureScreenshot", how));
        let shot = shot.await.expect("the browser drew no picture");
        STANDARD.decode(shot["data"].as_str().unwrap()).unwrap()
    }
}
