"""The shop is opened: the package installed as anybody would, and the shop set up through its page."""

import re
from pathlib import Path

from eyes import INSIDE, looks_like, seen
from machine import Trouble, wait_for

# The bays of the test: button and light.
BAYS = [(17, 27), (22, 23), (5, 6), (12, 13), (16, 19), (20, 21), (24, 25), (26, 18)]
# Customers who agreed to texts; the first ones' vehicles stand in the bays.
CUSTOMERS = [f"+1312555{n:04}" for n in range(200, 224)]
DATA = "/var/lib/readybell"
BACKUPS = "/var/backups/readybell"
MOUNT = f"until test -e /dev/disk/by-label/readybell-data; do sleep 0.1; done; mountpoint -q {DATA} || mount {DATA}"


def need(true, otherwise):
    if not true:
        raise Trouble(otherwise)


def journal(guest, words):
    return guest.run(f"journalctl --namespace=readybell -u readybell --no-pager -o cat -g '{words}' | tail -n 1")


def install(guest, package):
    """The package is installed as anybody would. The guest has booted, and nothing more."""
    guest.send_file(Path(__file__).with_name("inside.py"), "/root/inside.py")
    guest.send_file(package, "/root/readybell.deb")
    guest.run(f"echo 'LABEL=readybell-data {DATA} ext4 nofail 0 2' >>/etc/fstab && mkdir {DATA} && {MOUNT}")
    lines = " ".join(f"{button} {light}" for button, light in BAYS)
    guest.run(f"modprobe gpio-sim && {INSIDE} lines {lines}")
    guest.run("dpkg --install /root/readybell.deb")
    wait_for("the service", 60, lambda: guest.tries("systemctl is-active --quiet readybell"))


def blinked(code):
    """A code as a light says it: a long one, then each digit in blinks; a pause behind each."""
    return [2000, 1500, *(length for digit in code for length in [200, 300] * (int(digit) - 1) + [200, 1500])][:-1]


def set_up(guest, shop, package, report):
    """The shop is opened through its page."""
    install(guest, package)
    report(f"readybell.service is {guest.run('systemctl is-active readybell')} on "
           f"{guest.run('uname -r')}")
    need(not guest.run("systemctl --failed --no-legend"), guest.run("systemctl --failed"))
    report(guest.run("systemd-analyze security readybell --no-pager | tail -n 1").strip("→ "))
    code = re.search(r"code=(\w+)", journal(guest, "first start"))
    need(code, "the journal tells no link for the first start")
    blinks = blinked(code.group(1))
    # Whenever the look begins, one whole round is in it.
    seconds = 2 * sum(blinks) // 1000 + 5
    need(looks_like(seen(guest, BAYS[0][1], seconds), blinks), "the light does not blink that code")
    report(f"the light blinks the code {code.group(1)}")
    shop.set_up(code.group(1))
    shop.hurry()
    shop.token = guest.run("runuser -u readybell -- readybell token create rows --scope service").split()[-1]

    bays = "".join(f"[[panel.bay]]\nbay = {bay}\nbutton = {button}\nlight = {light}\n"
                   for bay, (button, light) in enumerate(BAYS, 1))
    guest.run(f"sed -i -e 's/^bays = .*/bays = {len(BAYS)}/' -e '/^\\[\\[panel.bay/,$d' /etc/readybell/config.toml"
              f" && cat >>/etc/readybell/config.toml && systemctl restart readybell", input=bays)
    wait_for("the page", 60, shop.modem)
    for bay, number in enumerate(CUSTOMERS, 1):
        shop.customer(number, where=f"bay-{bay}" if bay <= len(BAYS) else "waiting")
    guest.run(f"systemctl stop readybell && umount {DATA}")
