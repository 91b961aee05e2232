"""Checks durations.py. Prints a line for each check that fails and a count; exits 1 if any did."""

import sys

sys.dont_write_bytecode = True

import durations  # noqa: E402  (after the line above, so that no cache is left behind)

PARSED = {
    "90s": 90,
    "15m": 900,
    "2h": 7200,
    "3d": 259200,
    "1h30m": 5400,
    "1h 30m": 5400,
    "1d 2h 3m 4s": 93784,
    "  45m  ": 2700,
}

REFUSED = ["", "h", "12", "5x", "-5m", "1.5h", "1h30"]

DESCRIBED = {0: "0s", 59: "59s", 5400: "1h 30m", 93784: "1d 2h 3m 4s"}


def outcome(function, argument):
    try:
        return repr(function(argument))
    except ValueError as mistake:
        return f"ValueError: {mistake}"


def checks():
    for text, seconds in PARSED.items():
        yield f"parse({text!r})", outcome(durations.parse, text), repr(seconds)
    for text in REFUSED:
        got = outcome(durations.parse, text)
        yield f"parse({text!r})", got.split(":")[0], "ValueError"
    for seconds, text in DESCRIBED.items():
        yield f"describe({seconds})", outcome(durations.describe, seconds), repr(text)


def main():
    done = list(checks())
    failed = [(call, got, wanted) for call, got, wanted in done if got != wanted]
    for call, got, wanted in failed:
        print(f"FAIL {call}: got {got}, wanted {wanted}")
    print(f"{len(done) - len(failed)} of {len(done)} checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
