"""The shortest way through everything."""

import random

from bench import ready_texts, row
from eyes import INSIDE
from fingers import blind
from machine import Trouble, wait_for
from opening import BAYS, CUSTOMERS, need

# systemd's score of what the service may do, in tenths: 20 at most.
EXPOSED = 20


@row
def press(guest, shop, modem):
    """A press of the button texts; and what the service may do is little."""
    judged = guest.ssh(f"systemd-analyze security --no-pager --threshold={EXPOSED} readybell")
    exposure = (judged.stdout + judged.stderr).strip().splitlines()[-1]
    need(judged.returncode == 0, exposure)
    button, _ = BAYS[0]
    guest.run(f"{INSIDE} play", input="\n".join(blind(random.Random(1), button)))
    text, = wait_for("the text", 60, lambda: ready_texts(modem))
    if text["to"] != CUSTOMERS[0]:
        raise Trouble(f"{text} went to another one")
    return f"the phone got {text['words']!r}; {exposure.strip('→ ')}"
