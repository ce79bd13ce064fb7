"""Every moment at which the disk was safe, as a power cut could have left it behind."""

import random
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing

from bench import TEXTED, ask, clean_copy, contacts_of, modem_works, row
from flushes import points
from judge import WENT, figure_in
from machine import wait_for
from opening import DATA, need

# How long texts are asked for, before the service starts anew and after it; and how long they go on before that,
# in seconds.
LOADED, GOES_ON = 30, 75
LOG_SIZE = "4G"


@row
def flush_points(guest, shop, modem):
    """Each flush point that dm-log-writes recorded is replayed: it opens, verifies, and has all that was promised."""
    before = under_log(guest)
    acknowledged = Acknowledged(guest, shop, modem)
    modem_works(shop)
    chance, contacts = random.Random(13), contacts_of(guest, TEXTED)
    load(shop, modem, chance, contacts, acknowledged)
    time.sleep(GOES_ON)
    acknowledged.mark()
    # Stopped in good order it folds the database's own log, and starts with another.
    guest.run("systemctl restart readybell")
    modem_works(shop)
    load(shop, modem, chance, contacts, acknowledged)
    guest.run(f"systemctl stop readybell && umount {DATA} && dmsetup remove data")
    guest.cut_power()
    return Replay(guest, before, acknowledged).all()


def under_log(guest):
    """Puts dm-log-writes under the data. Gives a copy of the disk as it was until then."""
    disk = guest.run(f"findmnt -no SOURCE {DATA}")
    guest.run(f"systemctl stop readybell && umount {DATA}")
    before = guest.home / "before.img"
    subprocess.run(["cp", "--sparse=always", guest.home / "data.img", before], check=True)
    (guest.home / "log.img").unlink(missing_ok=True)
    subprocess.run(["truncate", "-s", LOG_SIZE, guest.home / "log.img"], check=True)
    guest.plug_disk("log", "virtio-blk-pci", serial="log")
    log = "/dev/disk/by-id/virtio-log"
    wait_for("the log's disk", 30, lambda: guest.tries(f"test -e {log}"))
    guest.run(f"modprobe dm-log-writes && dmsetup create data --table "
              f"\"0 $(blockdev --getsz {disk}) log-writes {disk} {log}\"")
    guest.run(f"mount /dev/mapper/data {DATA} && systemctl start readybell")
    return before


def load(shop, modem, chance, contacts, acknowledged):
    """Texts are asked for, are typed and come in, and each acknowledgement is marked in the log."""
    end = time.monotonic() + LOADED
    while time.monotonic() < end:
        ask(shop, chance)
        acknowledged.mark()
        shop.reply(chance.choice(contacts))
        acknowledged.mark()
        if chance.random() < 0.3:
            modem.tell(f"text {chance.choice(TEXTED)} Thanks {chance.randrange(10**9)}")


class Acknowledged:
    """What somebody was told, by the numbers of its marks."""

    def __init__(self, guest, shop, modem):
        self.guest, self.shop, self.modem, self.marks = guest, shop, modem, []

    def mark(self):
        """Whatever was acknowledged until now was so before this mark is in the log."""
        self.marks.append((dict(self.shop.promised), *self.heard()))
        self.guest.run(f"dmsetup message data 0 mark {len(self.marks)}")

    def heard(self):
        """The figures of the texts that the network accepted, and the texts that were read and deleted."""
        accepted = {figure_in(event["words"]) for event in self.modem.events("accepted")}
        stored = {event["tpdu"]: (event["from"], event["words"]) for event in self.modem.events("stored")}
        deleted = {stored[event["tpdu"]] for event in self.modem.events("deleted")}
        return accepted - {None}, {text for text in deleted if text[0]}

    def until(self, words):
        """What a mark's words stand for."""
        return self.marks[int(words) - 1] if words.isdigit() else None


class Replay:
    """The disk, brought from point to point on this machine."""

    def __init__(self, guest, before, acknowledged):
        self.home, self.disk, self.acknowledged = guest.home, before, acknowledged
        self.config = self.home / "replayed.toml"
        self.config.write_text(f'data = "{self.home}/replayed"\n[web]\naddress = "127.0.0.1:0"\n'
                               '[modem]\nport = "/dev/null"\n')

    def all(self):
        """Looks at every point that differs from the one before, on the disk or in what was acknowledged."""
        seen = looked = 0
        # Until the first mark nothing was.
        told, was = ({}, set(), set()), None
        with self.disk.open("r+b", buffering=0) as disk:
            for writes, words in points(self.home / "log.img"):
                for write in writes:
                    disk.seek(write.at)
                    disk.write(write.data)
                told = self.acknowledged.until(words) or told
                seen += 1
                if any(write.data for write in writes) or told != was:
                    looked += 1
                    missing = self.missing(told, f"flush point {seen}")
                    need(not any(missing), f"flush point {seen}: {missing}")
                if seen == 1:
                    # What comes later is missing here in every way, and is seen to be so.
                    need(all(self.missing(self.acknowledged.marks[-1], "the first")), "what is missing is not seen")
                was = told
        texts, accepted, came = told
        return (f"{seen} flush points, {looked} of them unlike the one before, each with a clean file system and a "
                f"database that opens and verifies; {len(texts)} texts promised, {len(accepted)} accepted and "
                f"{len(came)} that came in: none missing at any point after its acknowledgement")

    def missing(self, acknowledged, where):
        """What of all that was acknowledged a service that starts on this disk would not find: texts that it
        has promised, texts that it would send again, and texts that the modem has no more."""
        data = self.home / "replayed"
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir()
        disk = clean_copy(self.disk)
        subprocess.run(["debugfs", "-R", f"rdump / {data}", disk], check=True, capture_output=True)
        disk.unlink()
        program = self.home / "package/usr/bin/readybell"
        verify = [program, "ledger", "verify", "--config", self.config]
        verified = subprocess.run(verify, capture_output=True, text=True)
        need(verified.returncode == 0, f"{where}: {verified.stdout}{verified.stderr}")
        with closing(sqlite3.connect(data / "readybell.db")) as tables:
            sound, = tables.execute("PRAGMA integrity_check").fetchone()
            need(sound == "ok", f"{where}: the database is damaged: {sound}")
            texts = tables.execute("SELECT words, id, state FROM outbox").fetchall()
            came = set(tables.execute("SELECT address, inbox.words FROM inbox "
                                      "JOIN contact_point ON contact_point.id = contact_id"))
        rows = {figure_in(words): row for words, row, _ in texts}
        states = {figure_in(words): state for words, _, state in texts}
        promised, accepted, read = acknowledged
        lost = [figure for figure, row in promised.items()
                if figure not in rows or row not in (None, rows[figure])]
        again = [figure for figure in accepted if states.get(figure) not in WENT | {"sending"}]
        gone = sorted(read - came)
        return lost, again, gone
