cat > ranges.py <<'END'
"""Page ranges as people write them: `1-3,5`."""
import re

PART = re.compile(r"\s*(?:(?P<page>\d+)|(?P<first>\d*)\s*-\s*(?P<final>\d*))\s*")


def parse(text, last=None):
    """The pages that a text names, as a sorted list without repeats."""
    return sorted({page for part in text.split(",") for page in _pages(part, last)})


def _pages(part, last):
    found = PART.fullmatch(part)
    if found is None or part.strip() == "-":
        raise ValueError(f"not a page or a range: {part!r}")
    if found["page"]:
        first = final = int(found["page"])
    else:
        first = int(found["first"] or 1)
        if not found["final"] and last is None:
            raise ValueError("an open range needs the last page")
        final = int(found["final"] or last)
    if final < first:
        raise ValueError(f"goes backwards: {part!r}")
    if last is not None and final > last:
        raise ValueError(f"after the last page: {part!r}")
    return range(first, final + 1)
END
printf '\n- `parse` takes `last`.\n' >> CHANGELOG.md
