"""Presses as contacts make them, in every bay at once."""

import random

from bench import comes_to_rest, ready_texts, row
from eyes import INSIDE
from fingers import presses
from machine import wait_for
from opening import BAYS, CUSTOMERS, DATA, need


@row
def thousand_presses(guest, shop, modem):
    """1,000 presses with bounces of many shapes are 1,000 presses: announced, taken back, announced, …"""
    return press_often(guest, modem, shop, 1000)


@row
def forty_presses(guest, shop, modem):
    """The short form of the same."""
    return press_often(guest, modem, shop, 40)


def press_often(guest, modem, shop, times):
    chance, schedule = random.Random(7), []
    each = times // len(BAYS)
    # An odd number: the last one of each bay is not taken back, and its text goes.
    need(each % 2 == 1, "an odd number of presses in each bay")
    for button, lamp in BAYS:
        schedule += presses(chance, button, lamp, each)
    played = guest.run(f"{INSIDE} play", input="\n".join(schedule), timeout=3600)
    wait_for("the last texts", 90, lambda: len(ready_texts(modem)) >= len(BAYS))
    verdict = comes_to_rest(guest, shop, modem)
    went = sorted(event["to"] for event in ready_texts(modem))
    need(went == CUSTOMERS[:len(BAYS)], f"'ready' went to {went}")
    announced = guest.run(
        f"sqlite3 {DATA}/readybell.db \"SELECT job_id, sum(state = 'cancelled'), count(*) FROM outbox "
        "WHERE origin = 'button' GROUP BY job_id\"").split()
    counts = [tuple(map(int, line.split("|")[1:])) for line in announced]
    meant = [(each // 2, each // 2 + 1)] * len(BAYS)
    need(counts == meant, f"each bay was pressed {each} times; taken back and announced: {counts}; {played}")
    flips = sum(" closed " in step or " open " in step for step in schedule) - 2 * each * len(BAYS)
    return (f"{each * len(BAYS)} presses with {flips} flips too many: exactly those presses counted, and the light "
            f"told each; {played}; {verdict}")
