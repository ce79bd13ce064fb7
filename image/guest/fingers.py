"""Presses as contacts make them: one press that a person means, in many shapes."""

# Longer than the 2 s in which a second press doesn't count, and long after the last bounce.
APART, RESTS = 3000, 600


def bounce(random, level, most=12, longest=6.0):
    """The contact flips a few times before it stays at `level`."""
    other = "open" if level == "closed" else "closed"
    steps = []
    for _ in range(random.randint(1, most)):
        steps += [(level, random.uniform(0.2, longest)), (other, random.uniform(0.2, longest))]
    return steps


def clean(random):
    return [("closed", random.uniform(60, 400)), ("open", 0)]


def tap(random):
    return [("closed", random.uniform(25, 40)), ("open", 0)]


def bounces_closing(random):
    return bounce(random, "closed") + clean(random)


def bounces_opening(random):
    return [("closed", random.uniform(60, 400)), *bounce(random, "open"), ("open", 0)]


def bounces_both_ways(random):
    return bounce(random, "closed") + bounces_opening(random)


def worn(random):
    """Rattles for a tenth of a second, both ways."""
    return bounce(random, "closed", 8, 15) + [("closed", random.uniform(60, 200)), *bounce(random, "open", 8, 15),
                                              ("open", 0)]


def loose(random):
    """Lets go for a moment while it is held."""
    gaps = []
    for _ in range(random.randint(1, 3)):
        gaps += [("closed", random.uniform(40, 200)), ("open", random.uniform(1, 60))]
    return gaps + clean(random)


def leaned_on(random):
    """Held for longer than the 2 s, and bounces when it is let go: only the bounce's own rule is left."""
    return [("closed", random.uniform(2100, 2600)), *bounce(random, "open"), ("open", 0)]


SHAPES = [clean, tap, bounces_closing, bounces_opening, bounces_both_ways, worn, loose, leaned_on]


def presses(random, line, times):
    """A schedule for inside.py, of so many presses on a line; the shapes come by turns, in a random order."""
    schedule = []
    shapes = [SHAPES[n % len(SHAPES)] for n in range(times)]
    random.shuffle(shapes)
    for shape in shapes:
        steps = shape(random)
        took = sum(wait for _, wait in steps)
        level, _ = steps.pop()
        steps.append((level, max(RESTS, APART - took)))
        schedule += [f"{line} {level} {wait:.2f}" for level, wait in steps]
    return schedule
