"""gsmcodecs as an oracle for the national language shift tables.

Prints a line a table: the language, "locking" or "single", and the code points of its 128 places, "-"
where it has none.
"""

from gsmcodecs.charmaps import GSMCHARMAPS

for language, tables in sorted(GSMCHARMAPS.items()):
    for kind, name in (("locking", "locking"), ("singleShift", "single")):
        if language and kind in tables:
            places = tables[kind]["decode"]
            print(language, name, *(places.get(place, "-") for place in range(128)))
