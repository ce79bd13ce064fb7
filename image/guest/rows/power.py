"""The power is cut: SIGKILL to the emulator, at any moment."""

import random
import time

from bench import TEXTED, answer, ask, clean_copy, contacts_of, judged, modem_works, row, start

# How long texts go on after the last cut, in seconds.
GOES_ON = 180


@row
def power_cuts(guest, shop, modem):
    """The power is cut 30 times while texts go and come in: nothing lost, nothing twice, all sound."""
    return cut_often(guest, shop, modem, 30)


@row
def hundred_power_cuts(guest, shop, modem):
    """The long form of the same."""
    return cut_often(guest, shop, modem, 100)


@row
def two_power_cuts(guest, shop, modem):
    """The short form of the same."""
    return cut_often(guest, shop, modem, 2)


def cut_often(guest, shop, modem, times):
    chance, contacts = random.Random(11), contacts_of(guest, TEXTED)
    modem.tell("delay sent 50..400")
    for n in range(times):
        modem_works(shop)
        end = time.monotonic() + chance.uniform(1, 8)
        written = 0
        while time.monotonic() < end:
            ask(shop, chance)
            # Goes at once: some cuts are to come while a text is on its way.
            answer(shop, chance.choice(contacts))
            if chance.random() < 0.2:
                written += 1
                modem.tell(f"text {chance.choice(TEXTED)} Thanks {n}.{written}")
        guest.cut_power()
        clean_copy(guest.home / "data.img").unlink()
        # The machine begins anew; what is on the data's disk is all that is left.
        start(guest, shop)
    modem_works(shop)
    time.sleep(GOES_ON)
    # Ends when what is on its way has gone. What still waits is judged as waiting: all of it would take an hour.
    guest.run("systemctl stop readybell")
    return f"{times} times, each left a clean file system; {judged(guest, shop, modem)}"
