"""A USB stick for backups."""

import subprocess

from machine import wait_for

STICK = "/media/readybell"


def new_stick(guest):
    """A stick as an owner would format it: FAT, labelled READYBELL."""
    subprocess.run(["truncate", "-s", "64M", guest.home / "stick.img"], check=True)
    guest.emulator("mkfs.vfat", "-n", "READYBELL", "/scratch/stick.img")


def push_in(guest):
    guest.plug_disk("stick", "usb-storage", bus="xhci.0", removable=True)


def plug_stick(guest):
    push_in(guest)
    is_mounted(guest)


def is_mounted(guest):
    wait_for("the stick to be mounted", 60, lambda: guest.tries(f"mountpoint -q {STICK}"))
