//! Which cards a board shows. A shop's usual day fits on it as a whole; of a longer one, each column
//! shows its beginning, and the rest is a page of its own.

use crate::domain::job::JobState;
use crate::store::views::OpenJob;

/// Cards on one page. More would weigh too much, and nobody would look through them.
const CARDS: usize = 36;

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// All columns, and so many cards of each.
    Whole(usize),
    /// One column, from that card on.
    Column(JobState, usize),
}

impl View {
    /// What is asked for: a column from a card on, or where a job is. Otherwise the whole board.
    pub fn of(open: &[OpenJob], column: Option<JobState>, from: usize, job: Option<i64>) -> Self {
        if let Some(state) = column {
            return Self::Column(state, from);
        }
        let whole = Self::Whole(fair_share(open));
        let wanted = open.iter().find(|one| Some(one.id) == job);
        match wanted {
            Some(wanted) if !whole.chosen(open).contains(&wanted.id) => {
                let mut column = open.iter().filter(|one| one.state == wanted.state);
                let place = column.position(|one| one.id == wanted.id);
                Self::Column(wanted.state, place.unwrap_or(0) / CARDS * CARDS)
            }
            _ => whole,
        }
    }

    /// Its jobs.
    pub fn chosen(&self, open: &[OpenJob]) -> Vec<i64> {
        let column = |state| open.iter().filter(move |job| job.state == state);
        match *self {
            Self::Whole(each) => JobState::OPEN
                .into_iter()
                .flat_map(|state| column(state).take(each))
                .map(|job| job.id)
                .collect(),
            Self::Column(state, from) => {
                let shown = column(state).skip(from).take(CARDS);
                shown.map(|job| job.id).collect()
            }
        }
    }

    /// Whether it shows that column.
    pub fn shows(&self, state: JobState) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Column(only, _) => *only == state,
        }
    }

    /// From which card on its columns are shown.
    pub fn from(&self) -> usize {
        match self {
            Self::Whole(_) => 0,
            Self::Column(_, from) => *from,
        }
    }

    /// Whether something else than the board's beginning is shown.
    pub fn is_part(&self) -> bool {
        matches!(self, Self::Column(..))
    }
}

/// The most cards of each column with which all fit: what a short one does not need is the others'.
fn fair_share(open: &[OpenJob]) -> usize {
    let counts = JobState::OPEN.map(|state| open.iter().filter(|job| job.state == state).count());
    let fits = |each: &usize| counts.iter().map(|count| count.min(each)).sum::<usize>() <= CARDS;
    (1..=CARDS).take_while(fits).last().unwrap_or(1)
}
