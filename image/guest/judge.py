"""The judge: what the simulated network saw, against what the guest's database says."""

import sqlite3
from collections import Counter

from shop import MARK

# What may be said of a text that the network has, and of one that it has not.
WENT = {"sent", "delivered", "undelivered", "unsure"}
STAYED = {"queued", "failed", "refused", "expired", "cancelled", "unsure"}


def figure_in(words):
    """The figure of a text that a program asked for, or nothing."""
    pieces = words.split(MARK)
    return int(pieces[1]) if len(pieces) > 2 and pieces[1].isdigit() else None


class Verdict:
    """Each broken promise in words, and how much there was to judge."""

    def __init__(self):
        self.broken = []
        self.accepted = self.unsure = self.waiting = self.inbound = 0

    def __str__(self):
        return (f"{self.accepted} texts accepted, {self.inbound} came in, {self.unsure} unsure, "
                f"{self.waiting} waiting")


def judge(events, database, promised):
    """Judges what has come to rest: `events` of the simulator, and a copy of the database."""
    verdict = Verdict()
    says = verdict.broken.append
    tables = sqlite3.connect(database)
    accepted = Counter((event["to"], event["words"]) for event in events if event["event"] == "accepted")
    went = Counter()
    for (to, words), times in accepted.items():
        figure = figure_in(words)
        verdict.accepted += times
        if figure is not None:
            went[figure] += times
            if times > 1:
                says(f"text {figure} was accepted {times} times")
            continue
        rows = tables.execute("SELECT state FROM outbox JOIN contact_point ON contact_point.id = contact_id "
                              "WHERE address = ? AND words = ?", (to, words)).fetchall()
        if times > sum(state in WENT for state, in rows):
            says(f"{words!r} went {times} times to {to}, and stands as {rows}")

    kept = {}
    for row, words, state, reason in tables.execute("SELECT id, words, state, reason FROM outbox"):
        figure = figure_in(words)
        verdict.unsure += state == "unsure"
        verdict.waiting += state == "queued"
        if state not in ("queued", "sent", "delivered") and not reason:
            says(f"text {row} is {state}, and nobody knows why")
        if figure is None:
            continue
        if figure in kept:
            says(f"text {figure} is in the outbox twice")
        kept[figure] = row
        if state not in (WENT if went[figure] else STAYED):
            says(f"text {figure} is {state} ({reason}), and was accepted {went[figure]} times")
    for figure, row in promised.items():
        if figure not in kept or row not in (None, kept[figure]):
            says(f"text {figure} was promised as {row}, and is lost")
    for figure in went:
        if figure not in kept:
            says(f"text {figure} went and is not in the outbox")

    texted = Counter((event["from"], event["words"]) for event in events if event["event"] == "texted")
    for (sender, words), times in texted.items():
        verdict.inbound += times
        found, = tables.execute(
            "SELECT count(*) FROM inbox JOIN contact_point ON contact_point.id = contact_id "
            "WHERE address = ? AND words = ? AND applied_at IS NOT NULL", (sender, words)).fetchone()
        if found != times:
            says(f"{words!r} from {sender} came {times} times, and was stored and applied {found} times")
    sound, = tables.execute("PRAGMA integrity_check").fetchone()
    if sound != "ok":
        says(f"the database is damaged: {sound}")
    tables.close()
    return verdict
