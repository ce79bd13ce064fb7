"""What every row needs: how it starts, what it asks of the guest, and how it comes to rest.

Each row is a file of rows/; it begins where the set-up left it, with a modem and a record of its own.
"""

import http.client
import importlib
import subprocess
import time
from pathlib import Path

from judge import judge
from machine import Trouble, wait_for
from opening import BAYS, CUSTOMERS, DATA, MOUNT, need

ROWS = {}
# Customers whose texts come from a program, and who write.
TEXTED = CUSTOMERS[len(BAYS):]
# What asking a service that is not there ends with.
DEAD = (OSError, http.client.HTTPException, ValueError, Trouble)


def row(function):
    ROWS[function.__name__.replace("_", "-")] = function
    return function


def start(guest, shop):
    """The guest from where the set-up left it, with whatever is on its disk for the data."""
    guest.boot("shop")
    guest.run(f"{MOUNT} && systemctl start readybell")
    guest.plug_modem()
    wait_for("the page", 60, shop.modem)


def modem_works(shop, seconds=120):
    wait_for("a modem that is ready", seconds, lambda: shop.modem() == "ready", every=0.3)


def contacts_of(guest, numbers):
    """By what the page knows these numbers."""
    known = guest.run(f"sqlite3 {DATA}/readybell.db 'SELECT address, id FROM contact_point'")
    ids = dict(line.split("|") for line in known.splitlines())
    return [int(ids[number]) for number in numbers]


def copy_of_database(guest):
    """A copy of the guest's database on this machine."""
    guest.run(f"sqlite3 {DATA}/readybell.db '.backup /root/copy.db'")
    with (guest.home / "copy.db").open("wb") as here:
        subprocess.run(["ssh", "-F", "none", "-o", "ControlPath=ssh.sock", "guest", "cat /root/copy.db"],
                       cwd=guest.home, stdout=here, check=True)
    return guest.home / "copy.db"


def clean_copy(disk):
    """A copy of a disk for data, brought up to date from its journal, as at a start. Then it must be clean."""
    copy = disk.with_name("copy.img")
    subprocess.run(["cp", "--sparse=always", disk, copy], check=True)
    subprocess.run(["e2fsck", "-E", "journal_only", "-y", copy], capture_output=True)
    clean = subprocess.run(["e2fsck", "-f", "-n", copy], capture_output=True, text=True)
    need(clean.returncode == 0, f"the file system is damaged:\n{clean.stdout}{clean.stderr}")
    return copy


def comes_to_rest(guest, shop, modem, seconds=180):
    """Waits until nothing is on its way, and has the judge look."""
    def rests():
        left = guest.run(f"sqlite3 {DATA}/readybell.db \"SELECT count(*) FROM outbox WHERE state = 'sending'"
                         " OR (state = 'queued' AND hold NOT IN ('unclear', 'failing'))\"")
        return left == "0"
    wait_for("everything to come to rest", seconds, rests, every=1)
    return judged(guest, shop, modem)


def judged(guest, shop, modem):
    """What the judge says of the guest as it stands: nothing may be on its way."""
    verdict = judge(modem.events("accepted", "texted"), copy_of_database(guest), shop.promised)
    need(not verdict.broken, "\n".join(verdict.broken))
    ledger = guest.run("runuser -u readybell -- readybell ledger verify")
    return f"{verdict}; the ledger is whole: {ledger.splitlines()[0].partition('.')[0]}"


def ready_texts(modem):
    return [event for event in modem.events("accepted") if "ready" in event["words"].lower()]


def process_of(guest):
    return guest.run("systemctl show -p MainPID --value readybell")


def comes_back(guest, shop, was, seconds=120):
    """Waits until systemd has another one running, and gives how long that took."""
    began = time.monotonic()
    wait_for("another process", seconds, lambda: process_of(guest) not in ("0", was), every=0.3)
    wait_for("the page", 60, shop.modem)
    return time.monotonic() - began


def ask(shop, chance):
    """A program asks for a text, if anybody is there."""
    try:
        shop.text(chance.choice(TEXTED))
    except DEAD:
        pass


def answer(shop, contact):
    """A person answers a customer, if the page is there."""
    try:
        shop.reply(contact)
    except DEAD:
        pass


def all_rows():
    """The rows by their names, the shortest way first."""
    for file in sorted((Path(__file__).parent / "rows").glob("*.py")):
        importlib.import_module(f"rows.{file.stem}")
    return ROWS
