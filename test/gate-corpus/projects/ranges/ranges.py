"""Page ranges as people write them: `1-3,5`."""


def parse(text):
    """The pages that a text names, as a sorted list without repeats."""
    pages = set()
    for part in text.split(","):
        if "-" in part:
            first, last = part.split("-")
            pages.update(range(int(first), int(last) + 1))
        else:
            pages.add(int(part))
    return sorted(pages)
