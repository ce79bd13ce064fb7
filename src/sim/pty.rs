//! The pty and the link to it.
//!
//! While no program has the port open, the simulator holds its other end open itself: so the line
//! stays raw, and a program that dies is seen at once by the hang-up. It lets go at the program's
//! first byte, because a held end would keep the program's exclusive lock (TIOCEXCL) alive after
//! its death.

use std::io::{self, ErrorKind};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, OptionalActions, QueueSelector, tcflush, tcgetattr, tcsetattr};
use tokio::io::unix::AsyncFd;

use super::SimError;

/// One pty.
pub(super) struct Port {
    master: AsyncFd<OwnedFd>,
    held: Option<OwnedFd>,
    path: PathBuf,
}

/// What came from the program.
pub(super) enum Input {
    /// Bytes; `first` when they are the first since it opened the port.
    Bytes {
        /// How many of the buffer.
        count: usize,
        /// Whether nobody had the port open before.
        first: bool,
    },
    /// Nobody has the port open any more.
    HungUp,
    /// As `HungUp`, and whoever had it open locked it: Linux keeps the lock (TIOCEXCL) of a pty
    /// beyond its last close, and only root gets past it. No program can open this one again.
    Locked,
}

impl Port {
    /// A pty with another name than `before`, so that a re-plugged modem is another device.
    pub fn open(before: Option<&Path>) -> Result<Self, SimError> {
        let first = Self::any()?;
        if before == Some(first.path.as_path()) {
            return Self::any();
        }
        Ok(first)
    }

    fn any() -> Result<Self, SimError> {
        let wrong = |error: io::Error| SimError::Io {
            what: "no pty could be made".to_owned(),
            error,
        };
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags).map_err(|e| wrong(e.into()))?;
        grantpt(&master).map_err(|e| wrong(e.into()))?;
        unlockpt(&master).map_err(|e| wrong(e.into()))?;
        let name = ptsname(&master, Vec::new()).map_err(|e| wrong(e.into()))?;
        let path = PathBuf::from(std::ffi::OsString::from_vec(name.into_bytes()));
        rustix::io::ioctl_fionbio(&master, true).map_err(|e| wrong(e.into()))?;
        let held = hold(&master).map_err(wrong)?;
        let master = watch(master).map_err(wrong)?;
        Ok(Self { master, held, path })
    }

    /// The device that a program opens.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Waits for bytes or for the hang-up.
    pub async fn read(&mut self, buffer: &mut [u8]) -> io::Result<Input> {
        loop {
            let mut ready = self.master.readable().await?;
            let closed = ready.ready().is_read_closed();
            match ready.try_io(|master| Ok(rustix::io::read(master, &mut *buffer)?)) {
                Ok(Ok(count)) if count > 0 => {
                    let held = self.held.take();
                    let first = held.is_some();
                    if let Some(end) = held {
                        forget_unread(&end);
                    }
                    return Ok(Input::Bytes { count, first });
                }
                Ok(Err(error)) if error.raw_os_error() == Some(Errno::IO.raw_os_error()) => {
                    return self.hung_up();
                }
                Ok(Ok(_)) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(Err(error)) if error.kind() == ErrorKind::Interrupted => {}
                Ok(Err(error)) => return Err(error),
                // One program hung up, and the next opened before anyone looked.
                Err(_would_block) if closed => return self.hung_up(),
                Err(_would_block) => {}
            }
        }
    }

    fn hung_up(&mut self) -> io::Result<Input> {
        self.held = hold(self.master.get_ref())?;
        if self.held.is_none() && is_abandoned(self.master.get_ref())? {
            return Ok(Input::Locked);
        }
        // The runtime takes a hang-up for the end; to it this is a new descriptor.
        self.master = watch(self.master.get_ref().try_clone()?)?;
        Ok(Input::HungUp)
    }

    /// Writes as much as fits; None when nothing does.
    pub fn write(&self, bytes: &[u8]) -> io::Result<Option<usize>> {
        match rustix::io::write(self.master.get_ref(), bytes) {
            Ok(count) => Ok(Some(count)),
            Err(Errno::AGAIN | Errno::INTR) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

fn watch(master: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    #[expect(
        deprecated,
        reason = "its replacement is unsafe; an OwnedFd stays open while it is registered"
    )]
    AsyncFd::new(master)
}

/// Opens the program's end, raw. None when a program has locked it already, which is then there.
fn hold(master: &OwnedFd) -> io::Result<Option<OwnedFd>> {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let end = match ioctl_tiocgptpeer(master, flags) {
        Ok(end) => end,
        Err(Errno::BUSY) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut modes = tcgetattr(&end)?;
    if modes
        .local_modes
        .intersects(LocalModes::ICANON | LocalModes::ECHO)
    {
        modes.make_raw();
        tcsetattr(&end, OptionalActions::Now, &modes)?;
    }
    forget_unread(&end);
    Ok(Some(end))
}

/// Whether no program has the other end open.
fn is_abandoned(master: &OwnedFd) -> io::Result<bool> {
    let mut looked = [PollFd::new(master, PollFlags::empty())];
    poll(&mut looked, Some(&Timespec::default()))?;
    Ok(looked
        .iter()
        .any(|fd| fd.revents().contains(PollFlags::HUP)))
}

/// The kernel keeps answers to bytes that a program wrote just before it closed; the next program
/// must not read them. What was still on its way at the hang-up is there at the next first byte.
fn forget_unread(end: &OwnedFd) {
    // A line that can't be flushed has nothing in it.
    let _ = tcflush(end, QueueSelector::IFlush);
}

/// Puts the link where it is wanted, in one step.
pub(super) fn link(link: &Path, device: &Path) -> Result<(), SimError> {
    let wrong = |error: io::Error| SimError::Io {
        what: format!("the link {} could not be made", link.display()),
        error,
    };
    if link
        .symlink_metadata()
        .is_ok_and(|found| !found.is_symlink())
    {
        return Err(wrong(ErrorKind::AlreadyExists.into()));
    }
    let mut name = link.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}", std::process::id()));
    let fresh = link.with_file_name(name);
    drop(std::fs::remove_file(&fresh));
    std::os::unix::fs::symlink(device, &fresh).map_err(wrong)?;
    std::fs::rename(&fresh, link).map_err(wrong)
}

/// Takes the link away, if it still is ours.
pub(super) fn unlink(link: &Path, device: &Path) {
    if std::fs::read_link(link).is_ok_and(|target| target == device) {
        drop(std::fs::remove_file(link));
    }
}
