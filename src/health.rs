//! How the machine itself is: its heat, its power, its card, its memory. What the kernel does not know
//! stays unknown; a machine that can't tell is not called ill.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Degrees Celsius from which a Raspberry Pi slows itself down (its makers' documentation, "Thermal
/// management").
const HOT: i32 = 80;
/// Tenths of its life that a card has used up when it should be replaced. JEDEC counts to 10.
const WORN: u8 = 9;
/// Of this many parts of the memory, one at least should be free.
const FREE_PART: u64 = 16;
/// Bits of `get_throttled` (its makers' documentation, "vcgencmd"): too little power now, and at some time
/// since the machine started.
const LOW_NOW: u32 = 1;
const LOW_SINCE_START: u32 = 1 << 16;

/// What the roll-back of an upgrade leaves in the data directory (`systemd/rollback`). A version that comes up
/// takes it away.
pub const ROLLED_BACK: &str = "rolled-back";

/// What the kernel tells of the machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// The processor's heat, in degrees Celsius.
    pub heat: Option<i32>,
    /// Its power.
    pub power: Option<Power>,
    /// Tenths of its life that the card or the memory chip has used up. Few SD cards tell.
    pub wear: Option<u8>,
    /// Errors that the kernel has found in file systems.
    pub file_errors: Option<u64>,
    /// Its memory.
    pub memory: Option<Memory>,
    /// Whether the last upgrade did not come up, and the version before was put back. The data directory tells.
    pub was_rolled_back: bool,
    /// The bays whose button is stuck or its wire loose. The panel tells, and not the kernel.
    pub stuck_buttons: BTreeSet<u16>,
}

/// Whether the power supply is strong enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    /// It has been, since the machine started.
    Enough,
    /// It is now, and was not at some time since.
    WasLow,
    /// It is not.
    Low,
}

/// Memory in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// What programs could still have.
    pub free: u64,
    /// All of it.
    pub total: u64,
}

/// Something that a person must see to. Its words say what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ailment {
    /// The processor is this hot, in degrees Celsius.
    Hot(i32),
    /// The power supply is too weak now.
    LowPower,
    /// It was too weak at some time since the machine started.
    PowerWasLow,
    /// The card has used up this many tenths of its life.
    Worn(u8),
    /// So many errors were found in file systems.
    FileErrors(u64),
    /// Little memory is left.
    LittleMemory,
    /// The last upgrade did not come up, and the version before works on.
    RolledBack,
    /// The button of this bay is stuck, or its wire loose.
    StuckButton(u16),
}

impl fmt::Display for Ailment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hot(degrees) => write!(
                f,
                "the processor has {degrees} °C and slows down. Give the box air, or a cooler place"
            ),
            Self::LowPower => f.write_str(
                "the power supply is too weak now: the modem may fail when it sends. Use the machine's own supply and a short cable",
            ),
            Self::PowerWasLow => f.write_str(
                "the power supply was too weak at some time since the start. Use the machine's own supply and a short cable",
            ),
            Self::Worn(tenths) => write!(
                f,
                "the card has used up {tenths} tenths of its life. Make a backup, and replace it"
            ),
            Self::FileErrors(count) => write!(
                f,
                "{count} errors were found in the file system. Make a backup, and replace the card"
            ),
            Self::LittleMemory => {
                f.write_str("little memory is left. See what else runs on this machine")
            }
            Self::RolledBack => f.write_str(
                "the last upgrade did not come up, so the version before works on; nothing is lost. Why: journalctl --namespace=readybell -u readybell -p err. Install a newer version when there is one",
            ),
            Self::StuckButton(bay) => write!(
                f,
                "the button in bay {bay} is stuck, or its wire is loose: presses there don't count. Free it, or look at the wire; the page announces meanwhile"
            ),
        }
    }
}

impl Health {
    /// Asks the kernel, and looks into the data directory, where it is known.
    pub fn look(data: Option<&Path>) -> Self {
        Self {
            was_rolled_back: data.is_some_and(|data| data.join(ROLLED_BACK).exists()),
            ..Self::under(Path::new("/"))
        }
    }

    /// The same, where `/sys` and `/proc` lie in `root`.
    fn under(root: &Path) -> Self {
        Self {
            heat: heat(root),
            power: power(root),
            wear: wear(root),
            file_errors: file_errors(root),
            memory: memory(root),
            was_rolled_back: false,
            stuck_buttons: BTreeSet::new(),
        }
    }

    /// What a person must see to, the worst first.
    pub fn ailments(&self) -> Vec<Ailment> {
        let power = match self.power {
            Some(Power::Low) => Some(Ailment::LowPower),
            Some(Power::WasLow) => Some(Ailment::PowerWasLow),
            Some(Power::Enough) | None => None,
        };
        let errors = self.file_errors.filter(|errors| *errors > 0);
        let wear = self.wear.filter(|tenths| *tenths >= WORN);
        let heat = self.heat.filter(|degrees| *degrees >= HOT);
        let is_tight = |memory: &Memory| memory.free < memory.total / FREE_PART;
        let memory = self.memory.filter(is_tight);
        [
            errors.map(Ailment::FileErrors),
            wear.map(Ailment::Worn),
            power,
            heat.map(Ailment::Hot),
            memory.map(|_| Ailment::LittleMemory),
            self.was_rolled_back.then_some(Ailment::RolledBack),
        ]
        .into_iter()
        .flatten()
        .chain(self.stuck_buttons.iter().copied().map(Ailment::StuckButton))
        .collect()
    }
}

/// The hottest zone; the kernel counts in thousandths.
fn heat(root: &Path) -> Option<i32> {
    let zones = children(&root.join("sys/class/thermal"));
    let zones = zones.iter().filter_map(|zone| number(&zone.join("temp")));
    let hottest: i64 = zones.max()?;
    i32::try_from(hottest / 1000).ok()
}

/// Raspberry Pi's own kernel tells by the firmware's bits, others by an alarm (`rpi_volt`).
fn power(root: &Path) -> Option<Power> {
    let bits = read(&root.join("sys/devices/platform/soc/soc:firmware/get_throttled"))
        .and_then(|bits| u32::from_str_radix(bits.trim_start_matches("0x"), 16).ok());
    if let Some(bits) = bits {
        return Some(match bits {
            _ if bits & LOW_NOW > 0 => Power::Low,
            _ if bits & LOW_SINCE_START > 0 => Power::WasLow,
            _ => Power::Enough,
        });
    }
    let sensors = children(&root.join("sys/class/hwmon"));
    let named = |sensor: &&PathBuf| read(&sensor.join("name")).as_deref() == Some("rpi_volt");
    let alarm = number(&sensors.iter().find(named)?.join("in0_lcrit_alarm"))?;
    Some(if alarm == 0 {
        Power::Enough
    } else {
        Power::Low
    })
}

/// The worse of the two estimates that an eMMC gives (JEDEC 84-B51, DEVICE_LIFE_TIME_EST).
fn wear(root: &Path) -> Option<u8> {
    let disks = children(&root.join("sys/block"));
    let told = disks.iter().filter_map(|disk| {
        let estimates = read(&disk.join("device/life_time"))?;
        let tenths = |word: &str| u8::from_str_radix(word.trim_start_matches("0x"), 16).ok();
        // 0 is "not defined".
        let tenths = estimates.split_whitespace().filter_map(tenths).max()?;
        (tenths > 0).then_some(tenths.min(10))
    });
    told.max()
}

fn file_errors(root: &Path) -> Option<u64> {
    let systems = children(&root.join("sys/fs/ext4"));
    let counts = systems
        .iter()
        .filter_map(|system| number(&system.join("errors_count")))
        .filter_map(|count| u64::try_from(count).ok());
    counts.reduce(u64::saturating_add)
}

fn memory(root: &Path) -> Option<Memory> {
    let told = read(&root.join("proc/meminfo"))?;
    let of = |name: &str| {
        let line = told.lines().find_map(|line| line.strip_prefix(name))?;
        let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
        kilobytes.checked_mul(1024)
    };
    Some(Memory {
        free: of("MemAvailable:")?,
        total: of("MemTotal:")?,
    })
}

fn children(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn read(file: &Path) -> Option<String> {
    Some(fs::read_to_string(file).ok()?.trim().to_owned())
}

fn number(file: &Path) -> Option<i64> {
    read(file)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine whose kernel tells this.
    fn machine(files: &[(&str, &str)]) -> Health {
        let root = tempfile::tempdir().unwrap();
        for (path, told) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("{told}\n")).unwrap();
        }
        Health::under(root.path())
    }

    const THROTTLED: &str = "sys/devices/platform/soc/soc:firmware/get_throttled";
    const WELL: &[(&str, &str)] = &[
        ("sys/class/thermal/thermal_zone0/temp", "48312"),
        (THROTTLED, "0"),
        ("sys/block/mmcblk0/device/life_time", "0x01 0x02"),
        ("sys/fs/ext4/mmcblk0p2/errors_count", "0"),
        (
            "proc/meminfo",
            "MemTotal:  439876 kB\nMemFree: 9000 kB\nMemAvailable:  201344 kB",
        ),
    ];

    #[test]
    fn a_machine_that_is_well() {
        let well = machine(WELL);
        assert_eq!(well.heat, Some(48));
        assert_eq!(well.power, Some(Power::Enough));
        assert_eq!(well.wear, Some(2));
        assert_eq!(well.file_errors, Some(0));
        assert_eq!(well.memory.unwrap().total, 439_876 * 1024);
        assert_eq!(well.ailments(), []);
    }

    #[test]
    fn each_ailment_by_what_the_kernel_tells() {
        for (path, told, ailment) in [
            (
                "sys/class/thermal/thermal_zone0/temp",
                "80500",
                Ailment::Hot(80),
            ),
            (THROTTLED, "50005", Ailment::LowPower),
            (THROTTLED, "0x50000", Ailment::PowerWasLow),
            (
                "sys/block/mmcblk0/device/life_time",
                "0x03 0x0b",
                Ailment::Worn(10),
            ),
            (
                "sys/fs/ext4/mmcblk0p2/errors_count",
                "3",
                Ailment::FileErrors(3),
            ),
            (
                "proc/meminfo",
                "MemTotal: 439876 kB\nMemAvailable: 20000 kB",
                Ailment::LittleMemory,
            ),
        ] {
            let mut files = WELL.to_vec();
            files.push((path, told));
            assert_eq!(machine(&files).ailments(), [ailment], "{path}: {told}");
            assert!(!ailment.to_string().is_empty());
        }
    }

    #[test]
    fn a_stuck_button_is_an_ailment_by_its_bay() {
        let mut health = machine(WELL);
        health.stuck_buttons.insert(3);
        assert_eq!(health.ailments(), [Ailment::StuckButton(3)]);
        assert!(health.ailments()[0].to_string().contains("bay 3"));
    }

    #[test]
    fn a_roll_back_is_told_until_a_version_comes_up() {
        let data = tempfile::tempdir().unwrap();
        assert!(!Health::look(Some(data.path())).was_rolled_back);
        fs::write(data.path().join(ROLLED_BACK), "").unwrap();
        let told = Health::look(Some(data.path())).ailments();
        assert!(told.contains(&Ailment::RolledBack));
    }

    #[test]
    fn a_kernel_without_the_firmware_tells_of_power_by_an_alarm() {
        for (alarm, power) in [("0", Power::Enough), ("1", Power::Low)] {
            let told = machine(&[
                ("sys/class/hwmon/hwmon0/name", "cpu_thermal"),
                ("sys/class/hwmon/hwmon1/name", "rpi_volt"),
                ("sys/class/hwmon/hwmon1/in0_lcrit_alarm", alarm),
            ]);
            assert_eq!(told.power, Some(power));
        }
    }

    #[test]
    fn what_is_not_known_is_no_ailment() {
        assert_eq!(machine(&[]), Health::default());
        let rubbish = machine(&[
            ("sys/class/thermal/thermal_zone0/temp", "hot"),
            (THROTTLED, ""),
            ("sys/block/mmcblk0/device/life_time", "0x00 0x00"),
            ("proc/meminfo", "MemTotal: many"),
        ]);
        assert_eq!(rubbish, Health::default());
        assert_eq!(rubbish.ailments(), []);
    }
}
