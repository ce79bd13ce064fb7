"""A newer package is installed: one that is well, one for which there is no room, and ones that do not come up."""

import random
import re
from pathlib import Path

from bench import TEXTED, ask, comes_to_rest, modem_works, row
from doctored import DIES, HANGS, PATIENCE, PROGRAM, doctored
from machine import wait_for
from opening import BACKUPS, DATA, need
from stick import STICK

CONFIG = "/etc/readybell/config.toml"
# The owner's configuration stays, and nobody is asked: a release may have changed its default.
INSTALL = "dpkg --force-confold --install /root/newer.deb"
# What the card installs packages with.
UPDATE = Path(__file__).parents[2] / "root/usr/sbin/readybell-update"
# What makes the present schema of the one before (migrations/021), so that it must be made again.
OLDER = "DROP TABLE usable_from; PRAGMA user_version = 20"
# Bytes that make a small database a large one.
BALLAST = 40 << 20


@row
def upgrade(guest, shop, modem):
    """A newer package is installed while texts wait and a stick fails: all is kept. (--from FIRST.deb)"""
    burden(shop, modem)
    # One that can be read and not written.
    guest.run(f"mkdir -p {STICK} && mount -t tmpfs -o ro stick {STICK}")
    was = state(guest)
    install(guest, guest.home / "newer.deb")
    now = state(guest)
    need(now["program"] != was["program"], "the program is the same")
    need(now["config"] == was["config"], "the configuration is another one")
    need(now["marks"] == "", f"there are marks: {now['marks']}")
    need(now["backups"] > was["backups"], "no backup was made")
    modem_works(shop)
    shop.text(TEXTED[0])
    return f"{was['version']} to {now['version']}; {comes_to_rest(guest, shop, modem)}"


@row
def bad_upgrade(guest, shop, modem):
    """A newer version ends at its start, another hangs there: each is rolled back, and the database stays."""
    was, said = state(guest), []
    for number, program, patience in ((2, DIES, None), (3, HANGS, PATIENCE)):
        burden(shop, modem)
        bad = newer(guest, f"9.{number}", program, patience)
        told = install(guest, bad)
        need(f"did not come up as upgraded, so {was['version']} works on" in told, f"the package says {told!r}")
        wait_for("the version before", 120, lambda: shop.modem() == "ready")
        now = state(guest)
        need(now["program"] == was["program"], "it is another program")
        need(now["marks"] == "rolled-back", f"its marks are {now['marks']}")
        named = guest.run(f"cat {DATA}/rolled-back")
        need(named == was["version"], f"the mark names {named}, and {was['version']} works")
        logged = guest.run("journalctl -t readybell -o cat --no-pager | grep 'did not come up' | tail -n 1")
        need(f"Readybell {was['version']} works on" in logged, f"the log says {logged}")
        doctor = guest.run("runuser -u readybell -- readybell doctor || true")
        need("the version before works on" in doctor, f"doctor says {doctor}")
        need("the version before works on" in shop.get("/modem"), "the modem's page does not say it")
        shop.text(TEXTED[0])
        said.append(comes_to_rest(guest, shop, modem))
    schema = guest.run(f"sqlite3 {DATA}/readybell.db 'PRAGMA user_version'")
    need(schema == "99", f"the schema is {schema}")
    install(guest, newer(guest, "9.4"))
    modem_works(shop)
    need(state(guest)["marks"] == "", "one that comes up leaves the marks")
    return f"two rolled back, schema {schema} used by the version before; {said[-1]}; the next one came up"


@row
def upgrade_without_room(guest, shop, modem):
    """The disk is too full for an upgrade: it is refused before anything has changed."""
    was = state(guest)
    guest.send_file(newer(guest, "9.5"), "/root/newer.deb")
    guest.run(f"fallocate -l $(($(df --output=avail -B1 {DATA} | tail -n 1) - 1000000)) {DATA}/fill")
    told = guest.ssh(INSTALL, timeout=300)
    need(told.returncode != 0, "it was installed")
    said = re.search(r"Readybell is not upgraded: .*", told.stdout + told.stderr)
    need(said, f"dpkg says {told.stdout}{told.stderr}")
    guest.run(f"rm {DATA}/fill")
    need(state(guest) == was, f"{was} became {state(guest)}")
    modem_works(shop)
    shop.text(TEXTED[0])
    rest = comes_to_rest(guest, shop, modem)
    return f"{said[0]}; {rest}; {just_enough(guest)}"


def just_enough(guest):
    """With the backups on the disk of the data and a large database: a MB less than is asked for is refused, and what
    is asked for is enough for a new schema."""
    guest.run("systemctl stop readybell")
    guest.run(f"mkdir -m 700 {DATA}/b && chown readybell: {DATA}/b && mount --bind {DATA}/b {BACKUPS}")
    ballast = f"CREATE TABLE ballast (b BLOB) STRICT; INSERT INTO ballast VALUES (randomblob({BALLAST}))"
    guest.run(f"runuser -u readybell -- sqlite3 {DATA}/readybell.db '{ballast}'")
    leave_free(guest, 1)
    told = guest.ssh(INSTALL, timeout=300)
    said = re.search(rf"it needs (\d+) MB of room in {DATA} and {BACKUPS}, and", told.stdout + told.stderr)
    need(told.returncode != 0 and said, f"dpkg says {told.stdout}{told.stderr}")
    needed = int(said[1])
    leave_free(guest, needed - 1)
    need(not guest.tries(INSTALL), "it was installed with less")
    guest.run(f"systemctl stop readybell && runuser -u readybell -- sqlite3 {DATA}/readybell.db '{OLDER}'")
    leave_free(guest, needed + 1)
    told = guest.run(f"{INSTALL} 2>&1", timeout=900)
    now = state(guest)
    need((now["version"], now["marks"]) == ("9.5", ""), f"it did not come up: {told}")
    need(guest.run(f"ls {DATA} | grep -c before-upgrade") == "1", "no copy was kept")
    left = int(guest.run(f"df --output=avail -BM {DATA} | tail -n 1").rstrip("M"))
    return (f"with {BALLAST >> 20} MB more in the database and the backups beside it {needed} MB are asked for; one less "
            f"is refused; with one more a new schema comes up, and {left} MB are left")


def leave_free(guest, megabytes):
    """Fills the disk of the data up to so much."""
    guest.run(f"rm -f {DATA}/fill; sync; free=$(df --output=avail -B1 {DATA} | tail -n 1);"
              f" fallocate -l $((free - {megabytes << 20})) {DATA}/fill")


@row
def new_default(guest, shop, modem):
    """The package's configuration has changed, and the owner's too: that of the owner stays, and nobody is asked."""
    was, more = state(guest), "# More as it comes."
    package = doctored(guest.home / "newer.deb", guest.home / "9.6.deb", "9.6", configured=more + "\n")
    guest.send_file(package, "/root/newer.deb")
    guest.send_file(UPDATE, "/root/readybell-update")
    # As the card does it, where nobody sits before it.
    told = guest.run("bash /root/readybell-update /root/newer.deb </dev/null 2>&1; mount -o remount,rw /", timeout=900)
    now = state(guest)
    need(now["version"] == "9.6", f"dpkg says {told}")
    need(guest.run("dpkg-query --show --showformat='${Status}' readybell") == "install ok installed", told)
    need(now["config"] == was["config"], "the configuration is another one")
    need(guest.tries(f"grep -q '{more}' {CONFIG}.dpkg-dist"), f"the new default is nowhere; dpkg says {told}")
    modem_works(shop)
    shop.text(TEXTED[0])
    return f"the new default lies beside the owner's; {comes_to_rest(guest, shop, modem)}"


def burden(shop, modem):
    """Texts that wait, and some that come in."""
    chance = random.Random(3)
    modem_works(shop)
    for n in range(8):
        ask(shop, chance)
    modem.tell(f"text {TEXTED[1]} Thanks")


def newer(guest, version, *spoiled):
    return doctored(guest.home / "newer.deb", guest.home / f"{version}.deb", version, *spoiled)


def install(guest, package):
    """Gives what the package and its manager say."""
    guest.send_file(package, "/root/newer.deb")
    return guest.run(f"{INSTALL} 2>&1", timeout=900)


def state(guest):
    """What an upgrade may change, and what not."""
    return {
        "version": guest.run("dpkg-query --show --showformat='${Version}' readybell"),
        "program": guest.run(f"sha256sum {PROGRAM}"),
        "config": guest.run(f"sha256sum {CONFIG}"),
        "marks": guest.run(f"cd {DATA} && ls -d trial rolled-back 2>/dev/null || true"),
        "backups": int(guest.run(f"ls {BACKUPS} | wc -l")),
    }
