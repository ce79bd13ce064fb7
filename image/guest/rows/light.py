"""What the light says, as a person sees it: read back from its line."""

import random

from bench import ready_texts, row
from eyes import INSIDE, looks_like, seen
from fingers import blind
from machine import Trouble, wait_for
from opening import BAYS, CUSTOMERS, DATA, need


@row
def light(guest, shop, modem):
    """Every pattern of the light but the code's, read back from its line."""
    button, lamp = BAYS[0]
    empty, its_lamp = BAYS[-1]
    shop.post(f"/jobs/{shop.jobs[CUSTOMERS[len(BAYS) - 1]]}/move", to="waiting")
    wait_for("a light that is at rest", 200, lambda: looks_like(seen(guest, lamp, 32), [40, 9960]))
    said = ["well"]

    def shows(name, pattern, seconds, press_at=None, light=lamp, looks=1):
        """Looks again only where the same press shows the same again: a busy machine is late with a light."""
        for _ in range(looks):
            stretches = seen(guest, light, seconds, press_at)
            if looks_like(stretches, pattern):
                return said.append(name)
        raise Trouble(f"{name} should be {pattern}, and was {stretches}")

    shows("no job", [150, 250, 150], 4, empty, its_lamp, looks=5)
    shows("armed", [500, 500, 500], 4, button)
    guest.run(f"{INSIDE} play", input="\n".join(blind(random.Random(3), button)))
    # The eye, or the light, may miss a blip where the machine stands still.
    shows("taken back", [40, 9960], 52)
    shows("armed again", [500, 500, 500], 4, button)
    shows("sent", [3000], 30)
    need(len(ready_texts(modem)) == 1, "the light said that a text went")
    shows("already announced", [150, 250, 150, 250, 150, 250, 150], 5, button, looks=5)
    (second, her_lamp), (third, late_lamp), (fourth, stuck_lamp) = BAYS[1:4]
    modem.tell(f"text {CUSTOMERS[1]} STOP")
    stopped = "SELECT count(*) FROM ledger WHERE event = 'revoke'"
    wait_for("the STOP", 60, lambda: guest.run(f'sqlite3 {DATA}/readybell.db "{stopped}"') == "1", every=0.5)
    shows("call her", [600, 200, 150, 450], 8, second, her_lamp)

    shop.change("/settings/texts", service_tue_from="20:30")
    shows("it must wait", [1000, 2000, 1000], 45, third, late_lamp)
    shop.change("/settings/texts", service_tue_from="09:00")

    modem.tell("unplug")
    wait_for("a modem that is missed", 90, lambda: shop.modem() != "ready")
    shows("unwell", [60, 240, 60], 20)
    shows("it could not go", [100] * 5, 45, fourth, stuck_lamp)
    return ", ".join(said)
