"""Eyes that look at a light's line, and what a person would say of it."""

INSIDE = "python3 /root/inside.py"


def seen(guest, lamp, seconds, press_at=None):
    """The stretches of a light in milliseconds, from the first one that it was on."""
    finger = (f"(sleep 0.3; printf '{press_at} closed 150\\n{press_at} open 0\\n' | {INSIDE} play) & "
              if press_at else "")
    lines = guest.run(f"{finger}{INSIDE} watch {lamp} {seconds}; wait").splitlines()
    stretches = [tuple(map(int, line.split())) for line in lines if line[:2] in ("0 ", "1 ")]
    # What it was at when the watching began was cut off.
    stretches = stretches[1:]
    if stretches and stretches[0][0] == 0:
        stretches = stretches[1:]
    return [length for _, length in stretches]


def looks_like(stretches, pattern, slack=70):
    """Whether the pattern is somewhere in what was seen; an emulated processor may be late."""
    fits = [abs(a - b) <= slack + b // 50 for a, b in zip(stretches, pattern)]
    if len(fits) == len(pattern) and all(fits):
        return True
    return len(stretches) > len(pattern) and looks_like(stretches[2:], pattern, slack)
