"""A Debian guest under qemu, and the modem's cable to it.

The emulator runs from its own tree (image/guest/trees) by chroot, in a mount namespace of its own. Processors
are emulated, so the guest is the same wherever this runs. The world has a time of its own, a Tuesday at noon in
the shop: no night of the real one keeps texts from going.
"""

import datetime
import json
import os
import select
import signal
import socket
import subprocess
import termios
import threading
import time
import tty
from pathlib import Path

NOON = datetime.datetime(2026, 11, 24, 18, 0, tzinfo=datetime.timezone.utc)
DATA_SIZE = "400M"
# What would only cost an emulated processor time: a terminal, sessions of people, and what a first boot keeps up
# to date. Devices may take longer to be seen than on a real one.
NEEDLESS = ["serial-getty@ttyS0", "systemd-logind", "user@0", "ldconfig", "systemd-journal-catalog-update",
            "systemd-hwdb-update", "systemd-networkd-wait-online", "e2scrub_reap"]
KERNEL = " ".join(["root=LABEL=root rw console=ttyS0 quiet mitigations=off nowatchdog",
                   "systemd.condition-first-boot=false systemd.machine_id=5ea51de5ea51de5ea51de5ea51de5ea5",
                   "systemd.default_device_timeout_sec=300 systemd.default_timeout_start_sec=300",
                   *(f"systemd.mask={unit}.service" for unit in NEEDLESS)])


class World:
    """When the guest's world began, by this machine's clock. It is the age of what was set up in it."""

    began = time.time()


def world_now():
    """The time in the guest's world."""
    return NOON + datetime.timedelta(seconds=time.time() - World.began)


class Trouble(Exception):
    """What the test needs is not there, or a row found something broken."""


def wait_for(what, seconds, look, every=0.1):
    """Looks until something is there, and gives it."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise Trouble(f"waited {seconds} s in vain for {what}")
        time.sleep(every)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Guest:
    """The machine. `home` holds its disks and sockets; `cache` the emulator and the guest's first disk."""

    def __init__(self, home, cache):
        self.home, self.cache = Path(home), Path(cache)
        self.ssh_port, self.page_port = free_port(), free_port()
        self.process = self.qmp = None
        self.home.mkdir(parents=True, exist_ok=True)

    def new_disks(self):
        """Begins with fresh disks: the root over the cached one, and a small one for the data."""
        self.emulator("qemu-img", "create", "-q", "-f", "qcow2", "-b", "/guest/root.qcow2", "-F", "qcow2",
                      "/scratch/root.qcow2")
        self.new_data()

    def new_data(self):
        disk = self.home / "data.img"
        disk.unlink(missing_ok=True)
        subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", "-L", "readybell-data", disk, DATA_SIZE], check=True, stdout=subprocess.DEVNULL)

    def command(self, *command):
        """A command line that runs in the emulator's tree, with the disks where it looks for them."""
        return ["unshare", "--mount", "sh", "-ec",
                'tree=$1 work=$2 guest=$3; shift 3; mkdir -p "$tree/scratch" "$tree/guest"; '
                'mount --bind "$work" "$tree/scratch"; mount --bind "$guest" "$tree/guest"; '
                'mount --rbind /dev "$tree/dev"; mount -t proc proc "$tree/proc"; exec chroot "$tree" "$@"',
                "-", self.cache / "qemu", self.home, self.cache / "guest", *command]

    def emulator(self, *command):
        subprocess.run(self.command(*command), check=True)

    def boot(self, snapshot=None):
        """Starts it, cold or where the snapshot left it; comes back once it can be told what to do."""
        for old in self.home.glob("*.sock"):
            old.unlink()
        drive = "id=root,file=/scratch/root.qcow2,format=qcow2,if=none,cache=none,discard=unmap"
        forward = f"hostfwd=tcp:127.0.0.1:{self.ssh_port}-:22,hostfwd=tcp:127.0.0.1:{self.page_port}-:80"
        # One processor: where two are emulated on a busy machine, one of them may stand still while the other
        # opens a contact again, and the kernel then sees no edge at all.
        options = [
            "-machine", "pc", "-accel", "tcg,thread=multi", "-cpu", "Nehalem", "-m", "768",
            "-nodefaults", "-display", "none", "-kernel", "/guest/vmlinuz", "-initrd", "/guest/initrd",
            "-append", KERNEL,
            "-rtc", f"base={world_now():%Y-%m-%dT%H:%M:%S}",
            "-drive", drive, "-device", "virtio-blk-pci,drive=root",
            "-netdev", f"user,id=lan,restrict=on,{forward}", "-device", "virtio-net-pci,netdev=lan,romfile=",
            "-device", "qemu-xhci,id=xhci", "-device", "i6300esb", "-watchdog-action", "reset",
            "-chardev", "socket,id=modem,path=/scratch/modem.sock,server=on,wait=off",
            "-serial", "file:/scratch/console.log", "-qmp", "unix:/scratch/qmp.sock,server=on,wait=off",
        ]
        if snapshot:
            options += ["-loadvm", snapshot]
        log = (self.home / "qemu.log").open("ab")
        self.process = subprocess.Popen(self.command("qemu-system-x86_64", *options), stdout=log, stderr=log)
        wait_for("the emulator", 30, lambda: self.ended() or (self.home / "qmp.sock").exists())
        self.qmp = Qmp(self.home / "qmp.sock")
        self.plug_disk("data", "virtio-blk-pci")
        wait_for("a way into the guest", 600, lambda: self.ended() or self.answers(), every=0.5)
        if snapshot:
            self.run(f"date -s '{world_now():%Y-%m-%d %H:%M:%S} UTC' >/dev/null")

    def ended(self):
        if self.process.poll() is not None:
            raise Trouble(f"the emulator ended: {(self.home / 'qemu.log').read_text()[-2000:]}")

    def answers(self):
        try:
            return self.ssh("true", timeout=90).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    def ssh(self, command, timeout=600, **more):
        options = ["-F", "none", "-i", self.cache / "guest/key", "-p", str(self.ssh_port), "-o", "LogLevel=ERROR",
                   "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                   "-o", "ControlMaster=auto", "-o", "ControlPath=ssh.sock", "-o", "ControlPersist=yes",
                   "-o", "ConnectTimeout=80"]
        return subprocess.run(["ssh", *options, "root@127.0.0.1", command], cwd=self.home, timeout=timeout,
                              capture_output=True, text=True, **more)

    def run(self, command, timeout=600, **more):
        """Runs it as root in the guest, and gives what it printed."""
        done = self.ssh(command, timeout=timeout, **more)
        if done.returncode:
            raise Trouble(f"in the guest {command!r} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def tries(self, command, timeout=600):
        """Whether it goes well there."""
        return self.ssh(command, timeout=timeout).returncode == 0

    def send_file(self, here, there):
        self.run(f"cat >{there}", stdin=Path(here).open("rb"))

    def plug_disk(self, name, driver, **more):
        """Plugs in NAME.img, which the guest sees as what `driver` makes of it."""
        # cache.direct: what the guest has flushed is on this machine's disk, and what it has not is lost with it.
        disk = {"driver": "raw", "node-name": name,
                "file": {"driver": "file", "filename": f"/scratch/{name}.img", "cache": {"direct": True, "no-flush": False}}}
        self.qmp.does("blockdev-add", **disk)
        self.qmp.does("device_add", driver=driver, drive=name, id=name, **more)

    def plug_modem(self):
        self.qmp.does("device_add", driver="usb-serial", bus="xhci.0", chardev="modem", id="modem")

    def unplug_modem(self):
        self.qmp.does("device_del", id="modem")

    def save(self, name):
        """Keeps memory and root under a name. The data's disk is not part of it, and is taken out."""
        self.unplug_disk("data")
        said = self.qmp.does("human-monitor-command", **{"command-line": f"savevm {name}"})
        if said:
            raise Trouble(f"the snapshot could not be made: {said}")

    def unplug_disk(self, name):
        self.qmp.does("device_del", id=name)
        wait_for(f"the disk {name} to be let go", 30, lambda: self.lets_go(name))

    def lets_go(self, name):
        try:
            self.qmp.does("blockdev-del", **{"node-name": name})
            return True
        except Trouble:
            return False

    def cut_power(self):
        """Everything in its memory is lost at once."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.qmp.close()
        self.hangs_up()

    def hangs_up(self):
        """Lets go of a line to a guest that answers no more."""
        subprocess.run(["ssh", "-O", "exit", "-o", "ControlPath=ssh.sock", "guest"], cwd=self.home,
                       capture_output=True)

    def is_running(self):
        return self.process is not None and self.process.poll() is None


class Qmp:
    """The emulator's own line for commands."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        wait_for("the emulator's line", 30, lambda: self.connects(path))
        self.lines = self.socket.makefile("r")
        json.loads(self.lines.readline())
        self.does("qmp_capabilities")

    def connects(self, path):
        try:
            self.socket.connect(os.path.relpath(path))
            return True
        except OSError:
            return False

    def does(self, command, **arguments):
        self.socket.sendall(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        for line in self.lines:
            answer = json.loads(line)
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise Trouble(f"{command}: {answer['error']['desc']}")
        raise Trouble(f"{command}: the emulator went away")

    def close(self):
        self.lines.close()
        self.socket.close()


class Cable(threading.Thread):
    """Between the simulated modem's pty and the emulator's USB serial port.

    When one end goes away the other is let go: the emulator then unplugs its device, and when the simulator's
    pty comes back it plugs another one in.
    """

    def __init__(self, pty, port):
        super().__init__(daemon=True)
        self.pty, self.port = Path(pty), Path(port)
        self.stopped = threading.Event()

    def run(self):
        while not self.stopped.is_set():
            try:
                with socket.socket(socket.AF_UNIX) as port:
                    modem = os.open(self.pty, os.O_RDWR | os.O_NOCTTY)
                    try:
                        port.connect(os.path.relpath(self.port))
                        tty.setraw(modem)
                        self.carry(modem, port)
                    finally:
                        os.close(modem)
            except (OSError, termios.error):
                pass
            self.stopped.wait(0.05)

    def carry(self, modem, port):
        while not self.stopped.is_set():
            ready, _, _ = select.select([modem, port], [], [], 0.2)
            if modem in ready:
                # At the end of the pty this raises, or there is nothing.
                said = os.read(modem, 4096)
                if not said:
                    return
                port.sendall(said)
            if port in ready:
                said = port.recv(4096)
                if not said:
                    return
                while said:
                    said = said[os.write(modem, said):]

    def stop(self):
        self.stopped.set()
        self.join()


class Modem:
    """The simulator on this machine: modem, network and phones. Its record judges."""

    def __init__(self, program, home, seed=1):
        self.home = Path(home)
        self.seen = []
        (self.home / "record.jsonl").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [program, "sim", "--link", "modem", "--record", "record.jsonl", "--seed", str(seed),
             "--clock", f"{world_now():%Y-%m-%dT%H:%M:%SZ}", "--zone-minutes", "-360"],
            cwd=self.home, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        wait_for("the simulator", 20, lambda: (self.home / "modem").exists())
        self.record = (self.home / "record.jsonl").open()
        self.line = ""
        self.cable = Cable(self.home / "modem", self.home / "modem.sock")
        self.cable.start()

    def tell(self, line):
        """Tells it, and waits until it has done so."""
        before = len(self.events("did"))
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        wait_for(f"the simulator to do {line!r}", 20, lambda: len(self.events("did")) > before, every=0.01)

    def events(self, *kinds):
        """What was recorded so far, of these kinds."""
        # The last line may not be whole yet.
        while True:
            self.line += self.record.readline()
            if not self.line.endswith("\n"):
                break
            self.seen.append(json.loads(self.line))
            self.line = ""
        return [event for event in self.seen if event["event"] in kinds]

    def stop(self):
        self.cable.stop()
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(20)
