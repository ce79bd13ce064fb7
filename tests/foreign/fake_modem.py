"""Puts one of python-gsmmodem's fake modems on a pty.

The profiles (test/fakemodems.py of its source distribution) hold what real modems said to each command,
and nothing more: no network, no prompt, no memory. This adds what they lack, the same for all, and
changes nothing that they say:

- a command of the network (CSQ, CREG, CEREG, COPS) to which a profile has no answer of its own is
  answered as at home with a fair signal;
- AT+CMGS=n gives the prompt, takes a PDU up to Ctrl-Z and answers with a reference;
- one memory, whatever is selected, with CMGL=4, CMGD=n and +CMTI: unless the profile offers none;
- a profile that refuses every setting that it knows of a command refuses all settings of it.

Arguments: the fakemodems.py, the profile's class, where to put the link, then any of `pin` (it waits
for its PIN), `busy` (the first commands of the SIM find it busy) and `asleep` (its radio is off).
Prints `ready`, then `sent PDU`, `deleted INDEX` and `refused COMMAND`. Reads PDUs of texts that come
in from its standard input, a line each.
"""

import importlib.util
import os
import selectors
import sys
import tty

profiles, name, link, *moods = sys.argv[1:]
spec = importlib.util.spec_from_file_location("fakemodems", profiles)
fakemodems = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fakemodems)
modem = getattr(fakemodems, name)()
modem.smscNumber = "+15550100999"
if "AT+CFUN?\r" in modem.responses:
    modem.cfun = -1  # It answers this one by itself.
if "pin" in moods:
    modem.pinLock = True
if "busy" in moods:
    modem.simBusyErrorCounter = 3
    modem.commandsSimBusy = ["AT+CPIN?\r", "AT+CIMI\r", "AT+CMGF=0\r"]
if "asleep" in moods:
    modem.cfun = 0

NETWORK = {
    "AT+CSQ\r": ["+CSQ: 17,99\r\n", "OK\r\n"],
    "AT+CREG?\r": ["+CREG: 0,1\r\n", "OK\r\n"],
    "AT+CEREG?\r": ["+CEREG: 0,1\r\n", "OK\r\n"],
    "AT+COPS?\r": ['+COPS: 0,0,"Fake",2\r\n', "OK\r\n"],
}
HAS_MEMORY = "()" not in "".join(modem.responses.get("AT+CPMS=?\r", []))
memory = {}
reference = 0
prompted = False
line = b""

master, port = os.openpty()
tty.setraw(port)
if os.path.islink(link):
    os.unlink(link)
os.symlink(os.ttyname(port), link)


def say(text):
    os.write(master, text.encode())


def event(text):
    print(text, flush=True)


def refuses(command):
    """Whether each setting of this command that the profile knows is an error."""
    setting = command.partition("=")[0] + "="
    known = [
        answer
        for asked, answer in modem.responses.items()
        if asked.startswith(setting) and not asked.startswith(setting + "?")
    ]
    return "=" in command and bool(known) and all(answer == ["ERROR\r\n"] for answer in known)


def answer(command):
    global prompted
    if modem._pinLock and not command.startswith("AT+CPIN"):
        return modem.getResponse(command)
    if command in NETWORK and command not in modem.responses:
        return NETWORK[command]
    if command.startswith("AT+CMGS="):
        prompted = True
        return ["\r\n> "]
    if command.startswith(("AT+CMGL=", "AT+CMGR=", "AT+CMGD=")) and not HAS_MEMORY:
        return ["ERROR\r\n"]
    if command == "AT+CMGL=4\r":
        lines = []
        for index, pdu in sorted(memory.items()):
            length = len(pdu) // 2 - 1 - int(pdu[:2], 16)
            lines += [f"+CMGL: {index},0,,{length}\r\n", pdu + "\r\n"]
        return lines + ["OK\r\n"]
    if command.startswith("AT+CMGD="):
        index = int(command[8:-1].split(",")[0])
        if memory.pop(index, None) is not None:
            event(f"deleted {index}")
        return ["OK\r\n"]
    if not command.endswith("=?\r") and refuses(command):
        event(f"refused {command.strip()}")
        return ["ERROR\r\n"]
    return modem.getResponse(command)


def heard(byte):
    global line, prompted, reference
    if prompted and byte == b"\x1a":
        event(f"sent {line.decode()}")
        prompted, line = False, b""
        reference += 1
        say(f"\r\n+CMGS: {reference}\r\nOK\r\n")
    elif byte == b"\x1b":
        prompted, line = False, b""
    elif byte == b"\r" and not prompted:
        command, line = line.decode() + "\r", b""
        if command != "\r":
            for said in answer(command):
                if isinstance(said, str):
                    say(said)
    elif byte not in b"\r\n":
        line += byte


def comes_in(pdu):
    index = max(memory, default=0) + 1
    memory[index] = pdu
    say(f'\r\n+CMTI: "SM",{index}\r\n')


event("ready")
selector = selectors.DefaultSelector()
selector.register(master, selectors.EVENT_READ)
selector.register(sys.stdin, selectors.EVENT_READ)
while True:
    for key, _ in selector.select():
        if key.fileobj is sys.stdin:
            pdu = sys.stdin.readline()
            if not pdu:
                os.unlink(link)
                sys.exit()
            comes_in(pdu.strip())
        else:
            for byte in os.read(master, 4096):
                heard(bytes([byte]))
