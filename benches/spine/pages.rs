//! Every page and the usual writes, in a shop with 100,000 customers and 1,000,000 texts.

use super::big::{CUSTOMERS, FIRST_JOB, JOBS, OPEN};
use super::rig::{Rig, percentile};
use super::shop::{self, NOW};
use super::{big, http, ms};
use anyhow::{Context, Result};
use readybell::clock::Clock;
use readybell::store::Store;
use readybell::wire::{Address, Deliver, Timestamp, split};
use std::time::{Duration, Instant};

/// How often each is asked for, each time about somebody else.
const ASKED: i64 = 300;
const AIM: Duration = Duration::from_millis(10);

/// What is asked for, and the address of the n-th time.
type Page = (&'static str, fn(i64) -> String);

/// A customer, ever another one. Their contact point has the same number.
fn person(n: i64) -> i64 {
    n * 7_919 % CUSTOMERS + 1
}

/// An open job whose intake is done, and one at a step of it.
fn done(n: i64) -> i64 {
    FIRST_JOB + JOBS - OPEN + n % 45
}

fn at_step(from_the_end: i64, n: i64) -> i64 {
    FIRST_JOB + JOBS - from_the_end + n % 5
}

const PAGES: &[Page] = &[
    ("board", |_| "/".to_owned()),
    ("new job", |_| "/jobs/new".to_owned()),
    ("express form", |_| "/jobs/new/express".to_owned()),
    ("step 1 again", |n| format!("/jobs/{}/work", at_step(5, n))),
    ("step 2, number", |n| {
        format!("/jobs/{}/number", at_step(5, n))
    }),
    ("step 3, consent", |n| {
        format!("/jobs/{}/consent", at_step(10, n))
    }),
    ("hand over to sign", |n| {
        format!("/jobs/{}/sign", at_step(10, n))
    }),
    ("paper", |n| format!("/jobs/{}/paper", at_step(10, n))),
    ("receipt", |n| format!("/jobs/{}/receipt", at_step(15, n))),
    ("late", |n| format!("/jobs/{}/late", done(n))),
    ("ask for approval", |n| format!("/jobs/{}/ask", done(n))),
    ("sweep", |_| "/sweep".to_owned()),
    ("day sheet", |_| "/day-sheet".to_owned()),
    ("calls", |_| "/calls".to_owned()),
    ("inbox", |_| "/inbox".to_owned()),
    ("inbox, older", |n| {
        format!("/inbox?before={}", 150_000 - n * 400)
    }),
    ("inbox, done", |_| "/inbox?shelf=done".to_owned()),
    ("inbox, mine", |_| "/inbox?shelf=mine".to_owned()),
    ("from no phone", |_| "/inbox/other".to_owned()),
    ("conversation", |n| format!("/inbox/{}", person(n))),
    ("customers", |_| "/customers".to_owned()),
    ("customers, older", |n| {
        format!("/customers?before={}", person(n))
    }),
    ("search: a name", |n| {
        let names = ["alvarez", "luis silva", "okafor", "oren", "ann"];
        format!(
            "/customers?q={}",
            names[usize::try_from(n).unwrap_or(0) % names.len()].replace(' ', "+")
        )
    }),
    ("search: two letters", |n| {
        format!(
            "/customers?q={}",
            ["lu", "an", "zz"][usize::try_from(n).unwrap_or(0) % 3]
        )
    }),
    ("search: part of a number", |n| {
        format!("/customers?q={}", 20_000 + person(n) % 7_000)
    }),
    ("search: a whole number", |n| {
        format!("/customers?q=%28555%29+{}", 2_000_000 + person(n) * 7)
    }),
    ("search: part of a plate", |n| {
        format!("/customers?q={}aa{:03}", n % 9 + 1, n * 7 % 1000)
    }),
    ("search: nobody", |n| format!("/customers?q=nobody{n}")),
    ("customer", |n| format!("/customers/{}", person(n))),
    ("customer's texts", |n| {
        format!("/customers/{}/texts", person(n))
    }),
    ("customer's consent", |n| {
        format!("/customers/{}/consent", person(n))
    }),
    ("a proof", |n| {
        format!("/customers/{}/consent/{}", person(n), person(n))
    }),
    ("merge", |n| format!("/customers/{}/merge", person(n))),
    ("erase", |n| format!("/customers/{}/erase", person(n))),
    ("modem", |_| "/modem".to_owned()),
    ("you", |_| "/you".to_owned()),
    ("settings", |_| "/settings".to_owned()),
    ("settings: shop", |_| "/settings/shop".to_owned()),
    ("settings: hours", |_| "/settings/hours".to_owned()),
    ("settings: texts", |_| "/settings/texts".to_owned()),
    ("settings: limits", |_| "/settings/limits".to_owned()),
    ("settings: templates", |_| "/settings/templates".to_owned()),
    ("settings: a template", |_| {
        "/settings/templates/ready/en".to_owned()
    }),
    ("settings: wording", |_| "/settings/wording".to_owned()),
    ("settings: money", |_| "/settings/money".to_owned()),
    ("settings: printer", |_| "/settings/printer".to_owned()),
    ("settings: bays", |_| "/settings/bays".to_owned()),
    ("settings: staff", |_| "/settings/staff".to_owned()),
    ("settings: screens", |_| "/settings/screens".to_owned()),
    ("settings: tokens", |_| "/settings/tokens".to_owned()),
    ("settings: audit log", |_| "/settings/audit".to_owned()),
    ("settings: audit, one kind", |_| {
        "/settings/audit?only=settings".to_owned()
    }),
    ("manual", |_| "/manual/".to_owned()),
];

/// Times every page, and then what is written.
///
/// # Errors
/// When a page does not answer.
pub async fn pages() -> Result<()> {
    let mut rig = Rig::in_shop(big::shop(NOW, 1).await?, Vec::new())?;
    rig.start().await?;
    let (address, cookie) = (rig.address, "readybell=screen-0");
    println!("{:<34} {:>14} {:>14}   aim of p99: 10 ms", "", "p50", "p99");
    for (name, path) in PAGES {
        times(name, |n| http::get(address, &path(n), cookie))?;
    }
    times("found while typing a name", |n| {
        let typed = ["Lu", "Okaf", "Denise W"][usize::try_from(n).unwrap_or(0) % 3];
        http::look_up(
            address,
            "/jobs/new/find",
            cookie,
            &format!("name={typed}&plate=&phone="),
        )
    })?;
    times("found by a number", |n| {
        let form = format!("ask=whose&phone=555{}", 2_000_000 + person(n) * 7);
        http::look_up(address, "/jobs/new/find", cookie, &form)
    })?;
    times("write: a new job", |n| {
        let form =
            format!("name=Customer+{n}&vehicle=2012+Chevy+Tahoe&where=waiting&work-1=Amp&lang=en");
        http::post(address, "/jobs/new", cookie, &form)
    })?;
    times("write: a move", |n| {
        let to = if n % 2 == 0 { "booked" } else { "waiting" };
        let job = FIRST_JOB + JOBS - OPEN + 5 + n / 2 % 15;
        http::post(
            address,
            &format!("/jobs/{job}/move"),
            cookie,
            &format!("to={to}&back=/"),
        )
    })?;
    times("write: a reply", |n| {
        // Each 20th customer has opted out.
        let path = format!("/inbox/{}", person(n * 20));
        http::post(address, &path, cookie, &format!("words=It+is+ready+{n}"))
    })?;
    rig.kill().await?;
    applied(&rig).await
}

/// A text from a customer, stored and applied.
async fn applied(rig: &Rig) -> Result<()> {
    let clock = Clock::starting_at(shop::now()?);
    let store = Store::open(&rig.directory, clock.now()).await?;
    let mut taken = Vec::new();
    for n in 0..ASKED {
        let now = clock.now();
        let from = Address::phone(&format!("+1555{}", 2_000_000 + person(n) * 7));
        let from = from.context("a number")?;
        let data = split(&format!("Is it ready? {n}"), 1)?.remove(0);
        let tpdu =
            Deliver::new(from, Timestamp::from_time(now.wall.fixed_offset()), data).encode()?;
        let begun = Instant::now();
        store.take_direct("imsi:1".to_owned(), tpdu, now).await?;
        store.apply_inbound(now).await?;
        taken.push(begun.elapsed());
    }
    told("write: a text comes in", &mut taken);
    Ok(())
}

fn times(name: &str, mut ask: impl FnMut(i64) -> Result<Duration>) -> Result<()> {
    let mut taken = Vec::new();
    for n in 0..ASKED {
        taken.push(ask(n).with_context(|| name.to_owned())?);
    }
    told(name, &mut taken);
    Ok(())
}

fn told(name: &str, taken: &mut [Duration]) {
    let (p50, p99) = (percentile(taken, 50), percentile(taken, 99));
    let mark = if p99 > AIM { "  over" } else { "" };
    println!("{name:<34} {:>14} {:>14}{mark}", ms(p50), ms(p99));
}
