//! Which screens there are, and how it is known that none is left out.

use crate::web::routes;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The pages that an address opens on the demo's day, by the name of their picture.
pub const PAGES: [(&str, &str); 57] = [
    ("board", "/"),
    ("board-column", "/?column=waiting"),
    ("new-job", "/jobs/new"),
    ("express", "/jobs/new/express"),
    ("work", "/jobs/1006/work"),
    ("number", "/jobs/1006/number"),
    ("consent", "/jobs/1006/consent"),
    ("hand-over", "/jobs/1006/sign"),
    ("receipt", "/jobs/1001/receipt"),
    ("paper", "/jobs/1006/paper"),
    ("late", "/jobs/1004/late"),
    ("approval", "/jobs/1004/ask"),
    ("sweep", "/sweep"),
    ("day-sheet", "/day-sheet"),
    ("redeem", "/redeem"),
    ("redeem-for-whom", "/redeem?code=HARDKNOCKS15"),
    ("redeem-good", "/redeem?code=HARDKNOCKS15&customer=1"),
    ("calls", "/calls"),
    ("inbox", "/inbox"),
    ("inbox-mine", "/inbox?shelf=mine"),
    ("inbox-done", "/inbox?shelf=done"),
    ("conversation", "/inbox/3"),
    ("conversation-out", "/inbox/2"),
    ("others", "/inbox/other"),
    ("modem", "/modem"),
    ("setup-phones", "/setup/phones"),
    ("customers", "/customers"),
    ("customers-found", "/customers?q=ort"),
    ("customer", "/customers/1"),
    ("customer-texts", "/customers/1/texts"),
    ("consent-history", "/customers/2/consent"),
    ("proof", "/customers/2/consent/3"),
    ("merge", "/customers/1/merge"),
    ("erase", "/customers/1/erase"),
    ("you", "/you"),
    ("settings", "/settings"),
    ("settings-shop", "/settings/shop"),
    ("settings-hours", "/settings/hours"),
    ("settings-texts", "/settings/texts"),
    ("settings-limits", "/settings/limits"),
    ("settings-follow-up", "/settings/follow-up"),
    ("settings-templates", "/settings/templates"),
    ("template", "/settings/templates/ready/en"),
    ("settings-phrases", "/settings/phrases"),
    ("wording", "/settings/wording"),
    ("wording-first", "/settings/wording?first=yes"),
    ("settings-money", "/settings/money"),
    ("settings-printer", "/settings/printer"),
    ("settings-bays", "/settings/bays"),
    ("settings-staff", "/settings/staff"),
    ("settings-screens", "/settings/screens"),
    ("settings-tokens", "/settings/tokens"),
    ("settings-audit", "/settings/audit"),
    ("missing", "/no/such/page"),
    ("bad-address", "/inbox?before=soon"),
    ("not-like-this", "/jobs/1003/undo"),
    ("code-sign-in", "/sign-in/code"),
];

/// Pages that are there only in a shop that has just begun, or that a backup has brought back: a test of
/// its own looks at them.
pub const AT_FIRST: [&str; 3] = ["/modem/gap", "/setup", "/setup/shop"];

/// The chapters of the manual, with the names of their pictures.
pub fn chapters() -> Vec<(String, String)> {
    let summary = std::fs::read_to_string(manual().join("SUMMARY.md")).unwrap();
    let files = summary.split("](").skip(1).map(|rest| {
        let (name, _) = rest.split_once(".md)").unwrap();
        let file = match name {
            "index" => "",
            _ => &format!("{name}.html"),
        };
        (format!("manual-{name}"), format!("/manual/{file}"))
    });
    files.collect()
}

/// The pages of the router that none of these addresses opened.
pub fn unseen(opened: &BTreeSet<String>) -> Vec<String> {
    let pages = routes::pages().into_iter().filter(|route| route.gets);
    let pages = pages.map(|route| route.path);
    let pages = pages.filter(|path| !routes::NO_PAGE.contains(&path.as_str()));
    pages
        .filter(|page| !opened.iter().any(|path| opens(page, path)))
        .collect()
}

fn opens(page: &str, path: &str) -> bool {
    let (page, path): (Vec<_>, Vec<_>) = (page.split('/').collect(), path.split('/').collect());
    page.len() == path.len()
        && page
            .iter()
            .zip(path)
            .all(|(part, is)| part.starts_with('{') || *part == is)
}

/// The pictures of the manual, and how wide their window is.
pub const MANUAL: [(&str, u32); 14] = [
    ("board", 1280),
    ("new-job", 820),
    ("code", 820),
    ("customer-signs", 820),
    ("receipt-made", 820),
    ("late", 820),
    ("conversation", 1280),
    ("calls", 820),
    ("customer-signed", 1280),
    ("proof-signed", 820),
    ("template", 1280),
    ("settings", 820),
    ("settings-follow-up", 1280),
    ("redeem-for-whom", 820),
];

/// Pages that are another one over again, or are no screen of their own: the gallery has enough of them.
const ALIKE: [&str; 14] = [
    "board-column",
    "work",
    "consent",
    "receipt",
    "paper",
    "redeem",
    "redeem-good",
    "inbox-mine",
    "inbox-done",
    "conversation-out",
    "customers-found",
    "customer",
    "proof",
    "wording-first",
];

/// Where the manual is written.
pub fn manual() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual/src")
}

/// The screens that the manual's gallery shows.
pub fn in_gallery() -> BTreeSet<String> {
    let gallery = std::fs::read_to_string(manual().join("gallery.md")).unwrap();
    let pictures = gallery.split("](gallery-").skip(1);
    let names = pictures.map(|rest| rest.split_once(".webp)").unwrap().0.to_owned());
    names.collect()
}

#[test]
fn the_gallery_has_every_screen_and_its_picture() {
    let shown = in_gallery();
    let refused = ["missing", "bad-address", "not-like-this"];
    let names = PAGES.iter().map(|(name, _)| *name);
    let left_out: Vec<_> = names
        .filter(|name| !ALIKE.contains(name) && !refused.contains(name))
        .filter(|name| !shown.contains(*name))
        .collect();
    assert!(left_out.is_empty(), "{left_out:?}");
    let pictures: BTreeSet<String> = std::fs::read_dir(manual())
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter_map(|file| {
            Some(
                file.strip_prefix("gallery-")?
                    .strip_suffix(".webp")?
                    .to_owned(),
            )
        })
        .collect();
    assert_eq!(pictures, shown, "READYBELL_SCREENSHOTS takes them");
}
