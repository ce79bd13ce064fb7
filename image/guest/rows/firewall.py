"""The image's firewall: what it lets in, and from where."""

import socket
from contextlib import contextmanager
from pathlib import Path

from bench import row
from machine import Trouble, free_port, wait_for
from opening import need

RULES = Path(__file__).resolve().parents[2] / "root/etc/nftables.conf"
KNOCK = "python3 /root/knock.py"
# A door of the guest where nobody has any business.
OTHER = 8099
# What is knocked at. The page and its name are of IPv4 only.
DOORS = {"the page": "at {} 80", "SSH": "at {} 22", "another door": f"at {{}} {OTHER}",
         "its name": "name {} readybell.local"}
BOTH = ("SSH", "another door")
# Another machine on a cable: the guest's address, and the one that it knocks from.
FROM = {"the shop": ("192.168.77.1/24", "192.168.77.9/24"), "the shop, IPv6": ("fd77::1/64", "fd77::9/64"),
        "the internet": ("203.0.113.1/24", "203.0.113.9/24"),
        "the internet, IPv6": ("2001:db8::1/64", "2001:db8::9/64")}


@row
def firewall(guest, shop, modem):
    """Through the image's firewall the page, SSH and the name are reached from the shop's network, and no more."""
    guest.send_file(Path(__file__).parents[1] / "knock.py", "/root/knock.py")
    guest.run(f"systemd-run --quiet --unit=other-door {KNOCK} behind {OTHER}")
    another_machine(guest)
    open_doors = expected(lambda door, where: True)
    # The service itself answers private addresses only.
    open_doors -= {("the page", "the internet")}
    inside = f"{KNOCK} at 127.0.0.1 {OTHER}"
    wait_for("the other door", 30, lambda: guest.tries(inside))
    with door_from_here(guest) as port:
        agrees(reached(guest), open_doors, "without the firewall")
        need(answers(port), "without the firewall the other door is not reached from this machine")
        guest.send_file(RULES, "/etc/nftables.conf")
        guest.run("nft -f /etc/nftables.conf")
        let_in = expected(lambda door, where: where.startswith("the shop") and door != "another door")
        agrees(reached(guest), let_in, "with the firewall")
        need(not answers(port), "with the firewall the other door is reached from this machine")
    need(guest.tries(inside), "with the firewall the other door is not reached from inside")
    shop.get("/")
    return (f"{len(open_doors)} ways in without it, from private and public addresses of IPv4 and IPv6; with it "
            f"these {len(let_in)}: {', '.join(f'{door} from {where}' for door, where in sorted(let_in))}; "
            "another door only from inside; the page from this machine too")


def expected(is_open):
    """The ways in that should be there."""
    ways = {(door, where) for door in DOORS for where in FROM if is_open(door, where)}
    return {(door, where) for door, where in ways if door in BOTH or "IPv6" not in where}


def agrees(found, wanted, when):
    need(found == wanted, f"{when}: open and should not be: {sorted(found - wanted)}; "
                          f"shut and should not be: {sorted(wanted - found)}")


def another_machine(guest):
    """A network of its own in the guest, at the other end of a cable."""
    guest.run("ip netns add other && ip link add cable type veth peer name cable netns other && "
              "ip link set cable up && ip -n other link set cable up")
    for here, there in FROM.values():
        nodad = " nodad" if ":" in here else ""
        guest.run(f"ip address add {here} dev cable{nodad} && ip -n other address add {there} dev cable{nodad}")


def reached(guest):
    """Which doors answer the other machine, all of them knocked at at once."""
    ways = [(door, where) for door in DOORS for where in FROM]
    knocks = []
    for n, (door, where) in enumerate(ways):
        address = FROM[where][0].partition("/")[0]
        knocks.append(f"(ip netns exec other {KNOCK} {DOORS[door].format(address)} 2>&1 && echo way {n}) &")
    said = guest.run(" ".join(knocks) + " wait")
    return {ways[int(line.split()[1])] for line in said.splitlines() if line.startswith("way ")}


@contextmanager
def door_from_here(guest):
    """A port of this machine that leads to the other door."""
    port = free_port()
    monitor(guest, f"hostfwd_add lan tcp:127.0.0.1:{port}-:{OTHER}")
    yield port
    monitor(guest, f"hostfwd_remove lan tcp:127.0.0.1:{port}")


def monitor(guest, line):
    said = guest.qmp.does("human-monitor-command", **{"command-line": line}).strip()
    if said and "removed" not in said:
        raise Trouble(f"{line}: {said}")


def answers(port):
    """Whether a word comes from there. The emulator takes the call in any case, and hangs up or keeps still."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as door:
        try:
            return bool(door.recv(1))
        except OSError:
            return False
