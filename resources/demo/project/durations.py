"""Lengths of time as people write them: "90s", "15m", "2h", "3d"."""

import re
import sys

UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}


def parse(text):
    """Seconds in a duration. Raises ValueError where the text is not one."""
    match = re.fullmatch(r"\s*(\d+)([dhms])\s*", text)
    if not match:
        raise ValueError(f"not a duration: {text!r}")
    number, unit = match.groups()
    return int(number) * UNITS[unit]


def describe(seconds):
    """A duration as text, largest unit first: 5400 is "1h 30m"."""
    parts = []
    for unit, size in UNITS.items():
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts) or "0s"


if __name__ == "__main__":
    try:
        print(parse(" ".join(sys.argv[1:])))
    except ValueError as mistake:
        sys.exit(f"durations: {mistake}")
