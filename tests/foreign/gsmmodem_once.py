"""Sends one text with python-gsmmodem-new, waits for its report, and then for one inbound text.

Arguments: port, number, words, seconds to wait at most. Prints `delivered` when the report has
come, and `received NUMBER WORDS` when a text has.
"""

import sys
import threading

from gsmmodem.modem import GsmModem

port, number, words, seconds = sys.argv[1:]
seconds = float(seconds)
received = threading.Event()


def on_text(sms):
    print("received", sms.number, sms.text, flush=True)
    received.set()


modem = GsmModem(port, 115200, smsReceivedCallbackFunc=on_text)
modem.connect()
try:
    modem.sendSms(number, words, waitForDeliveryReport=True, deliveryTimeout=seconds)
    print("delivered", flush=True)
    if not received.wait(seconds):
        sys.exit("no text came")
finally:
    modem.close()
