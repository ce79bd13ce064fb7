//! `readybell pdu`: looks into a PDU, and makes some, without a modem.

use crate::wire::udh::{Element, Ports};
use crate::wire::{
    Address, Class, Content, Deliver, Incoming, Listed, StatusReport, Submit, Timestamp, UserData,
    Validity, Waiting, decode_listed, hex, split, with_smsc,
};
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};
use std::io::Write;
use std::time::Duration;

/// What to do with PDUs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print what a PDU says, as one JSON object
    ///
    /// Example: readybell pdu decode 0031000B912120550541F300002F05D272989C07
    Decode(DecodeArgs),
    /// Print the parts of a text as AT+CMGS takes them, one line of hex each
    ///
    /// Example: readybell pdu encode --to +12025550143 --text 'Your vehicle is ready' --validity 4h
    Encode(EncodeArgs),
}

/// Arguments of `pdu decode`.
#[derive(Debug, Args)]
pub struct DecodeArgs {
    /// The PDU in hex, its service center in front, as AT+CMGL lists it
    #[arg(value_name = "HEX")]
    pub pdu: String,
    /// The length that the modem announced before the PDU
    #[arg(long, value_name = "OCTETS")]
    pub length: Option<usize>,
}

/// Arguments of `pdu encode`.
#[derive(Debug, Args)]
pub struct EncodeArgs {
    /// Who is to get it: +12025550143, or digits as dialed
    #[arg(long, value_name = "NUMBER")]
    pub to: String,
    /// The words
    #[arg(long, value_name = "WORDS")]
    pub text: String,
    /// How long the network may keep trying: 30m, 4h, 2d or 1w; without it the network decides
    #[arg(long, value_name = "TIME", value_parser = lifetime)]
    pub validity: Option<Duration>,
    /// The number that the parts of a long text share
    #[arg(long, value_name = "0-255", default_value_t = 0)]
    pub reference: u8,
    /// Ask for no status report
    #[arg(long)]
    pub no_report: bool,
    /// Let the network refuse a repeat
    #[arg(long)]
    pub reject_duplicates: bool,
}

/// Carries out a `pdu` command.
///
/// # Errors
/// When the PDU cannot be read, the text cannot be sent, or `out` cannot be written.
pub fn run(command: &Command, out: &mut impl Write) -> Result<()> {
    match command {
        Command::Decode(args) => {
            let pdu = hex::decode(&args.pdu).context("the PDU cannot be read")?;
            let listed = decode_listed(&pdu, args.length).context("the PDU cannot be read")?;
            writeln!(out, "{}", describe(&listed))?;
        }
        Command::Encode(args) => {
            for line in encode(args)? {
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}

/// A PDU as one JSON object.
pub fn describe(listed: &Listed) -> Value {
    let mut fields = match &listed.incoming {
        Incoming::Deliver(deliver) => of_deliver(deliver),
        Incoming::Stored(submit) => of_submit(submit),
        Incoming::StatusReport(report) => of_report(report),
    };
    let smsc = listed.smsc.as_ref().map(Address::written);
    fields.insert("smsc".into(), json!(smsc));
    Value::Object(fields)
}

fn encode(args: &EncodeArgs) -> Result<Vec<String>> {
    let to = Address::phone(&args.to).context("--to")?;
    let validity = args.validity.map_or(Validity::None, Validity::at_most);
    split(&args.text, args.reference)
        .context("--text")?
        .into_iter()
        .map(|data| {
            let mut submit = Submit::new(to.clone(), validity, data);
            submit.report = !args.no_report;
            submit.reject_duplicates = args.reject_duplicates;
            Ok(hex::encode(&with_smsc(None, &submit.encode()?)?))
        })
        .collect()
}

fn lifetime(text: &str) -> Result<Duration> {
    let unit = text.chars().last().unwrap_or_default();
    let minutes = match unit {
        'm' => 1,
        'h' => 60,
        'd' => 24 * 60,
        'w' => 7 * 24 * 60,
        _ => bail!("say it as 30m, 4h, 2d or 1w"),
    };
    let count: u64 = text
        .trim_end_matches(unit)
        .parse()
        .context("say it as 30m, 4h, 2d or 1w")?;
    let seconds = count
        .checked_mul(minutes * 60)
        .context("that is too long")?;
    Ok(Duration::from_secs(seconds))
}

fn of_deliver(deliver: &Deliver) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("kind".into(), json!("deliver"));
    fields.insert("from".into(), of_address(&deliver.from));
    fields.insert("sent_at".into(), of_time(deliver.sent_at));
    fields.insert("protocol".into(), json!(deliver.protocol));
    of_data(&deliver.data, &deliver.content(), &mut fields);
    fields
}

fn of_submit(submit: &Submit) -> Map<String, Value> {
    let validity = match submit.validity {
        Validity::None => Value::Null,
        Validity::Absolute(until) => json!({ "until": of_time(until) }),
        Validity::Enhanced(octets) => json!({ "enhanced": hex::encode(&octets) }),
        Validity::Relative(_) => {
            let minutes = submit.validity.duration().map(|d| d.as_secs() / 60);
            json!({ "minutes": minutes })
        }
    };
    let mut fields = Map::new();
    fields.insert("kind".into(), json!("submit"));
    fields.insert("to".into(), of_address(&submit.to));
    fields.insert("reference".into(), json!(submit.reference));
    fields.insert("protocol".into(), json!(submit.protocol));
    fields.insert("validity".into(), validity);
    fields.insert("report".into(), json!(submit.report));
    fields.insert("reject_duplicates".into(), json!(submit.reject_duplicates));
    of_data(&submit.data, &submit.content(), &mut fields);
    fields
}

fn of_report(report: &StatusReport) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("kind".into(), json!("status_report"));
    fields.insert("recipient".into(), of_address(&report.recipient));
    fields.insert("reference".into(), json!(report.reference));
    fields.insert("sent_at".into(), of_time(report.sent_at));
    fields.insert("settled_at".into(), of_time(report.settled_at));
    fields.insert("status".into(), json!(report.status));
    fields.insert("outcome".into(), json!(report.outcome().as_str()));
    fields.insert("meaning".into(), json!(report.meaning()));
    fields
}

fn of_data(data: &UserData, content: &Content, fields: &mut Map<String, Value>) {
    let header: Vec<_> = data.header.iter().map(of_element).collect();
    fields.insert("coding".into(), json!(data.coding.0));
    fields.insert("header".into(), json!(header));
    fields.insert("content".into(), of_content(content));
    fields.insert("cut".into(), json!(data.cut));
}

fn of_content(content: &Content) -> Value {
    let number = |class: &Option<Class>| class.map(Class::number);
    match content {
        Content::Text { words, class } => {
            json!({ "is": "text", "words": words, "class": number(class) })
        }
        Content::Data {
            kind,
            ports,
            class,
            bytes,
        } => json!({
            "is": "data",
            "for": kind.as_str(),
            "ports": ports.map(of_ports),
            "class": number(class),
            "hex": hex::encode(bytes),
        }),
        Content::MessageWaiting { waiting, words } => {
            let lights: Vec<_> = waiting.iter().copied().map(of_waiting).collect();
            json!({ "is": "message_waiting", "lights": lights, "words": words })
        }
    }
}

fn of_element(element: &Element) -> Value {
    match element {
        Element::Concat(concat) => json!({
            "element": "concat",
            "reference": concat.reference,
            "bits": if concat.wide { 16 } else { 8 },
            "total": concat.total,
            "sequence": concat.sequence,
        }),
        Element::Ports(ports) => json!({ "element": "ports", "ports": of_ports(*ports) }),
        Element::MessageWaiting(waiting) => {
            json!({ "element": "message_waiting", "light": of_waiting(*waiting) })
        }
        Element::SingleShift(language) => {
            json!({ "element": "single_shift", "language": language.0 })
        }
        Element::LockingShift(language) => {
            json!({ "element": "locking_shift", "language": language.0 })
        }
        Element::Other { id, data } => {
            json!({ "element": id, "hex": hex::encode(data) })
        }
    }
}

fn of_ports(ports: Ports) -> Value {
    json!({ "destination": ports.destination, "source": ports.source })
}

fn of_waiting(waiting: Waiting) -> Value {
    json!({
        "kind": waiting.kind.as_str(),
        "active": waiting.active,
        "count": waiting.count,
        "store": waiting.store,
    })
}

fn of_address(address: &Address) -> Value {
    json!({ "address": address.written(), "type": address.kind.as_str(), "plan": address.plan })
}

fn of_time(time: Timestamp) -> Value {
    json!(time.time().map(|time| time.to_rfc3339()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(subcommand)]
        command: Command,
    }

    fn said(line: &[&str]) -> Result<String> {
        let line = Line::try_parse_from([&["pdu"], line].concat())?;
        let mut out = Vec::new();
        run(&line.command, &mut out)?;
        Ok(String::from_utf8(out)?)
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        let hex = said(&[
            "encode",
            "--to",
            "+12025550143",
            "--text",
            "Ready",
            "--validity",
            "4h",
        ])
        .unwrap();
        assert_eq!(hex, "0031000B912120550541F300002F05D272989C07\n");
        let shown: Value = serde_json::from_str(&said(&["decode", hex.trim()]).unwrap()).unwrap();
        assert_eq!(shown["kind"], "submit");
        assert_eq!(shown["content"]["words"], "Ready");
        assert_eq!(shown["validity"]["minutes"], 240);
    }

    #[test]
    fn a_long_text_is_a_line_a_part() {
        let words = "я".repeat(100);
        let lines = said(&["encode", "--to", "1", "--text", &words]).unwrap();
        assert_eq!(lines.lines().count(), 2);
    }

    #[test]
    fn bad_input_is_an_error() {
        for line in [
            &["decode", "xyz"][..],
            &["decode", "00"],
            &["encode", "--to", "Ann", "--text", "x"],
            &["encode", "--to", "1", "--text", "x", "--validity", "soon"],
            &["encode", "--to", "1", "--text", "x", "--validity", "4h h"],
        ] {
            assert!(said(line).is_err(), "{line:?}");
        }
    }
}
