//! In which state a number may lie, by its area code, and whose rules for offers bind it there.
//!
//! Whoever moves keeps the number, so this is where it was first given out: a guess, which may only
//! narrow the hours, never widen them. (Source: NANPA's public area code assignments, 2026.)

use super::bounds::{self, Bounds};
use super::phone::{Country, PhoneNumber};
use chrono::{DateTime, Utc};

/// The states and territories of the United States, and their area codes. No code lies in two.
const STATES: &[(&str, &str)] = &[
    ("AK", "907"),
    ("AL", "205 251 256 334 483 659 938"),
    ("AR", "327 479 501 870"),
    ("AS", "684"),
    ("AZ", "480 520 602 623 928"),
    (
        "CA",
        "209 213 279 310 323 341 350 357 369 408 415 424 442 510 530 559 562 619 626 628 650 657 \
         661 669 707 714 738 747 760 805 818 820 831 837 840 858 909 916 925 949 951",
    ),
    ("CO", "303 719 720 748 970 983"),
    ("CT", "203 475 860 959"),
    ("DC", "202 771"),
    ("DE", "302"),
    (
        "FL",
        "239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 \
         954",
    ),
    ("GA", "229 404 470 478 678 706 762 770 912 943"),
    ("GU", "671"),
    ("HI", "808"),
    ("IA", "319 515 563 641 712"),
    ("ID", "208 986"),
    (
        "IL",
        "217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 861 872",
    ),
    ("IN", "219 260 317 463 574 765 812 930"),
    ("KS", "316 620 785 913"),
    ("KY", "270 364 502 606 859"),
    ("LA", "225 318 337 457 504 985"),
    ("MA", "339 351 413 508 617 774 781 857 978"),
    ("MD", "227 240 301 410 443 667"),
    ("ME", "207"),
    ("MI", "231 248 269 313 517 586 616 679 734 810 906 947 989"),
    ("MN", "218 320 507 612 651 763 924 952"),
    ("MO", "235 314 417 557 573 636 660 816 975"),
    ("MP", "670"),
    ("MS", "228 471 601 662 769"),
    ("MT", "406"),
    ("NC", "252 336 472 704 743 828 910 919 980 984"),
    ("ND", "701"),
    ("NE", "308 402 531"),
    ("NH", "603"),
    ("NJ", "201 551 609 640 732 848 856 862 908 973"),
    ("NM", "505 575"),
    ("NV", "702 725 775"),
    (
        "NY",
        "212 315 329 332 347 363 516 518 585 607 624 631 646 680 716 718 838 845 914 917 929 934",
    ),
    (
        "OH",
        "216 220 234 283 326 330 380 419 436 440 513 567 614 740 937",
    ),
    ("OK", "405 539 572 580 918"),
    ("OR", "458 503 541 971"),
    (
        "PA",
        "215 223 267 272 412 445 484 570 582 610 717 724 814 835 878",
    ),
    ("PR", "787 939"),
    ("RI", "401"),
    ("SC", "803 821 839 843 854 864"),
    ("SD", "605"),
    ("TN", "423 615 629 731 865 901 931"),
    (
        "TX",
        "210 214 254 281 325 346 361 409 430 432 469 512 621 682 713 726 737 806 817 830 832 903 \
         915 936 940 945 956 972 979",
    ),
    ("UT", "385 435 801"),
    ("VA", "276 434 540 571 686 703 757 804 826 948"),
    ("VI", "340"),
    ("VT", "802"),
    ("WA", "206 253 360 425 509 564"),
    ("WI", "262 274 353 414 534 608 715 920"),
    ("WV", "304 681"),
    ("WY", "307"),
];

/// Canada's area codes.
const CANADA: &str = "204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 \
     506 514 519 548 579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 \
     873 879 902 905 942";

/// The country and the state in which a number may lie; the state is empty where it is unknown or
/// makes no difference. `None`: nothing is known.
pub fn place(number: &PhoneNumber) -> Option<(Country, &'static str)> {
    let Some(code) = code(number) else {
        return number.country().map(|country| (country, ""));
    };
    let lists = |codes: &str| codes.split_whitespace().any(|listed| listed == code);
    if let Some((state, _)) = STATES.iter().find(|(_, codes)| lists(codes)) {
        return Some((Country::US, state));
    }
    match lists(CANADA) {
        true => Country::from_code("CA").map(|canada| (canada, "")),
        // A code that is newer than the table may lie in any state.
        false => Some((Country::US, "")),
    }
}

/// The hours that bind offers to a number by where it may lie. `None` where nothing is known: there
/// the shop's own have to do.
pub fn bounds(number: &PhoneNumber, now: DateTime<Utc>) -> Option<Bounds> {
    place(number).map(|(country, state)| bounds::offers_now(country, state, now))
}

/// The area code of a North American number.
fn code(number: &PhoneNumber) -> Option<&str> {
    number.as_e164().strip_prefix("+1")?.get(..3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::area;
    use crate::domain::bounds::Why;

    fn number(e164: &str) -> PhoneNumber {
        PhoneNumber::from_e164(e164).unwrap()
    }

    #[test]
    fn a_number_lies_in_one_state_in_another_country_or_in_any_state() {
        let cases = [
            ("+12055550100", "US", "AL"),
            ("+18505550100", "US", "FL"),
            ("+12145550100", "US", "TX"),
            ("+17875550100", "US", "PR"),
            ("+14165550100", "CA", ""),
            ("+15550134477", "US", ""),
            ("+33612345678", "FR", ""),
        ];
        for (e164, country, state) in cases {
            let country = Country::from_code(country).unwrap();
            assert_eq!(place(&number(e164)), Some((country, state)), "{e164}");
        }
        assert_eq!(
            place(&number("+881612345678")),
            None,
            "a satellite is nowhere"
        );
    }

    #[test]
    fn each_code_is_in_one_state_and_has_its_zones() {
        let mut seen = std::collections::BTreeSet::new();
        let all = STATES.iter().map(|(_, codes)| *codes).chain([CANADA]);
        for code in all.flat_map(str::split_whitespace) {
            assert!(seen.insert(code), "{code} is listed twice");
            let zones = area::zones(&number(&format!("+1{code}5550100")));
            assert_ne!(zones.len(), 4, "{code} has no zones in the other table");
        }
        for (state, _) in STATES {
            assert!(bounds::is_region(Country::US, state), "{state}");
        }
    }

    #[test]
    fn the_state_brings_its_hours() {
        let now = "2026-11-27T18:00:00Z".parse().unwrap();
        let why = |e164| bounds(&number(e164), now).map(|bounds| bounds.why);
        assert_eq!(why("+12055550100"), Some(Why::State));
        assert_eq!(why("+13125550100"), Some(Why::Federal));
        assert_eq!(why("+15550134477"), Some(Why::AnyState));
        assert_eq!(why("+881612345678"), None);
    }
}
