"""What the inspector says of an annotation that came from another tool."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.annotations.model import Annotation
from store.labels import DEFAULT_LABELS
from tui.keys.commands import COMMANDS
from tui.keys.keymap_file import keymap_for
from tui.render.few_colours import plain_palette
from tui.render.inspector import Inspected, around_line
from tui.render.lines import shorten_middle
from tui.target import Target, TargetKind

NOTE_AND = (("Negation", ""), ("Sure", "yes"))


def second_line(note: str, attributes: tuple[tuple[str, str], ...], width: int = 100) -> str:
    annotation = Annotation("x", 0, 4, "actor", "Iran", note=note, attributes=attributes)
    palette = plain_palette(DEFAULT_LABELS)
    target = Target(TargetKind.TAGGED, annotation.span, annotation)
    inspected = Inspected(target, "Iran said", annotator="ana")
    return around_line(inspected, keymap_for(COMMANDS), palette, width).text.rstrip()


@pytest.mark.parametrize(
    ("note", "attributes", "said"),
    [
        ("", (), ""),
        ("why?", (), " note: why?"),
        ("why?", NOTE_AND, " note: why? Negation Sure: yes"),
        ("", (("a", "1"), ("b", "2"), ("c", "3"), ("d", "4"), ("e", "5")),
         " a: 1 b: 2 c: 3 and 2 more"),
        ("", (("n" * 50, "v" * 50),), f" {'n' * 11} … {'n' * 6}: {'v' * 17} … {'v' * 10}"),
        ("", (("a\x1b[31m", "b\u202e\nc"),), " a␛[31m: b◇ c"),
        ("", (("[bold]x", "[/]"),), " [bold]x: [/]"),
    ],
)  # fmt: skip
def test_attributes_stand_after_the_note(
    note: str, attributes: tuple[tuple[str, str], ...], said: str
) -> None:
    assert second_line(note, attributes) == said


def test_they_are_cut_where_there_is_no_room() -> None:
    said = second_line("why?", NOTE_AND, 20)
    assert (len(said), said[:12]) == (20, " note: why? ")


# Texts that are cut ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "shown"),
    [
        (40, "We're only sending people … interview"),
        (32, "We're only sending … interview"),
        (24, "We're only … interview"),
        (12, "We're … view"),
    ],
)
def test_what_is_cut_in_the_middle_keeps_whole_words(most: int, shown: str) -> None:
    text = "We're only sending people who will pass the credible fear interview"
    assert shorten_middle(text, most) == shown


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Soleimani travelled to Syria", 20, "Soleimani … Syria"),
        ("最大努力去做值得的事不计结果笑看人生", 20, "最大努力去 … 看人生"),
        ("最大努力去做", 12, "最大努力去做"),
    ],
)
def test_a_text_is_shortened_in_the_middle_to_its_cells(text: str, most: int, shown: str) -> None:
    assert shorten_middle(text, most) == shown
    assert cell_len(shown) <= most


@given(st.text(st.sampled_from("ab ü。")), st.integers(0, 60))
def test_what_is_cut_has_room_and_begins_and_ends_as_the_text(text: str, most: int) -> None:
    one_line, shown = " ".join(text.split()), shorten_middle(text, most)
    assert cell_len(shown) <= max(12, most)
    head, dots, tail = shown.partition(" … ")
    assert one_line.startswith(head)
    assert one_line.endswith(tail)
    assert bool(dots) == (cell_len(one_line) > max(12, most))
    assert not dots or cell_len(head) + cell_len(tail) >= max(12, most) // 2 - 3
