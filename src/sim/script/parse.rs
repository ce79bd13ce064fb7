//! A line of the script into a [`Command`], with words for what is wrong with it.

use std::str::FromStr;
use std::time::Duration;

use super::{
    BreakPoint, Command, DelayStep, Inside, Memory, PhonePower, SenderForm, Silence, SimChange,
    Times, counts, time,
};
use crate::sim::SimError;
use crate::sim::noise::Damage;
use crate::sim::profile::PROFILES;

impl FromStr for Command {
    type Err = SimError;

    fn from_str(line: &str) -> Result<Self, SimError> {
        parse(line.trim()).map_err(SimError::Script)
    }
}

/// What is wrong with a line, in words.
pub(super) type Wrong = String;

fn parse(line: &str) -> Result<Command, Wrong> {
    let (name, rest) = split(line);
    let mut words = rest.split_whitespace();
    let command = match name {
        "text" => {
            let (from, said) = split(rest);
            return Ok(Command::Text {
                from: number(from)?,
                words: unescape(said)?,
            });
        }
        "urc" => return Ok(Command::Urc(unescape(rest)?)),
        "urc-inside" => {
            let (place, said) = split(rest);
            let inside = one_of(
                place,
                &[
                    ("prompt", Inside::Prompt),
                    ("cmgs", Inside::Cmgs),
                    ("cmgl", Inside::Cmgl),
                    ("cmgr", Inside::Cmgr),
                ],
            )?;
            return Ok(Command::UrcInside(inside, unescape(said)?));
        }
        "call" => Command::Call {
            from: match next(&mut words, "the phone's number or withheld")? {
                "withheld" => None,
                from => Some(number(from)?),
            },
            rings: options(&mut words, &["rings"])?
                .get("rings")
                .map_or(Ok(3), figure)?,
        },
        "phone" => Command::Phone {
            number: number(next(&mut words, "the phone's number")?)?,
            power: one_of(
                next(&mut words, "on, off or gone")?,
                &[
                    ("on", PhonePower::On),
                    ("off", PhonePower::Off),
                    ("gone", PhonePower::Gone),
                ],
            )?,
        },
        "unplug" => Command::Unplug,
        "replug" => Command::Replug,
        "signal" => Command::Signal(figure(next(&mut words, "0 to 31")?)?),
        "register" => Command::Register,
        "deregister" => Command::Deregister,
        "roam" => Command::Roam,
        "deny" => Command::Deny,
        "sim" => Command::Sim(match next(&mut words, "out, in, imsi or pin")? {
            "out" => SimChange::Out,
            "in" => SimChange::In,
            "imsi" => SimChange::Imsi(next(&mut words, "the IMSI")?.to_owned()),
            "pin" => match next(&mut words, "the PIN or off")? {
                "off" => SimChange::Pin(None),
                pin => SimChange::Pin(Some(pin.to_owned())),
            },
            other => return Err(format!("write out, in, imsi or pin, not `{other}`")),
        }),
        "storage" => Command::Storage(
            memory(next(&mut words, "SM, ME or SR")?)?,
            figure(next(&mut words, "a size")?)?,
        ),
        "network-time" => Command::NetworkTime(time::network_time(&mut words)?),
        "counter" => Command::Counter(counts::keeping(&mut words)?),
        "reference" => Command::Reference(counts::referring(&mut words)?),
        "sim-full" => Command::SimFull(on_off(next(&mut words, "on or off")?)?),
        "refuse" => match next(&mut words, "a code, bare or off")? {
            "off" => Command::RefuseOff,
            code => {
                let options = options(&mut words, &["times", "to"])?;
                Command::Refuse {
                    code: if code == "bare" {
                        None
                    } else {
                        Some(figure(code)?)
                    },
                    times: options.times()?,
                    to: options.get("to").map(number).transpose()?,
                }
            }
        },
        "cme" => match next(&mut words, "a code or off")? {
            "off" => Command::CmeOff,
            code => {
                let options = options(&mut words, &["times", "on"])?;
                Command::Cme {
                    code: figure(code)?,
                    times: options.times()?,
                    on: options.get("on").map(str::to_ascii_uppercase),
                }
            }
        },
        "silence" => Command::Silence(match next(&mut words, "on, off, next or seconds")? {
            "on" => Silence::On,
            "off" => Silence::Off,
            "next" => Silence::Next,
            seconds => Silence::For(duration(seconds, 1.0)?),
        }),
        "swallow-answer" => {
            let options = options(&mut words, &["late", "times"])?;
            Command::SwallowAnswer {
                late: options.get("late").map(|s| duration(s, 1.0)).transpose()?,
                times: options.times_or_once()?,
            }
        }
        "lose-submit" => Command::LoseSubmit(options(&mut words, &["times"])?.times_or_once()?),
        "drop-prompt" => Command::DropPrompt(options(&mut words, &["times"])?.times_or_once()?),
        "reset" => Command::Reset,
        "power-off" => Command::PowerOff,
        "power-on" => Command::PowerOn,
        "sim-busy" => Command::SimBusy(duration(next(&mut words, "seconds")?, 1.0)?),
        "reports" => Command::Reports(on_off(next(&mut words, "on or off")?)?),
        "no-reports" => Command::Reports(false),
        "report" => Command::Report {
            to: number(next(&mut words, "the recipient's number")?)?,
            mr: figure(next(&mut words, "the reference")?)?,
            status: hex(next(&mut words, "the status")?)?,
            ago: options(&mut words, &["ago"])?
                .get("ago")
                .map_or(Ok(Duration::ZERO), |seconds| duration(seconds, 1.0))?,
        },
        "report-delay" => {
            let delay = duration(next(&mut words, "milliseconds")?, 0.001)?;
            Command::Delay(DelayStep::Report, delay, delay)
        }
        "reports-in" => {
            let place = memory(next(&mut words, "SM, ME or SR")?)?;
            let said = options(&mut words, &["said"])?;
            Command::ReportsIn(place, said.get("said").map_or(Ok(place), memory)?)
        }
        "repeat-delivery" => Command::RepeatDelivery(words.next().map_or(Ok(1), figure)?),
        "sender-form" => Command::SenderForm(one_of(
            next(&mut words, "plus, bare, national or unknown")?,
            &[
                ("plus", SenderForm::Plus),
                ("bare", SenderForm::Bare),
                ("national", SenderForm::National),
                ("unknown", SenderForm::Unknown),
            ],
        )?),
        "garbage" => {
            let count = figure(next(&mut words, "how many bytes")?)?;
            match words.next() {
                None => Command::Garbage(count),
                Some("each-line") => Command::GarbageEachLine(count),
                Some(other) => return Err(format!("write each-line or nothing, not `{other}`")),
            }
        }
        "seed" => Command::Seed(figure(next(&mut words, "a number")?)?),
        "delay" => {
            let names = DelayStep::ALL.map(|step| (step.as_str(), step));
            let step = one_of(next(&mut words, "a step")?, &names)?;
            let (from, to) = span(next(&mut words, "milliseconds")?)?;
            if from != to && matches!(step, DelayStep::Deliver | DelayStep::Report) {
                return Err(format!("`{}` takes one number, no span", step.as_str()));
            }
            Command::Delay(step, from, to)
        }
        "noise" => {
            let names = Damage::ALL.map(|damage| (damage.as_str(), damage));
            let damage = one_of(next(&mut words, "flip, lose, double or cut")?, &names)?;
            let most = figure::<u16>(next(&mut words, "how many of 1000")?)?;
            if most > 1000 {
                return Err(format!("`{most}` is more than 1000"));
            }
            Command::Noise(damage, most)
        }
        "profile" => {
            let names = PROFILES.map(|profile| (profile.name, profile));
            Command::Profile(one_of(next(&mut words, "a maker")?, &names)?)
        }
        "break" => match next(&mut words, "a breakpoint or off")? {
            "off" => Command::BreakOff,
            place => {
                let names = BreakPoint::ALL.map(|point| (point.as_str(), point));
                let nth = words.next().map_or(Ok(1), figure::<u32>)?;
                Command::Break(one_of(place, &names)?, nth.max(1))
            }
        },
        "continue" => Command::Continue,
        other => {
            return Err(format!(
                "no command `{other}`; readybell sim --help lists them"
            ));
        }
    };
    match words.next() {
        None => Ok(command),
        Some(extra) => Err(format!("`{extra}` is too much after `{name}`")),
    }
}

/// The first word and the rest, without the one space between them.
fn split(line: &str) -> (&str, &str) {
    line.split_once(' ').unwrap_or((line, ""))
}

pub(super) fn next<'a>(
    words: &mut impl Iterator<Item = &'a str>,
    what: &str,
) -> Result<&'a str, Wrong> {
    words.next().ok_or_else(|| format!("{what} is missing"))
}

pub(super) fn figure<T: FromStr>(word: &str) -> Result<T, Wrong> {
    word.parse()
        .map_err(|_| format!("`{word}` is not a number that fits here"))
}

fn hex(word: &str) -> Result<u8, Wrong> {
    u8::from_str_radix(word, 16).map_err(|_| format!("`{word}` is not one octet in hex"))
}

/// `word` times `unit` seconds, a day at most.
pub(super) fn duration(word: &str, unit: f64) -> Result<Duration, Wrong> {
    let count: f64 = figure(word)?;
    let seconds = count * unit;
    if (0.0..=86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err(format!("`{word}` is not between 0 and a day"))
    }
}

/// Milliseconds, or from so many to so many: `700` or `700..3000`.
fn span(word: &str) -> Result<(Duration, Duration), Wrong> {
    let (from, to) = word.split_once("..").unwrap_or((word, word));
    let (from, to) = (duration(from, 0.001)?, duration(to, 0.001)?);
    if from > to {
        return Err(format!("`{word}` ends before it begins"));
    }
    Ok((from, to))
}

fn on_off(word: &str) -> Result<bool, Wrong> {
    one_of(word, &[("on", true), ("off", false)])
}

fn memory(word: &str) -> Result<Memory, Wrong> {
    one_of(word, &Memory::ALL.map(|memory| (memory.as_str(), memory)))
}

pub(super) fn one_of<T: Copy>(word: &str, choices: &[(&str, T)]) -> Result<T, Wrong> {
    choices
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, value)| *value)
        .ok_or_else(|| {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            format!("`{word}` is none of {}", names.join(", "))
        })
}

/// A number as people write it here: an optional `+` and digits.
fn number(word: &str) -> Result<String, Wrong> {
    let digits = word.strip_prefix('+').unwrap_or(word);
    let fits = (1..=20).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if fits {
        Ok(word.to_owned())
    } else {
        Err(format!("`{word}` is not a phone number like +15550134477"))
    }
}

/// The `name value` pairs at the end of a line.
struct Options<'a>(Vec<(&'a str, &'a str)>);

fn options<'a>(
    words: &mut impl Iterator<Item = &'a str>,
    known: &[&str],
) -> Result<Options<'a>, Wrong> {
    let mut pairs = Vec::new();
    while let Some(name) = words.next() {
        if !known.contains(&name) {
            return Err(format!("`{name}` is none of {}", known.join(", ")));
        }
        pairs.push((name, next(words, &format!("the value of {name}"))?));
    }
    Ok(Options(pairs))
}

impl<'a> Options<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(n, _)| *n == name).map(|(_, v)| *v)
    }

    fn times(&self) -> Result<Times, Wrong> {
        self.get("times").map(figure).transpose()
    }

    fn times_or_once(&self) -> Result<Times, Wrong> {
        Ok(Some(self.times()?.unwrap_or(1)))
    }
}

/// `\n`, `\r`, `\t`, `\\` and `\uXXXX` (pairs of surrogates too) become what they stand for.
fn unescape(text: &str) -> Result<String, Wrong> {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            continue;
        }
        units.push(match chars.next() {
            Some('n') => u16::from(b'\n'),
            Some('r') => u16::from(b'\r'),
            Some('t') => u16::from(b'\t'),
            Some('\\') => u16::from(b'\\'),
            Some('u') => {
                let hex: String = chars.by_ref().take(4).collect();
                u16::from_str_radix(&hex, 16)
                    .map_err(|_| format!("`\\u{hex}` is not \\u and four hex digits"))?
            }
            other => {
                let shown = other.map(String::from).unwrap_or_default();
                return Err(format!(
                    "`\\{shown}` is none of \\n, \\r, \\t, \\\\, \\uXXXX"
                ));
            }
        });
    }
    String::from_utf16(&units).map_err(|_| "half of a surrogate pair".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::HELP;
    use super::*;

    fn read(line: &str) -> Command {
        line.parse().unwrap()
    }

    #[test]
    fn each_command_of_the_reference_is_understood() {
        let examples: Vec<&str> = HELP
            .lines()
            .filter_map(|line| line.split_once("e.g. ").map(|(_, example)| example))
            .collect();
        assert!(examples.len() > 30, "only {} examples", examples.len());
        for example in examples {
            if let Err(error) = example.parse::<Command>() {
                panic!("{example}: {error}");
            }
        }
    }

    #[test]
    fn words_keep_their_spaces_and_escapes() {
        assert_eq!(
            read(r"text +15550134477  a  b\n\u20ac\ud83d\ude00\\"),
            Command::Text {
                from: "+15550134477".into(),
                words: " a  b\n€😀\\".into()
            }
        );
    }

    #[test]
    fn options_may_stand_in_any_order() {
        let wanted = Command::Refuse {
            code: Some(38),
            times: Some(2),
            to: Some("+15550134477".into()),
        };
        assert_eq!(read("refuse 38 times 2 to +15550134477"), wanted);
        assert_eq!(read("refuse 38 to +15550134477 times 2"), wanted);
        assert_eq!(
            read("swallow-answer late 2.5"),
            Command::SwallowAnswer {
                late: Some(Duration::from_millis(2500)),
                times: Some(1)
            }
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (line, words) in [
            ("dance", "no command `dance`"),
            ("text bob hi", "`bob` is not a phone number"),
            ("call hidden", "`hidden` is not a phone number"),
            ("call withheld rings", "the value of rings is missing"),
            (r"text +1555 \q", r"`\q` is none of"),
            (r"text +1555 \ud83d", "half of a surrogate pair"),
            ("break lunch", "`lunch` is none of before-prompt"),
            ("refuse 38 for 2", "`for` is none of times, to"),
            ("refuse 38 times", "the value of times is missing"),
            ("signal 300", "`300` is not a number that fits"),
            ("unplug now", "`now` is too much after `unplug`"),
            ("delay answer 99999999999", "between 0 and a day"),
            ("silence NaN", "between 0 and a day"),
            ("network-time late", "`late` is none of right, asked"),
            ("counter sometimes", "`sometimes` is none of kept, lost"),
            ("report +1555 1 XX", "`XX` is not one octet in hex"),
            ("reference constant", "0 to 255 is missing"),
        ] {
            let error = line.parse::<Command>().unwrap_err().to_string();
            assert!(error.contains(words), "{line}: {error}");
        }
    }
}
