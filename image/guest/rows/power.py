"""The power is cut: SIGKILL to the emulator, at any moment."""

import random
import subprocess
import time

from bench import TEXTED, ask, judged, modem_works, row, start
from opening import need

# How long texts go on after the last cut, in seconds. The first of them wait a minute, for a STOP that may come.
GOES_ON = 180


@row
def power_cuts(guest, shop, modem):
    """The power is cut 30 times while texts go and come in: nothing lost, nothing twice, all sound."""
    return cut_often(guest, shop, modem, 30)


@row
def two_power_cuts(guest, shop, modem):
    """The short form of the same."""
    return cut_often(guest, shop, modem, 2)


def cut_often(guest, shop, modem, times):
    chance = random.Random(11)
    modem.tell("delay sent 50..400")
    for n in range(times):
        modem_works(shop)
        end = time.monotonic() + chance.uniform(1, 8)
        written = 0
        while time.monotonic() < end:
            ask(shop, chance)
            if chance.random() < 0.2:
                written += 1
                modem.tell(f"text {chance.choice(TEXTED)} Thanks {n}.{written}")
        guest.cut_power()
        check_file_system(guest)
        # The machine begins anew; what is on the data's disk is all that is left.
        start(guest, shop)
    modem_works(shop)
    time.sleep(GOES_ON)
    # Ends when what is on its way has gone. What still waits is judged as waiting: all of it would take an hour.
    guest.run("systemctl stop readybell")
    return f"{times} times, each left a clean file system; {judged(guest, shop, modem)}"


def check_file_system(guest):
    """A copy of the disk is brought up to date from its journal, as at a start; then it must be clean."""
    copy = guest.home / "copy.img"
    subprocess.run(["cp", "--sparse=always", guest.home / "data.img", copy], check=True)
    subprocess.run(["e2fsck", "-E", "journal_only", "-y", copy], capture_output=True)
    clean = subprocess.run(["e2fsck", "-f", "-n", copy], capture_output=True, text=True)
    need(clean.returncode == 0, f"the file system is damaged:\n{clean.stdout}{clean.stderr}")
    copy.unlink()
