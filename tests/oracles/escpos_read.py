"""python-escpos as an oracle.

Reads what a receipt printer is given; prints it as JSON, a line of paper a line. Every command must be
one that python-escpos itself would send, byte for byte, and every letter is read by the code page that
its profile of a widespread printer has under the number that was chosen. Anything else ends with an
error.
"""

import json
import sys

from escpos import constants as known
from escpos.printer import Dummy

PRINTER = "TM-T88V"


def sent(*calls):
    """What python-escpos sends for these calls."""
    printer = Dummy(profile=PRINTER)
    for name, arguments in calls:
        getattr(printer, name)(**arguments)
    return printer.output


def large():
    """Twice as wide and twice as high, without what `set` sends besides."""
    return known.TXT_SIZE + bytes([known.TXT_STYLE["width"][2] + known.TXT_STYLE["height"][2]])


def normal():
    return known.TXT_SIZE + bytes([known.TXT_STYLE["width"][1] + known.TXT_STYLE["height"][1]])


STYLES = {
    known.TXT_STYLE["bold"][True]: ("bold", True),
    known.TXT_STYLE["bold"][False]: ("bold", False),
    known.TXT_STYLE["align"]["left"]: ("align", "left"),
    known.TXT_STYLE["align"]["center"]: ("align", "center"),
    large(): ("large", True),
    normal(): ("large", False),
}
# FS .: no two-byte letters. Epson's, and not among the commands of python-escpos.
NO_KANJI = known.FS + b"."
CUT = sent(("cut", {"feed": False}))
PAGES = Dummy(profile=PRINTER).profile.get_code_pages()
PAGES = {int(number): name for name, number in PAGES.items()}
QR = known.GS + b"(k"
# GS ( k, function 80: what the code holds.
QR_HOLDS = b"1P0"


def qr(rest):
    """The words of the QR code at the beginning of these bytes, and how many bytes it takes."""
    at, words = 0, None
    while rest[at:].startswith(QR):
        length = int.from_bytes(rest[at + 3 : at + 5], "little")
        inside = rest[at + 5 : at + 5 + length]
        if inside.startswith(QR_HOLDS):
            words = inside[len(QR_HOLDS) :].decode("ascii")
        at += 5 + length
    ours = {"content": words, "ec": known.QR_ECLEVEL_M, "size": 5, "native": True}
    if words is None or rest[:at] != sent(("qr", ours)):
        raise SystemExit(f"no QR code of python-escpos's: {rest[:at]!r}")
    return words, at


def read(rest):
    if not rest.startswith(known.HW_INIT + NO_KANJI):
        raise SystemExit("the printer is not made ready")
    rest = rest[len(known.HW_INIT + NO_KANJI) :]
    style = {"bold": False, "align": "left", "large": False}
    page, words, line = None, "", dict(style)
    while rest:
        if rest == CUT:
            return
        if rest.startswith(QR):
            words, taken = qr(rest)
            print(json.dumps({"qr": words, "align": style["align"]}))
            words, rest = "", rest[taken:]
        elif rest.startswith(known.CODEPAGE_CHANGE):
            page, rest = PAGES[rest[2]], rest[3:]
        elif command := next((c for c in STYLES if rest.startswith(c)), None):
            name, value = STYLES[command]
            style[name], rest = value, rest[len(command) :]
            line = dict(style) if not words else line
        elif rest[:1] == known.CTL_LF:
            print(json.dumps({"words": words, **line}))
            words, line, rest = "", dict(style), rest[1:]
        elif rest[0] < 0x20:
            raise SystemExit(f"no command of python-escpos's: {rest[:8]!r}")
        else:
            words += rest[:1].decode(page or "ascii")
            rest = rest[1:]
    raise SystemExit("the paper is not cut")


read(sys.stdin.buffer.read())
