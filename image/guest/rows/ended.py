"""The service, or the whole machine, ends in ways that nobody asked for, and is brought back."""

import random
import subprocess
import time

from bench import TEXTED, ask, comes_back, comes_to_rest, modem_works, process_of, row
from machine import wait_for, world_now
from opening import DATA, need


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
def machine_hangs(guest, shop, modem):
    """The kernel stands still: the board's watchdog (i6300esb) starts the machine anew, from cold."""
    chance, which = random.Random(8), "cat /proc/sys/kernel/random/boot_id"
    was, began = guest.run(which), time.monotonic()
    for _ in range(20):
        ask(shop, chance)
    try:
        # It panics, and nothing in it starts it anew.
        guest.ssh("echo 0 >/proc/sys/kernel/panic; echo 1 >/proc/sys/kernel/sysrq; echo c >/proc/sysrq-trigger",
                  timeout=5)
    except subprocess.TimeoutExpired:
        pass
    guest.hangs_up()
    wait_for("the next start", 600, lambda: guest.answers() and guest.run(which) != was, every=1)
    took = time.monotonic() - began
    # The emulated clock was where the set-up had left it.
    guest.run(f"date -s '{world_now():%Y-%m-%d %H:%M:%S} UTC' >/dev/null && systemctl restart readybell")
    need(guest.tries(f"mountpoint -q {DATA}"), "the data are not mounted")
    wait_for("the page", 120, shop.modem)
    modem_works(shop)
    shop.text(TEXTED[0])
    return f"up again after {took:.0f} s; {comes_to_rest(guest, shop, modem)}"
