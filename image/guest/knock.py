"""Runs in the guest, with what python3-minimal has: knocks at doors, and stands behind one.

    knock.py at ADDRESS PORT       whether somebody answers a connection there with a word
    knock.py name ADDRESS NAME     whether avahi there tells an address for the name, by mDNS
    knock.py behind PORT           answers whoever knocks at that door, until it is ended

Ends with 0 where somebody answered.
"""

import socket
import sys

# As long as somebody waits at a door, in seconds. Everything is a few steps away, on a slow machine.
PATIENCE = 10


def at(address, port):
    with socket.create_connection((address, int(port)), timeout=PATIENCE) as door:
        door.sendall(b"GET / HTTP/1.0\r\n\r\n")
        return bool(door.recv(1))


def name(address, wanted):
    """One question of DNS, type A, which wants its answer here and not told to everybody."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in wanted.split("."))
    question = b"\0\0\0\0\0\1\0\0\0\0\0\0" + labels + b"\0\0\1\x80\1"
    family, _, _, _, there = socket.getaddrinfo(address, 5353, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, socket.SOCK_DGRAM) as asker:
        asker.settimeout(PATIENCE / 4)
        # A question may be lost: it is asked again.
        for _ in range(4):
            asker.sendto(question, there)
            try:
                return int.from_bytes(asker.recv(9000)[6:8], "big") > 0
            except TimeoutError:
                pass
    return False


def behind(port):
    with socket.create_server(("", int(port)), family=socket.AF_INET6, dualstack_ipv6=True) as door:
        while True:
            visitor, _ = door.accept()
            visitor.sendall(b"here\n")
            visitor.close()


def main(what, *arguments):
    try:
        answered = {"at": at, "name": name, "behind": behind}[what](*arguments)
    except OSError as why:
        sys.exit(f"nobody: {why}")
    sys.exit(0 if answered else "nobody")


main(*sys.argv[1:])
