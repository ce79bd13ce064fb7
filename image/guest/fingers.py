"""Presses as contacts make them: one press that a person means, in many shapes."""

# Longer than the 2 s in which a second press doesn't count.
APART = 2500
# How long a light is lit or dark at least, for an eye to know that it blinks, or does so no more.
BLINKS, RESTS = 300, 700


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


def blind(random, button):
    """One press, by a finger that does not look at the light."""
    return [f"{button} {level} {wait:.2f}" for level, wait in bounces_both_ways(random)]


def presses(random, button, lamp, times):
    """A schedule for inside.py: so many presses as a person makes them, who looks at the light before the
    next. The first announces, the second takes back, and so on; the shapes come in a random order."""
    schedule = []
    shapes = [SHAPES[n % len(SHAPES)] for n in range(times)]
    random.shuffle(shapes)
    for n, shape in enumerate(shapes):
        steps = shape(random)
        took = sum(wait for _, wait in steps)
        level, _ = steps.pop()
        steps.append((level, max(0, APART - took)))
        schedule += [f"{button} {level} {wait:.2f}" for level, wait in steps]
        schedule.append(f"{button} dark {RESTS} {lamp}" if n % 2 else f"{button} lit {BLINKS} {lamp}")
    return schedule
