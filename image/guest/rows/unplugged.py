"""The modem's cable is pulled, and plugged in again."""

import random
import time

from bench import TEXTED, comes_to_rest, contacts_of, modem_works, row
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
    chance, contacts = random.Random(5), contacts_of(guest, TEXTED)
    modem.tell("delay sent 50..600")
    for n in range(times):
        modem_works(shop)
        if n % 5 == 0:
            modem.tell(f"text {chance.choice(TEXTED)} Thanks {n}")
            shop.text(chance.choice(TEXTED))
        for contact in chance.sample(contacts, 3):
            shop.reply(contact)
        time.sleep(chance.uniform(0, 2))
        modem.tell("unplug")
        wait_for("the port to go away", 20, lambda: not guest.tries("ls /dev/ttyUSB*"))
        modem.tell("replug")
    modem_works(shop)
    said = comes_to_rest(guest, shop, modem, 400)
    names = guest.run("ls /dev/serial/by-id/ /dev/readybell/").split()
    return f"{times} times; {said}; its links: {', '.join(names)}"
