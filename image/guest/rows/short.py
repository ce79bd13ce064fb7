"""What the machine has runs short: memory, and room on its disk."""

from bench import TEXTED, comes_back, comes_to_rest, modem_works, process_of, row
from machine import Trouble, wait_for
from opening import DATA, need


@row
def out_of_memory(guest, shop, modem):
    """The service may have less memory than it needs: the kernel ends it, and it is back when there is enough."""
    was = process_of(guest)
    shop.text(TEXTED[0])
    limit(guest, "4M")
    wait_for("the kernel to end it", 60, lambda: process_of(guest) != was)
    limit(guest, "infinity")
    killed = guest.run("journalctl -k --no-pager -o cat -g 'Memory cgroup out of memory: Killed' | head -n 1")
    need("readybell" in killed, f"it ended, and not for want of memory: {killed!r}")
    took = comes_back(guest, shop, was)
    modem_works(shop)
    shop.text(TEXTED[1])
    return f"{killed.split(' total-vm')[0]}; back after {took:.0f} s; {comes_to_rest(guest, shop, modem)}"


def limit(guest, memory):
    guest.run(f"systemctl set-property --runtime readybell MemoryMax={memory}")


@row
def disk_full(guest, shop, modem):
    """The disk is full: nothing goes, a STOP that comes in is kept, and all goes on when there is room."""
    guest.run(f"dd if=/dev/zero of={DATA}/fill bs=1M status=none 2>/dev/null; sync; true")
    wait_for("the shop to see it", 60, lambda: shop.health()["disk"]["is_full"])
    accepted = len(modem.events("accepted"))
    modem.tell(f"text {TEXTED[1]} STOP")
    wait_for("the STOP to be read", 120, lambda: modem.events("deleted"))
    need(len(modem.events("accepted")) == accepted, "something went")
    try:
        shop.text(TEXTED[0])
        answered = "a text was taken in"
    except Trouble as refused:
        answered = f"a program is told: {refused}"
    guest.run(f"rm {DATA}/fill")
    wait_for("the shop to see that", 60, lambda: not shop.health()["disk"]["is_full"])
    figure = shop.text(TEXTED[0])
    said = comes_to_rest(guest, shop, modem)
    need(any(f"{figure}" in event["words"] for event in modem.events("accepted")), "nothing goes afterwards")
    return f"{answered}; {said}"
