cat > ranges.py <<'END'
"""Page ranges as people write them: `1-3,5`."""


def parse(text, last=None):
    """The pages that a text names, as a sorted list without repeats."""
    if not text.strip():
        raise ValueError("no pages")
    pages = set()
    for part in text.split(","):
        begin, dash, end = (piece.strip() for piece in part.partition("-"))
        if not dash:
            first = final = int(begin)
        else:
            first = int(begin) if begin else 1
            if end:
                final = int(end)
            elif last is not None:
                final = last
            else:
                raise ValueError("an open range needs the last page")
        if final < first or (last is not None and final > last):
            raise ValueError(f"no such pages: {part.strip()}")
        pages.update(range(first, final + 1))
    return sorted(pages)
END
cat > CHANGELOG.md <<'END'
# Changes

## 1.1.0

- `parse` takes open ranges and the last page.

## 1.0.0

- `parse` reads pages and ranges.
END

git checkout -q -- CHANGELOG.md
