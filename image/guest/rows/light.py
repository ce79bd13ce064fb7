"""What the light says, as a person sees it: read back from its line."""

import random

from bench import ready_texts, row
from fingers import blind
from machine import Trouble, wait_for
from opening import BAYS, CUSTOMERS, INSIDE, need


@row
def light(guest, shop, modem):
    """The light's patterns, read back from the line: well, no job, armed, taken back, already announced, unwell."""
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
    shows("armed", [500, 500, 500, 500], 4, button)
    guest.run(f"{INSIDE} play", input="\n".join(blind(random.Random(3), button)))
    # The eye, or the light, may miss a blip where the machine stands still.
    shows("taken back", [40, 9960], 52)
    shows("armed again", [500, 500, 500, 500], 4, button)
    shows("sent", [3000], 30)
    need(len(ready_texts(modem)) == 1, "the light said that a text went")
    shows("already announced", [150, 250, 150, 250, 150, 250, 150], 5, button, looks=5)
    modem.tell("unplug")
    wait_for("a modem that is missed", 90, lambda: shop.modem() != "ready")
    shows("unwell", [60, 240, 60], 20)
    return ", ".join(said)


def seen(guest, lamp, seconds, press_at=None):
    """The stretches of a light in milliseconds, from the first one that it was on."""
    finger = (f"(sleep 0.3; printf '{press_at} closed 150\\n{press_at} open 0\\n' | {INSIDE} play) & "
              if press_at else "")
    lines = guest.run(f"{finger}{INSIDE} watch {lamp} {seconds}; wait").splitlines()
    stretches = [tuple(map(int, line.split())) for line in lines if line[:2] in ("0 ", "1 ")]
    # What it was at when the watching began was cut off.
    stretches = stretches[1:]
    if stretches and stretches[0][0] == 0:
        stretches = stretches[1:]
    return [length for _, length in stretches]


def looks_like(stretches, pattern, slack=70):
    """Whether the pattern is somewhere in what was seen; an emulated processor may be late."""
    fits = [abs(a - b) <= slack + b // 50 for a, b in zip(stretches, pattern)]
    if len(fits) == len(pattern) and all(fits):
        return True
    return len(stretches) > len(pattern) and looks_like(stretches[2:], pattern, slack)
