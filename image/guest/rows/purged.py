"""The package goes."""

from bench import comes_to_rest, modem_works, row
from machine import wait_for
from opening import BACKUPS, DATA, need
from stick import STICK, is_mounted, new_stick, push_in


@row
def purged(guest, shop, modem):
    """The package is purged, and comes back: nothing is asked, and the ledger is there; it goes when that is said."""
    before = comes_to_rest(guest, shop, modem)
    guest.run("systemctl start readybell-backup")
    said = guest.run("dpkg --purge readybell </dev/null 2>&1")
    need(f"The ledger stays in {DATA}" in said, f"the package says {said!r}")
    need(not guest.tries("systemctl cat readybell || test -e /etc/readybell/config.toml"),
         "the service or its configuration is there")
    # A stick that is there before the package is.
    new_stick(guest)
    push_in(guest)
    wait_for("the stick to be seen", 60, lambda: guest.tries("udevadm settle && test -e /dev/disk/by-label/READYBELL"))
    need(not guest.tries(f"mountpoint -q {STICK}"), "the stick is mounted without the package")
    guest.run("dpkg --install /root/readybell.deb")
    is_mounted(guest)
    wait_for("the page", 60, shop.modem)
    modem_works(shop)
    need("Ann" in shop.get("/modem"), "the owner is not known any more")
    after = comes_to_rest(guest, shop, modem)
    need(after == before, f"{before} became {after}")
    need(guest.tries(f"ls {BACKUPS}/*.backup"), "the backup is gone, and nobody has said so")
    guest.run("READYBELL_FORGET=yes dpkg --purge readybell </dev/null")
    left = guest.run(f"find {DATA} {BACKUPS} -mindepth 1 ! -name lost+found 2>/dev/null; true")
    need(left == "", f"of the ledger and its backups is left: {left}")
    return f"{after}; a stick that was there before is mounted; and none of it, nor of its backups, when that was said"
