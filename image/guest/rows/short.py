"""What the machine has runs short: memory, and room on its disk."""

from bench import TEXTED, comes_to_rest, process_of, row
from machine import Trouble, wait_for
from opening import DATA, need

# Each piece is written to, so that it is really taken.
EATER = 'eaten = []\nwhile True: eaten.append(b"x" * (4 << 20))'


@row
def out_of_memory(guest, shop, modem):
    """Another program eats all memory: the kernel ends that one and not the service, and texts go on."""
    was = process_of(guest)
    guest.tries(f"systemd-run --quiet --wait -p OOMPolicy=kill python3 -c '{EATER}'", timeout=300)
    killed = guest.run("journalctl -k --no-pager -o cat -g 'Out of memory: Killed' | tail -n 1")
    need("python3" in killed, f"the kernel ended another one: {killed!r}")
    need(process_of(guest) == was, "the service did not live through it")
    shop.text(TEXTED[0])
    return f"{killed.split('total-vm')[0].strip(' ,')}; {comes_to_rest(guest, shop, modem)}"


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
