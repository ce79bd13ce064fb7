"""The other driver of the buttons, rppal, with a Raspberry Pi's registers and device tree faked.

Its presses come from the kernel's lines as they are; it writes its lights into a file, where a Raspberry Pi has
its registers.
"""

import random
import subprocess
from pathlib import Path

from bench import ready_texts, row
from eyes import INSIDE
from fingers import blind
from machine import wait_for
from opening import BAYS, CUSTOMERS, need

ROOT = Path(__file__).resolve().parents[3]
BOARD, PROGRAM = "/run/board", "/usr/local/bin/readybell"
BESIDE = "/run/systemd/system/readybell.service.d"
# Where the registers say: these lines become high, these become low, and so they stand.
SETS, CLEARS, LEVELS = 0x1C, 0x28, 0x34
# The service as it is, but for its program and what it sees of the board.
DROP_IN = f"""[Service]
ExecStart=
ExecStart={PROGRAM} serve
BindPaths={BOARD}/gpiomem:/dev/gpiomem
BindReadOnlyPaths={BOARD}/firmware:/sys/firmware
"""


@row
def rppal(guest, shop, modem):
    """A build with rppal, on a faked board: a press texts once, and the light is written into the registers."""
    subprocess.run(["cargo", "build", "--quiet", "--locked", "--features", "rppal"], cwd=ROOT, check=True)
    program = guest.home / "readybell-rppal"
    subprocess.run(["strip", "-o", program, ROOT / "target/debug/readybell"], check=True)
    guest.send_file(program, PROGRAM)
    fake_board(guest)
    guest.run(f"mkdir -p {BESIDE} && cat >{BESIDE}/rppal.conf", input=DROP_IN)
    guest.run(f"chmod 755 {PROGRAM} && sed -i 's/^driver = .*/driver = \"rppal\"/' /etc/readybell/config.toml && "
              "systemctl daemon-reload && systemctl restart readybell")
    wait_for("a modem that is ready", 180, lambda: shop.modem() == "ready", every=0.5)
    running = guest.run("readlink /proc/$(systemctl show -p MainPID --value readybell)/exe")
    need(running == PROGRAM, f"{running} runs")
    button, lamp = BAYS[0]
    at_rest = blinks(guest, lamp)
    need(at_rest <= 1, f"the light blinks before the press: {at_rest}")
    guest.run(f"{INSIDE} play", input="\n".join(blind(random.Random(1), button)))
    pressed = blinks(guest, lamp)
    # The text may go, and the blinking end, before the last look.
    need(pressed >= LOOKS - 1, f"the light of a press was written in {pressed} of {LOOKS} looks")
    text, = wait_for("the text", 90, lambda: ready_texts(modem))
    need(text["to"] == CUSTOMERS[0], f"{text} went to another one")
    return (f"the phone got {text['words']!r}; line {lamp} was told to be high and low in {pressed} of {LOOKS} "
            f"looks after the press, and in {at_rest} before it")


def fake_board(guest):
    """A Raspberry Pi 4 by its device tree, and a page of registers in which every contact is open."""
    tree = f"{BOARD}/firmware/devicetree/base"
    guest.run(f"mkdir -p {tree} && printf 'raspberrypi,4-model-b\\0brcm,bcm2711\\0' >{tree}/compatible && "
              f"printf 'Raspberry Pi 4 Model B\\0' >{tree}/model && "
              f"truncate -s 4096 {BOARD}/gpiomem && chmod 666 {BOARD}/gpiomem && "
              f"printf '\\377\\377\\377\\377' | dd of={BOARD}/gpiomem bs=1 seek={LEVELS} conv=notrunc status=none")


# How often is looked for a light that blinks every second. One that is well is lit for a moment in ten.
LOOKS = 4


def blinks(guest, lamp):
    """In how many looks of a second the line was told to be high, and to be low again."""
    zero = f"dd if=/dev/zero of={BOARD}/gpiomem bs=4 count=1 conv=notrunc status=none"
    forget = " && ".join(f"{zero} seek={register // 4}" for register in (SETS, CLEARS))
    tell = " ".join(f"$(od -An -tu4 -j{register} -N4 {BOARD}/gpiomem)" for register in (SETS, CLEARS))
    said = guest.run(f"for look in $(seq {LOOKS}); do {forget}; sleep 1.2; echo {tell}; done")
    told = [map(int, line.split()) for line in said.splitlines()]
    return sum(all(register >> lamp & 1 for register in registers) for registers in told)
