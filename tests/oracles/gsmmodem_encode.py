"""python-gsmmodem-new as an oracle.

Reads words as UTF-16 in hex, a text a line; prints the SUBMIT parts as AT+CMGS takes them, in hex,
a space between.
"""

import sys

from gsmmodem.pdu import encodeSmsSubmitPdu

for reference, line in enumerate(sys.stdin):
    words = bytes.fromhex(line.strip()).decode("utf-16-be")
    parts = encodeSmsSubmitPdu("+12025550143", words, reference=reference % 256)
    print(" ".join(str(part) for part in parts))
