from __future__ import annotations

import pytest

from store.annotations.model import Annotation
from store.suggest.tagged.beside import Beside
from store.text.span import Span


@pytest.mark.parametrize(
    ("text", "is_beside"),
    [
        ("[Boe] said no", True),
        ("no, said [Boe] today", True),
        ("No, SAYS [Boe]", True),
        ("no, said [the Boe Post]", True),
        ("They said then [Boe] left", False),
        ("[BOE]: No", True),
        ("[Boe] : No", True),
        ("According to [Boe], no", True),
        ("according to the [Boe Post], no", True),
        ("[Boe] went to bed", False),
        ("It went to [Boe]", False),
        ("They said so. [Boe] left", False),
        ("[Boe]. Said no", False),
        ("[Boe]", False),
    ],
)
def test_what_reports_stands_directly_beside(text: str, is_beside: bool) -> None:
    start, end = text.index("["), text.index("]") - 1
    bare = text.replace("[", "").replace("]", "")
    beside = Beside(bare, Span(start, end), ())
    assert beside.is_reported(start, end) is is_beside


def test_what_is_tagged_beside_with_another_label_tells_so_too() -> None:
    text = "Boe vows to go"

    def is_said(start: int, end: int, label: str) -> bool:
        beside = Beside(text, Span(0, 14), [Annotation("a", start, end, label, text[start:end])])
        return beside.is_said(0, 3, "source")

    assert not Beside("Boe went", Span(0, 8), ()).is_said(0, 3, "source")
    text = "Boe went to go"
    assert is_said(4, 8, "cue")
    assert not is_said(4, 8, "source"), "its own label tells nothing"
    assert not is_said(9, 11, "cue"), "it does not stand beside"
    assert not is_said(0, 8, "claim"), "it stands in it, not beside it"
