"""A text with a selection in it, written as it looks on the screen.

`"[[Berlin|]] said"` is the text "Berlin said" with the anchor at 0 and the head at 6: `[[` and `]]`
stand around the selection, and `|` marks the head, which is at one of its two ends.
`"Ber|lin"` is a caret alone.
"""

from __future__ import annotations

OPEN, CLOSE, HEAD = "[[", "]]", "|"


def parse(marked: str) -> tuple[str, int, int]:
    """The text, the anchor and the head that a marked text stands for."""
    if OPEN not in marked and CLOSE not in marked:
        if marked.count(HEAD) != 1:
            raise ValueError(f"a caret is one {HEAD}: {marked!r}")
        before, _, after = marked.partition(HEAD)
        return before + after, len(before), len(before)
    if not (marked.count(OPEN) == marked.count(CLOSE) == marked.count(HEAD) == 1):
        raise ValueError(f"a selection is one {OPEN}, one {CLOSE} and one {HEAD}: {marked!r}")
    before, _, rest = marked.partition(OPEN)
    inside, _, after = rest.partition(CLOSE)
    start, text = len(before), before + inside.replace(HEAD, "") + after
    end = start + len(inside) - len(HEAD)
    if start == end:
        raise ValueError(f"a caret is a {HEAD} alone: {marked!r}")
    if inside.startswith(HEAD):
        return text, end, start
    if inside.endswith(HEAD):
        return text, start, end
    raise ValueError(f"the head is at one end of the selection: {marked!r}")


def show(text: str, anchor: int, head: int) -> str:
    """The marked text that stands for a text, an anchor and a head."""
    if any(mark in text for mark in (OPEN, CLOSE, HEAD)):
        raise ValueError(f"the text holds one of the marks: {text!r}")
    if anchor == head:
        return f"{text[:head]}{HEAD}{text[head:]}"
    start, end = sorted((anchor, head))
    left, right = (HEAD, "") if head == start else ("", HEAD)
    return f"{text[:start]}{OPEN}{left}{text[start:end]}{right}{CLOSE}{text[end:]}"
