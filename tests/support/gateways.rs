//! Other gateways, in a directory of their own where their modem is `modem`. Shared with the benchmark
//! that sets them beside this one.

use std::io;
use std::path::{Path, PathBuf};

/// A program of a Debian package; some of them are where only root looks.
pub fn found(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin")])
        .map(|folder| folder.join(name))
        .find(|file| file.exists())
}

/// What gammu and gammu-smsd are told of the modem.
pub fn gammu_section(directory: &Path) -> String {
    let modem = directory.join("modem");
    format!(
        "[gammu]\ndevice = {}\nconnection = at115200\n",
        modem.display()
    )
}

/// Makes gammu-smsd's folders, and its configuration with `more` lines.
pub fn gammu_smsd(directory: &Path, more: &str) -> io::Result<PathBuf> {
    let mut config = gammu_section(directory) + "[smsd]\nservice = files\n" + more;
    for (key, folder) in [
        ("inboxpath", "in"),
        ("outboxpath", "out"),
        ("sentsmspath", "sent"),
        ("errorsmspath", "bad"),
    ] {
        let folder = directory.join(folder);
        std::fs::create_dir_all(&folder)?;
        config += &format!("{key} = {}/\n", folder.display());
    }
    config += &format!("logfile = {}\n", directory.join("log").display());
    written(directory.join("smsdrc"), &config)
}

/// Makes the folders of smstools' smsd, and its configuration with `more` lines.
pub fn smstools(directory: &Path, more: &str) -> io::Result<PathBuf> {
    let mut config = "devices = GSM1\n".to_owned() + more;
    for folder in ["outgoing", "checked", "incoming", "failed", "sent", "stats"] {
        let path = directory.join(folder);
        std::fs::create_dir_all(&path)?;
        config += &format!("{folder} = {}\n", path.display());
    }
    for file in ["logfile", "infofile", "pidfile"] {
        config += &format!("{file} = {}\n", directory.join(file).display());
    }
    let modem = directory.join("modem");
    config += &format!(
        "[GSM1]\ndevice = {}\nincoming = yes\nbaudrate = 115200\n",
        modem.display()
    );
    written(directory.join("smsd.conf"), &config)
}

fn written(path: PathBuf, config: &str) -> io::Result<PathBuf> {
    std::fs::write(&path, config)?;
    Ok(path)
}
