cat > ranges.py <<'END'
"""Page ranges as people write them: `1-3,5`."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    first: int
    final: int

    @classmethod
    def read(cls, part: str, last: int | None) -> "Span":
        pieces = [piece.strip() for piece in part.split("-")]
        if len(pieces) == 1:
            return cls(int(pieces[0]), int(pieces[0]))
        if len(pieces) != 2 or pieces == ["", ""]:
            raise ValueError(f"not a range: {part!r}")
        begin, end = pieces
        if not end and last is None:
            raise ValueError("an open range needs the last page")
        return cls(int(begin) if begin else 1, int(end) if end else last)

    def checked(self, last: int | None) -> "Span":
        if self.final < self.first or (last is not None and self.final > last):
            raise ValueError(f"no such pages: {self.first}-{self.final}")
        return self


def parse(text: str, last: int | None = None) -> list[int]:
    """The pages that a text names, sorted and without repeats.

    >>> parse("1-3,5")
    [1, 2, 3, 5]
    >>> parse("4-", last=6)
    [4, 5, 6]
    """
    pages: set[int] = set()
    for part in text.split(","):
        span = Span.read(part, last).checked(last)
        pages |= set(range(span.first, span.final + 1))
    return sorted(pages)
END
sed -i 's/^# Changes$/# Changes\n\n## Next\n\n- `parse` takes open ranges and the last page./' CHANGELOG.md
