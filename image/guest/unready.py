"""What an update or a card can suffer, for image/boot."""

import shutil
import subprocess

# The data partition, and its superblock.
DATA = 4 * 1024 * 1024 * 1024
SUPERBLOCK = DATA + 1024


def small_package(made):
    """A package of one file, to be cut off in the middle of its installation."""
    tree = made.with_suffix(".tree")
    shutil.rmtree(tree, ignore_errors=True)
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN/control").write_text("Package: small\nVersion: 1\nArchitecture: all\nMaintainer: Nobody <nobody@example.org>\n"
                                         "Description: a package of one file\n")
    (tree / "usr/lib/small").mkdir(parents=True)
    (tree / "usr/lib/small/file").write_text("It is there.\n")
    subprocess.run(["dpkg-deb", "--build", "--root-owner-group", tree, made], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
    return made


def without_superblock(card):
    """The first copy of the data's superblock is gone."""
    with card.open("r+b") as file:
        file.seek(SUPERBLOCK)
        file.write(bytes(1024))


def unreadable(card, words):
    """The card for qemu, with an error in the place of the superblock. The words go in a file of theirs."""
    words.write_text(f'[inject-error]\nevent = "read_aio"\nerrno = "5"\nsector = "{SUPERBLOCK // 512}"\n')
    return f"blkdebug:{words}:{card}"
