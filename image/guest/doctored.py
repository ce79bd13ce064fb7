"""Packages that somebody spoiled: another version, and another program, other words in the unit, or one more in the
configuration that comes with it."""

import re
import shutil
import subprocess

from opening import DATA

PROGRAM = "/usr/bin/readybell"

# A program in the place of the newer one. It ends when it has given the database a newer schema, which says that
# the version before can work with it.
DIES = f"""#!/bin/sh
sqlite3 {DATA}/readybell.db 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;
    ALTER TABLE outbox ADD COLUMN later TEXT; PRAGMA user_version = 99;'
echo 'it ends by itself' >&2
exit 1
"""
# It never says that it is ready. systemd's patience is shorter than the package's, for the test.
HANGS = "#!/bin/sh\nexec sleep infinity\n"
PATIENCE = ("TimeoutStartSec=600", "TimeoutStartSec=20")


def doctored(package, made, version, program=None, words=None, configured=None):
    """Writes such a package to `made`, from a whole one."""
    tree = made.with_suffix(".tree")
    shutil.rmtree(tree, ignore_errors=True)
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    control = tree / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*", f"Version: {version}", control.read_text()))
    if program:
        (tree / PROGRAM[1:]).write_text(program)
    if words:
        unit = tree / "usr/lib/systemd/system/readybell.service"
        assert words[0] in unit.read_text(), f"no {words[0]} in the unit"
        unit.write_text(unit.read_text().replace(*words))
    if configured:
        with (tree / "etc/readybell/config.toml").open("a") as configuration:
            configuration.write(configured)
    subprocess.run(["dpkg-deb", "--build", "--root-owner-group", tree, made], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
    return made
