//! The ports that may be a modem's, as the file system shows them. Nothing is opened here.

use super::table::{self, Use};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A port, and what is known of it before it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The best name to open it by: one that survives a replug, where it has one.
    pub path: PathBuf,
    /// What the name leads to.
    pub device: PathBuf,
    /// The kernel's name for it, such as `ttyUSB2`.
    pub tty: String,
    /// Where it hangs on USB; `None` for a UART of the board.
    pub usb: Option<Usb>,
    pub used_for: Use,
    /// The system's own console is there.
    pub is_console: bool,
}

/// The USB interface behind a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Usb {
    pub vendor: u16,
    pub product: u16,
    pub interface: u8,
    /// Class, subclass and protocol of the interface.
    pub protocol: [u8; 3],
    /// Maker and product in the device's own words.
    pub name: String,
    /// The whole device, which has other interfaces too.
    pub device: PathBuf,
}

/// Ports on USB: what their names begin with.
const ON_USB: [&str; 2] = ["ttyUSB", "ttyACM"];
/// The UART that a Raspberry Pi brings out on its header, and the one that its Bluetooth sits on.
const HEADER: &str = "serial0";
const BLUETOOTH: &str = "serial1";

/// All ports under `root` that may be a modem's, the likeliest first.
pub(super) fn all(root: &Path) -> Vec<Candidate> {
    let dev = root.join("dev");
    let bluetooth = fs::canonicalize(dev.join(BLUETOOTH)).ok();
    let header = fs::canonicalize(dev.join(HEADER)).ok();
    let stable = stable_names(&dev);
    let mut found: Vec<Candidate> = names_in(&dev)
        .into_iter()
        .filter(|name| is_on_usb(name) || is_uart(name))
        .filter_map(|name| candidate(root, &name, &stable))
        .filter(|port| is_on_usb(&port.tty) || Some(&port.device) != bluetooth.as_ref())
        .collect();
    for port in &mut found {
        if port.usb.is_none() && Some(&port.device) == header.as_ref() {
            port.path = dev.join(HEADER);
        }
    }
    found.sort_by_key(|port| {
        let is_header = port.path.ends_with(HEADER);
        let interface = port.usb.as_ref().map_or(0, |usb| usb.interface);
        let (length, name) = (port.tty.len(), port.tty.clone());
        (port.used_for, !is_header, interface, length, name)
    });
    found
}

impl Candidate {
    /// The device in words.
    pub fn what(&self) -> String {
        match &self.usb {
            Some(usb) => format!(
                "{} ({:04x}:{:04x}, interface {:02x})",
                usb.name, usb.vendor, usb.product, usb.interface
            ),
            None => "a UART of the board".to_owned(),
        }
    }

    /// The device behind the name, and a number that is another when it was plugged in anew.
    pub fn node(&self) -> (PathBuf, u64) {
        let number = fs::metadata(&self.device).map_or(0, |node| node.ino());
        (self.device.clone(), number)
    }

    /// Nobody knows what hangs there. A UART of the board is no stranger: a modem on it is switched on
    /// later and does not come and go.
    pub fn is_a_stranger(&self) -> bool {
        self.used_for == Use::Unknown && self.usb.is_some()
    }

    /// Whether its speed matters: on USB only behind an adapter.
    pub fn has_a_speed(&self) -> bool {
        self.used_for == Use::Unknown
    }
}

fn candidate(root: &Path, tty: &str, stable: &[(PathBuf, PathBuf)]) -> Option<Candidate> {
    let named = root.join("dev").join(tty);
    // A name that leads nowhere is no port.
    let device = fs::canonicalize(&named).ok()?;
    let about = root.join("sys/class/tty").join(tty);
    let usb = is_on_usb(tty).then(|| usb_of(&about)).flatten();
    let used_for = usb.as_ref().map_or(Use::Unknown, table::use_of);
    let of_device = stable.iter().find(|(_, leads_to)| *leads_to == device);
    Some(Candidate {
        path: of_device.map_or(named, |(name, _)| name.clone()),
        device,
        tty: tty.to_owned(),
        usb,
        used_for,
        is_console: read(&about, "console").is_some_and(|is| is == "Y"),
    })
}

/// A port's `device` lies in its interface, and that in the device.
fn usb_of(about: &Path) -> Option<Usb> {
    let device = fs::canonicalize(about.join("device")).ok()?;
    let interface = device
        .ancestors()
        .find(|folder| folder.join("bInterfaceNumber").is_file())?;
    let whole = interface
        .ancestors()
        .find(|folder| folder.join("idVendor").is_file())?;
    let octet = |file| u8::from_str_radix(&read(interface, file)?, 16).ok();
    let number = |file| u16::from_str_radix(&read(whole, file)?, 16).ok();
    let words = |file| read(whole, file).unwrap_or_default();
    let name = format!("{} {}", words("manufacturer"), words("product"));
    Some(Usb {
        vendor: number("idVendor")?,
        product: number("idProduct")?,
        interface: octet("bInterfaceNumber")?,
        protocol: [
            octet("bInterfaceClass").unwrap_or_default(),
            octet("bInterfaceSubClass").unwrap_or_default(),
            octet("bInterfaceProtocol").unwrap_or_default(),
        ],
        name: match name.trim() {
            "" => "a USB device".to_owned(),
            name => name.to_owned(),
        },
        device: whole.to_owned(),
    })
}

fn read(folder: &Path, file: &str) -> Option<String> {
    let text = fs::read_to_string(folder.join(file)).ok()?;
    // A device names itself: what is no letter has no place on a terminal.
    Some(text.trim().replace(char::is_control, " "))
}

fn is_on_usb(name: &str) -> bool {
    ON_USB.iter().any(|start| name.starts_with(start))
}

/// `ttyS0` alone: a PC has names up to 31 for UARTs that are not there.
fn is_uart(name: &str) -> bool {
    name.starts_with("ttyAMA") || name == "ttyS0"
}

/// The names that udev gives by the device, and what each leads to.
fn stable_names(dev: &Path) -> Vec<(PathBuf, PathBuf)> {
    let folder = dev.join("serial/by-id");
    let names = names_in(&folder).into_iter().map(|name| folder.join(name));
    names
        .filter_map(|name| fs::canonicalize(&name).ok().map(|device| (name, device)))
        .collect()
}

fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}
