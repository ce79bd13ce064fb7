"""What dm-log-writes has recorded: every write to a disk, in the order in which it was safe there.

The log's first sector tells how many entries follow. Each entry is a sector that says where, how much and what
kind, and then what was written. Writes stand in it when a flush has made them safe; those that are safe by
themselves (FUA) when they were done. So the disk as it is after an entry of either kind is a disk that a power
cut can leave behind.
"""

import struct
from dataclasses import dataclass

MAGIC = 0x6A736677736872
SUPER, ENTRY = struct.Struct("<QQQI"), struct.Struct("<QQQQ")
FLUSH, FUA, DISCARD, MARK = 1, 2, 4, 8


@dataclass
class Entry:
    """What was written, where and of what kind; a mark has its words."""

    kind: int
    at: int = 0
    data: bytes = b""
    words: str = ""


def entries(path):
    """The log's entries, one after the other."""
    with open(path, "rb") as log:
        magic, version, count, unit = SUPER.unpack(log.read(SUPER.size))
        if magic != MAGIC or version != 1:
            raise ValueError(f"{path} is no log of dm-log-writes")
        log.seek(unit)
        for _ in range(count):
            head = log.read(unit)
            sector, sectors, kind, length = ENTRY.unpack_from(head)
            if kind & MARK:
                yield Entry(kind, words=head[ENTRY.size:ENTRY.size + length].rstrip(b"\0").decode())
            elif kind & DISCARD:
                yield Entry(kind, sector * unit, bytes(sectors * unit))
            else:
                data = log.read(sectors * unit)
                if len(data) != sectors * unit:
                    raise ValueError(f"{path} ends in the middle")
                yield Entry(kind, sector * unit, data)


def points(path):
    """Each point at which the disk was safe: what was written since the one before, and the last mark that was
    set before the next one. Nothing is safe between two points that was not so at the first."""
    writes, point, words = [], None, ""
    for entry in entries(path):
        if entry.kind & MARK:
            words = entry.words
            continue
        writes.append(entry)
        if entry.kind & (FLUSH | FUA):
            if point is not None:
                yield point, words
            point, writes = writes, []
    if point is not None:
        yield point, words
