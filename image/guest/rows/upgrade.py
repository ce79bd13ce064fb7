"""A newer package is installed: one that is well, one for which there is no room, and ones that do not come up."""

import random
import re

from bench import TEXTED, ask, comes_to_rest, modem_works, row
from doctored import DIES, HANGS, PATIENCE, PROGRAM, doctored
from machine import wait_for
from opening import DATA, need


@row
def upgrade(guest, shop, modem):
    """A newer package is installed while texts wait: all is kept, and nothing goes twice. (--from FIRST.deb)"""
    burden(shop, modem)
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
        need("did not come up" in told, f"the package says {told!r}")
        wait_for("the version before", 120, lambda: shop.modem() == "ready")
        now = state(guest)
        need(now["program"] == was["program"], "it is another program")
        need(now["marks"] == "rolled-back", f"its marks are {now['marks']}")
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
    told = guest.ssh("dpkg --install /root/newer.deb", timeout=300)
    need(told.returncode != 0, "it was installed")
    said = re.search(r"Readybell is not upgraded: .*", told.stdout + told.stderr)
    need(said, f"dpkg says {told.stdout}{told.stderr}")
    guest.run(f"rm {DATA}/fill")
    need(state(guest) == was, f"{was} became {state(guest)}")
    modem_works(shop)
    shop.text(TEXTED[0])
    return f"{said[0]}; {comes_to_rest(guest, shop, modem)}"


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
    return guest.run("dpkg --install /root/newer.deb 2>&1", timeout=900)


def state(guest):
    """What an upgrade may change, and what not."""
    return {
        "version": guest.run("dpkg-query --show --showformat='${Version}' readybell"),
        "program": guest.run(f"sha256sum {PROGRAM}"),
        "config": guest.run("sha256sum /etc/readybell/config.toml"),
        "marks": guest.run(f"cd {DATA} && ls -d trial rolled-back 2>/dev/null || true"),
        "backups": int(guest.run("ls /var/backups/readybell | wc -l")),
    }
