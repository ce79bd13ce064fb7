//! Taking a job in: four short steps, each a page that works by itself.
//!
//! The job is on the board from the first step on, so it can be left anywhere; its card leads back.
//! Start at `work`, the first step; `number` and `consent` follow, and the receipt is not here.
//! `express` is the form for a line of five. Nothing here decides what may be texted.

mod consent;
mod express;
mod find;
mod number;
mod proof;
mod read;
pub mod steps;
mod sums;
mod work;

pub use consent::{agreed, check, no_texts, page as consent_page, send_code, to_receipt};
pub use express::{page as express_page, save as express};
pub use find::find;
pub use number::{page as number_page, save as number};
pub use steps::go_on;
pub use sums::sums;
pub use work::{change, change_page, page, save};
