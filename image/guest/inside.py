"""Runs in the guest, with what python3-minimal has: fingers on the simulated lines, and an eye on the lights.

    inside.py lines LINE…          makes a chip with these lines, the buttons among them open
    inside.py play <SCHEDULE       a step a line, each button's steps in their order and all buttons at once:
        BUTTON closed|open MS          puts its line there, and waits MS
        BUTTON lit|dark MS LAMP        waits until LAMP has been seen so for MS
    inside.py watch LAMP SECONDS   prints "LEVEL MS" for each stretch that a light was at a level
"""

import glob
import heapq
import os
import sys
import time

CONFIG = "/sys/kernel/config/gpio-sim/pi"
# A contact that opens for less than this is meant to close again, in seconds.
BOUNCE = 0.1
# How often an eye looks, and how long it waits for a light; in seconds.
LOOK, GIVES_UP = 0.03, 60
# Buttons close to ground.
PULL = {"closed": b"pull-down", "open": b"pull-up"}


def lines(wanted):
    bank = f"{CONFIG}/gpio-bank0"
    os.makedirs(bank)
    write(f"{bank}/num_lines", b"58")
    write(f"{bank}/label", b"pinctrl-bcm2711")
    for line in wanted:
        os.mkdir(f"{bank}/line{line}")
        write(f"{bank}/line{line}/name", f"GPIO{line}".encode())
    write(f"{CONFIG}/live", b"1")


def of(line, what):
    return glob.glob(f"/sys/devices/platform/gpio-sim.*/gpiochip*/sim_gpio{line}/{what}")[0]


def write(path, words):
    with open(path, "wb", buffering=0) as file:
        file.write(words)


class Hand:
    """One button's finger, and the eye on its light."""

    def __init__(self, button):
        self.button, self.steps, self.seen = button, [], None
        self.pull = os.open(of(button, "pull"), os.O_WRONLY)
        # How long a bounce was open at the longest. A machine that stands still makes two presses of one.
        self.opened, self.bounced = None, 0

    def turn(self):
        """Does what is due, and gives in how many seconds it has the next turn."""
        what, wait, *lamp = self.steps[-1]
        if what in PULL:
            self.steps.pop()
            os.pwrite(self.pull, PULL[what], 0)
            if what == "open" and wait < BOUNCE:
                self.opened = time.monotonic()
            elif what == "closed" and self.opened:
                self.bounced = max(self.bounced, time.monotonic() - self.opened)
                self.opened = None
            return wait
        self.opened = None
        now = time.monotonic()
        if self.seen is None:
            self.lamp = os.open(of(lamp[0], "value"), os.O_RDONLY)
            self.began, self.since, self.seen = now, now, now
        # An eye that was closed for a while has not seen the light.
        if (os.pread(self.lamp, 1, 0) == b"1") != (what == "lit") or now - self.seen > LOOK * 4:
            self.since = now
        self.seen = now
        if now - self.since >= wait:
            os.close(self.lamp)
            self.seen = None
            self.steps.pop()
            return 0
        if now - self.began > GIVES_UP:
            sys.exit(f"button {self.button} waited in vain for its light to be {what}, {len(self.steps)} steps before the end")
        return LOOK


def play(schedule):
    """Each button has a finger of its own, and they move at the same time."""
    # A finger is not slower because a machine is.
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    hands = {}
    for row in schedule:
        button, what, wait, *lamp = row.split()
        hand = hands.get(button) or hands.setdefault(button, Hand(button))
        hand.steps.append((what, float(wait) / 1000, *lamp))
    for hand in hands.values():
        hand.steps.reverse()
    due = [(time.monotonic(), button) for button in hands]
    heapq.heapify(due)
    while due:
        at, button = heapq.heappop(due)
        time.sleep(max(0, at - time.monotonic()))
        wait = hands[button].turn()
        if hands[button].steps:
            # From now, not from when it was due: a wait is never shorter than it says.
            heapq.heappush(due, (time.monotonic() + wait, button))
    bounced = max(hand.bounced for hand in hands.values())
    print(f"no bounce was open for longer than {bounced * 1000:.0f} ms")


def watch(lamp, seconds):
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    value = os.open(of(lamp, "value"), os.O_RDONLY)
    began = since = time.monotonic()
    level = os.pread(value, 1, 0)
    while time.monotonic() < began + float(seconds):
        time.sleep(0.005)
        now, read = time.monotonic(), os.pread(value, 1, 0)
        if read != level:
            print(level.decode(), round((now - since) * 1000), flush=True)
            level, since = read, now
    print(level.decode(), round((time.monotonic() - since) * 1000))


def main(what, *arguments):
    if what == "lines":
        lines(arguments)
    elif what == "play":
        play(sys.stdin.read().splitlines())
    elif what == "watch":
        watch(*arguments)


main(*sys.argv[1:])
