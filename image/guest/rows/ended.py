"""The service ends in ways that nobody asked for, and systemd brings it back."""

import random
import time

from bench import TEXTED, ask, comes_back, comes_to_rest, modem_works, process_of, row
from opening import need


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
