"""The package goes."""

from bench import comes_to_rest, modem_works, row
from machine import wait_for
from opening import DATA, need


@row
def purged(guest, shop, modem):
    """The package is purged, and comes back: nothing is asked, and the ledger is there; it goes when that is said."""
    before = comes_to_rest(guest, shop, modem)
    said = guest.run("dpkg --purge readybell </dev/null 2>&1")
    need(f"The ledger stays in {DATA}" in said, f"the package says {said!r}")
    need(not guest.tries("systemctl cat readybell || test -e /etc/readybell/config.toml"),
         "the service or its configuration is there")
    guest.run("dpkg --install /root/readybell.deb")
    wait_for("the page", 60, shop.modem)
    modem_works(shop)
    need("Ann" in shop.get("/modem"), "the owner is not known any more")
    after = comes_to_rest(guest, shop, modem)
    need(after == before, f"{before} became {after}")
    guest.run("READYBELL_FORGET=yes dpkg --purge readybell </dev/null")
    need(guest.run(f"ls -A {DATA} | grep -v lost+found; true") == "", "something of the ledger is left")
    return f"{after}; and none of it when that was said"
