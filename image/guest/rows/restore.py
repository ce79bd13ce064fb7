"""The machine is lost, and a stick brings the shop to another one: the drill of the manual (restore.md)."""

import time

from bench import TEXTED, comes_to_rest, modem_works, ready_texts, row
from judge import figure_in
from machine import Trouble, wait_for
from opening import CUSTOMERS, install, need
from shop import OWNER, PASSWORD
from stick import STICK, new_stick, plug_stick

# Longer than a program's text waits for a STOP before it goes, in seconds.
LONG_ENOUGH = 100


@row
def restore_drill(guest, shop, modem):
    """From a stick to a fresh machine: opt-outs hold, nothing goes twice, nothing by itself before the owner's word."""
    modem_works(shop)
    comes_to_rest(guest, shop, modem)
    new_stick(guest)
    plug_stick(guest)
    pull_and_plug_stick(guest, shop)
    late = leave_texts_waiting(shop, modem)
    guest.run("systemctl start readybell-backup")
    backup = guest.run(f"ls {STICK} | grep backup")
    modem.tell("replug")
    wait_for("the texts that the backup has as waiting", 180, lambda: late in went(modem) and ready_texts(modem))
    stops(guest, modem, TEXTED[2])
    guest.cut_power()

    guest.new_data()
    guest.boot("booted")
    install(guest, guest.home / "readybell.deb")
    plug_stick(guest)
    said = guest.run("systemctl stop readybell && readybell restore --from-stick && systemctl start readybell")
    need("opt-outs 1 that came after" in said and "texts    2 had not left" in said, said)
    guest.plug_modem()
    modem_works(shop)
    return f"{backup} on the stick; {goes_on(guest, shop, modem)}"


def pull_and_plug_stick(guest, shop):
    """A service that was started without the stick, where one was before, has it too when it comes."""
    guest.unplug_disk("stick")
    wait_for("the stick to be missed", 60, lambda: not guest.tries(f"mountpoint -q {STICK}"))
    guest.run("systemctl restart readybell")
    modem_works(shop)
    plug_stick(guest)


def leave_texts_waiting(shop, modem):
    """Without a modem two texts wait: that a vehicle is ready, and what a program asks for. Gives its figure."""
    modem.tell("unplug")
    wait_for("a modem that is missed", 90, lambda: shop.modem() != "ready")
    shop.post(f"/jobs/{shop.jobs[CUSTOMERS[0]]}/ready")
    return shop.text(TEXTED[0])


def went(modem):
    return [figure_in(event["words"]) for event in modem.events("accepted")]


def stops(guest, modem, number):
    """STOP is on the stick at once."""
    known = f"cat {STICK}/revocations.journal 2>/dev/null | wc -l"
    need(guest.run(known) == "0", "the stick knows opt-outs already")
    modem.tell(f"text {number} STOP")
    wait_for("the STOP to be on the stick", 60, lambda: guest.run(known) == "1")


def is_refused(shop, number):
    try:
        shop.text(number)
    except Trouble as refused:
        return need("opted_out" in str(refused), f"a text to {number} is refused for another reason: {refused}")
    raise Trouble(f"{number} has opted out, and a text to it is taken in")


def goes_on(guest, shop, modem):
    """The fresh machine, from the restore to its first text."""
    shop.cookie = ""
    shop.post("/sign-in", name=OWNER, password=PASSWORD)
    is_refused(shop, TEXTED[2])
    calls = shop.get("/calls")
    to_call = [number for number in CUSTOMERS if f"Luis {number[-4:]}" in calls]
    need(to_call == [CUSTOMERS[0], TEXTED[0]], f"on the call list are {to_call}")
    before = len(modem.events("accepted"))
    held = shop.text(TEXTED[1])
    time.sleep(LONG_ENOUGH)
    need(len(modem.events("accepted")) == before, "something went before the owner's word")
    shop.change("/modem/gap")
    wait_for("the text that was held", 60, lambda: held in went(modem))
    time.sleep(LONG_ENOUGH)
    need(len(modem.events("accepted")) == before + 1, "more went than was asked for")
    ledger = guest.run("runuser -u readybell -- readybell ledger verify").partition(".")[0]
    return (f"a text to who opted out is refused; who waited is on the call list, and is not texted "
            f"again; in {LONG_ENOUGH} s nothing went by itself, and after the owner's word what was held; "
            f"the ledger is whole: {ledger}")
