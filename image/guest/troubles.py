"""What goes wrong in the guest: cables, processes, memory, disks, and the power."""

import http.client
import random
import subprocess
import time

from machine import Trouble, wait_for
from rows import CUSTOMERS, comes_to_rest, modem_works, need, row, start

# Customers whose texts come from a program, and who write.
TEXTED = CUSTOMERS[8:]
DEAD = (OSError, http.client.HTTPException, ValueError, Trouble)


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


@row
def killed(guest, shop, modem):
    """The service is killed while texts go, and is back by itself."""
    chance, took = random.Random(6), []
    for _ in range(5):
        ask(shop, chance)
        time.sleep(chance.uniform(0, 1))
        was = process_of(guest)
        guest.run(f"kill -9 {was}")
        took.append(comes_back(guest, shop, was))
        modem_works(shop)
    said = comes_to_rest(guest, shop, modem)
    need(guest.run("journalctl -t readybell --no-pager -o cat -g 'ended unexpectedly' | wc -l") != "0",
         "the system's journal does not say that it ended")
    return f"5 times, the page was back after {max(took):.0f} s at the longest; {said}"


@row
def hung(guest, shop, modem):
    """The service hangs (SIGSTOP): systemd's watchdog ends it and starts it anew."""
    was = process_of(guest)
    guest.run(f"kill -STOP {was}")
    took = comes_back(guest, shop, was, 240)
    reason = guest.run("journalctl -u readybell --no-pager -o cat -g 'Watchdog timeout' | tail -n 1")
    need(reason, "it came back, and not by the watchdog")
    modem_works(shop)
    shop.text(TEXTED[0])
    return f"{reason} Back after {took:.0f} s; {comes_to_rest(guest, shop, modem)}"


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
    return f"{times} times, each left a clean file system; {comes_to_rest(guest, shop, modem, 600)}"


def check_file_system(guest):
    """A copy of the disk is brought up to date from its journal, as at a start; then it must be clean."""
    copy = guest.home / "copy.img"
    subprocess.run(["cp", "--sparse=always", guest.home / "data.img", copy], check=True)
    subprocess.run(["e2fsck", "-E", "journal_only", "-y", copy], capture_output=True)
    clean = subprocess.run(["e2fsck", "-f", "-n", copy], capture_output=True, text=True)
    need(clean.returncode == 0, f"the file system is damaged:\n{clean.stdout}{clean.stderr}")
    copy.unlink()
