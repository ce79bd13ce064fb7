"""The modem's cable is pulled, and plugged in again."""

import random
import time

from bench import TEXTED, comes_to_rest, modem_works, row
from machine import wait_for


@row
def unplugged(guest, shop, modem):
    """The modem is unplugged and plugged in again 100 times while texts go: nothing lost, nothing twice."""
    return unplug(guest, shop, modem, 100)


@row
def unplugged_ten_times(guest, shop, modem):
    """The short form of the same."""
    return unplug(guest, shop, modem, 10)


def unplug(guest, shop, modem, times):
    chance = random.Random(5)
    modem.tell("delay sent 50..600")
    for n in range(times):
        modem_works(shop)
        for _ in range(2):
            shop.text(chance.choice(TEXTED))
        if n % 5 == 0:
            modem.tell(f"text {chance.choice(TEXTED)} Thanks {n}")
        time.sleep(chance.uniform(0, 3))
        modem.tell("unplug")
        wait_for("the port to go away", 20, lambda: not guest.tries("ls /dev/ttyUSB*"))
        modem.tell("replug")
    modem_works(shop)
    said = comes_to_rest(guest, shop, modem, 400)
    names = guest.run("ls /dev/serial/by-id/ /dev/readybell/").split()
    return f"{times} times; {said}; its links: {', '.join(names)}"
