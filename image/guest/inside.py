"""Runs in the guest, with what python3-minimal has: fingers on the simulated lines.

    inside.py lines LINE…          makes a chip with these lines, the buttons among them open
    inside.py play <SCHEDULE       "LINE LEVEL MS" a line: puts LINE to LEVEL, and waits MS before LINE's next
"""

import glob
import heapq
import os
import sys
import time

CONFIG = "/sys/kernel/config/gpio-sim/pi"
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


def play(schedule):
    """Each line has fingers of its own, and they move at the same time."""
    steps, files = {}, {}
    for row in schedule:
        line, level, wait = row.split()
        steps.setdefault(line, []).append((PULL[level], float(wait) / 1000))
    for line in steps:
        files[line] = os.open(of(line, "pull"), os.O_WRONLY)
        steps[line].reverse()
    due = [(time.monotonic(), line) for line in steps]
    heapq.heapify(due)
    while due:
        at, line = heapq.heappop(due)
        time.sleep(max(0, at - time.monotonic()))
        level, wait = steps[line].pop()
        os.pwrite(files[line], level, 0)
        if steps[line]:
            # From now, not from when it was due: a wait is never shorter than it says.
            heapq.heappush(due, (time.monotonic() + wait, line))


def main(what, *arguments):
    if what == "lines":
        lines(arguments)
    elif what == "play":
        play(sys.stdin.read().splitlines())


main(*sys.argv[1:])
