"""Sends one text with python-gsmmodem-new, waits for its report, and then for one inbound text.

Arguments: port, number, words, seconds to wait at most. Prints `delivered` when the report has
come, and `received NUMBER WORDS` when a text has.
"""

import queue
import sys

from gsmmodem.modem import GsmModem

port, number, words, seconds = sys.argv[1:]
seconds = float(seconds)
received = queue.Queue()
modem = GsmModem(port, 115200, smsReceivedCallbackFunc=received.put)
modem.connect()
try:
    modem.sendSms(number, words, waitForDeliveryReport=True, deliveryTimeout=seconds)
    print("delivered")
    text = received.get(timeout=seconds)
    print("received", text.number, text.text)
finally:
    modem.close()
