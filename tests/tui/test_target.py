"""What a key means: one value, which the line below the panes says and every command asks."""

from __future__ import annotations

from contextlib import ExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.annotations.collection import Annotations
from store.annotations.model import Annotation, Origin
from store.suggest.model import Suggestion
from store.suggest.proposals import Proposals, drawable
from store.suggest.suggester import Suggester
from store.text.span import Span
from tests.notation import parse
from tests.stories import write_story
from tests.tui.actions.test_suggesting import MadeUp
from tests.tui.support import Reader, reading, short_rests
from tui.selection import Selection
from tui.suggesting import Suggesting
from tui.target import Target, TargetKind, target
from tui.view import View

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.suggests

TEXT: Final = "Vladimir Putin’s men left Iran. He, Zed, said so."
BARRED: Final = frozenset(("claim",))


def annotation(text: str, label: str, number: int = 1) -> Annotation:
    start = TEXT.index(text)
    return Annotation(f"01J0000000000000000000000{number}", start, start + len(text), label, text)


def suggestion(text: str, label: str, score: float = 0.5) -> Suggestion:
    start = TEXT.index(text)
    return Suggestion(
        start=start,
        end=start + len(text),
        label=label,
        text=text,
        origin=Origin.SUGGESTED,
        reason="it is made up",
        score=score,
        suggester="names",
    )


IRAN: Final = annotation("Iran", "location")
CLAIM: Final = annotation("Vladimir Putin’s men left Iran", "claim", 2)
PUTIN: Final = annotation("Putin", "actor", 3)
NAME: Final = suggestion("Vladimir Putin", "actor")
LONG: Final = suggestion("Vladimir Putin’s men left Iran", "claim")


# The value -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "annotations", "drawn", "kind", "means"),
    [
        ("|Vladimir Putin", [], [], TargetKind.WORD, "Vladimir"),
        ("Vladimir |Putin", [], [], TargetKind.WORD, "Putin"),
        ("Vladimir Putin’|s", [], [], TargetKind.WORD, "Putin"),
        ("left Iran|. He", [], [], TargetKind.WORD, "Iran"),
        ("Iran. |He", [IRAN], [], TargetKind.WORD, "He"),
        # An annotation is meant where it lies within the word, also just behind that.
        ("left Ir|an. He", [IRAN], [], TargetKind.TAGGED, "Iran"),
        ("left Iran|. He", [IRAN], [], TargetKind.TAGGED, "Iran"),
        ("left Ir|an. He", [IRAN, CLAIM], [], TargetKind.TAGGED, "Iran"),
        ("Vladimir |Putin", [PUTIN], [], TargetKind.TAGGED, "Putin"),
        ("|Vladimir Putin", [CLAIM], [], TargetKind.WORD, "Vladimir"),
        # What is suggested is meant where it is drawn, also inside a claim, but not under a tag.
        ("|Vladimir Putin", [], [NAME], TargetKind.OFFERED, "Vladimir Putin"),
        ("Vladimir |Putin", [CLAIM], [NAME], TargetKind.OFFERED, "Vladimir Putin"),
        ("Vladimir |Putin", [PUTIN], [NAME], TargetKind.TAGGED, "Putin"),
        ("|Vladimir Putin", [], [LONG], TargetKind.WORD, "Vladimir"),
        ("|Vladimir Putin", [], [LONG, NAME], TargetKind.OFFERED, "Vladimir Putin"),
        # Selections
        ("[[Vladimir Putin|]]", [], [], TargetKind.SELECTED, "Vladimir Putin"),
        ("left [[Iran|]]. He", [IRAN], [], TargetKind.SELECTED, "Iran"),
        ("left[[ Iran|]]. He", [IRAN], [], TargetKind.SELECTED, "Iran"),
        ("[[Vladimir Putin|]]", [], [NAME], TargetKind.SELECTED, "Vladimir Putin"),
    ],
)  # fmt: skip
def test_what_is_meant(
    marked: str,
    annotations: list[Annotation],
    drawn: list[Suggestion],
    kind: TargetKind,
    means: str,
) -> None:
    piece, anchor, head = parse(marked)
    at = TEXT.index(piece)
    view = View(Selection(at + anchor, at + head))
    found = target(view, TEXT, Annotations.of(annotations), Proposals.of(drawn), BARRED)
    assert (found.kind, found.span and found.span.of(TEXT)) == (kind, means)


def at(offset: int) -> View:
    return View().caret_at(offset)


@pytest.mark.parametrize(
    ("view", "kind"),
    [
        (at(26).meaning(NAME), TargetKind.SUGGESTED),
        (at(26).meaning(CLAIM), TargetKind.CURRENT),
        (at(26).making(CLAIM), TargetKind.MADE),
        (at(26).moving_ends(CLAIM, CLAIM.span), TargetKind.RESIZING),
        (at(31), TargetKind.NOTHING),
        (at(15), TargetKind.WORD),
    ],
)
def test_what_was_reached_comes_before_what_lies_there(view: View, kind: TargetKind) -> None:
    assert target(view, TEXT, Annotations.of([IRAN]), None, BARRED).kind is kind


def test_inside_an_annotation_without_a_word() -> None:
    comma = Annotations.of([annotation("He, Zed, said", "claim")])
    found = target(at(TEXT.index(", Zed") + 1), TEXT, comma, None, BARRED)
    assert found.kind is TargetKind.WITHIN
    assert found.span is None
    assert found.nearest is not None


def test_just_behind_the_last_word_of_an_annotation_it_is_around() -> None:
    claim = Annotations.of([CLAIM])
    found = target(at(CLAIM.end), TEXT, claim, None, BARRED)
    assert (found.kind, found.nearest) == (TargetKind.WORD, CLAIM)


OWNED: Final = annotation("Putin’s", "actor", 4)
PUT: Final = annotation("Put", "source", 5)


@pytest.mark.parametrize(
    ("marked", "annotations", "meant", "around"),
    [
        pytest.param("Vladimir |Putin", [OWNED], OWNED, [], id="its possessive aside"),
        pytest.param("Vladimir |Putin", [PUTIN, PUT], PUT, [PUTIN], id="the innermost in a word"),
        pytest.param("left Ir|an. He", [IRAN, CLAIM], IRAN, [CLAIM], id="a word in a claim"),
        pytest.param(
            "[[Putin|]]", [PUTIN, OWNED, CLAIM], PUTIN, [OWNED, CLAIM], id="the nearest around"
        ),
    ],
)
def test_one_annotation_is_meant_and_the_others_are_around_it(
    marked: str, annotations: list[Annotation], meant: Annotation, around: list[Annotation]
) -> None:
    piece, anchor, head = parse(marked)
    start = TEXT.index(piece)
    view = View(Selection(start + anchor, start + head))
    found = target(view, TEXT, Annotations.of(annotations), None, BARRED)
    assert (found.annotation, found.nearest) == (meant, meant)
    assert list(found.around) == around


def test_of_two_on_the_selection_the_one_that_was_changed_last_is_meant() -> None:
    older, newer = replace(PUTIN, updated="2026-01-01"), replace(PUT, updated="2026-02-01")
    older = replace(older, start=newer.start, end=newer.end, text=newer.text)
    view = View(Selection(newer.start, newer.end))
    found = target(view, TEXT, Annotations.of([newer, older]), None, BARRED)
    assert (found.annotation, found.around) == (newer, (older,))


def test_ends_that_are_moved_stop_before_white_space() -> None:
    wide = Span(IRAN.start - 1, IRAN.end)
    found = target(View().moving_ends(IRAN, wide), TEXT, Annotations.of([IRAN]), None, BARRED)
    assert (found.span, found.annotation) == (IRAN.span, IRAN)


# What keys do: one row for each kind ---------------------------------------------------------

STORY: Final = "Ana Boe met Zed in Rome. Ana Boe left, Zed said.\n"
SHOWN: Final = {"Ana Boe": "actor", "Rome": "location"}


@asynccontextmanager
async def offered(folder: Path, labels: dict[str, str] = SHOWN) -> AsyncIterator[Reader]:
    """An article in which some phrases are suggested, and drawn."""

    def made(suggesting: Suggesting) -> Suggester:
        extra = [MadeUp(labels)]
        return Suggester(suggesting._workspace, extra=extra, rules=lambda *_: [])  # noqa: SLF001  # as it makes its own

    story = write_story(folder, {"one.txt": STORY})
    with patch.object(Suggesting, "_new_suggester", made), ExitStack() as before_keys:
        before_keys.enter_context(short_rests())  # nobody has pressed one yet
        async with reading(story, size=(120, 24)) as ana:
            await ana.until_suggested()
            before_keys.close()
            ana.pane.take_proposals()  # as the first key does
            ana.main.show_state()
            yield ana


WHOLE: Final = f"claim[0:{len(STORY) - 1}]{STORY.strip()}"
BOE: Final = "actor[0:7]Ana Boe"
REACH: Final = {
    TargetKind.RESIZING: "v 2 e s r",
    TargetKind.SELECTED: "v 2 e",
    TargetKind.SUGGESTED: "j",
    TargetKind.CURRENT: "v 2 e s j k",
    TargetKind.MADE: "v 2 e s",
    TargetKind.TAGGED: "w w w s g g w w w",
    TargetKind.OFFERED: "",
    TargetKind.WORD: "w w",
    TargetKind.WITHIN: "v G c g g 2 4 right",
    TargetKind.NOTHING: "G",
}


@pytest.mark.parametrize(
    ("kind", "key", "tags", "then"),
    [
        # A label's key
        (TargetKind.RESIZING, "l", ["location[0:7]Ana Boe"], TargetKind.MADE),
        (TargetKind.RESIZING, "; l", ["location[0:11]Ana Boe met"], TargetKind.MADE),
        (TargetKind.SELECTED, "l", ["location[0:7]Ana Boe"], TargetKind.MADE),
        (TargetKind.SUGGESTED, "l", ["location[0:7]Ana Boe"], TargetKind.SUGGESTED),
        (TargetKind.SUGGESTED, "a", [BOE], TargetKind.SUGGESTED),
        (TargetKind.CURRENT, "l", ["location[0:7]Ana Boe"], TargetKind.CURRENT),
        (TargetKind.MADE, "l", ["location[0:7]Ana Boe"], TargetKind.MADE),
        (TargetKind.TAGGED, "l", ["location[12:15]Zed"], TargetKind.MADE),
        (TargetKind.OFFERED, "l", ["location[0:7]Ana Boe"], TargetKind.MADE),
        (TargetKind.OFFERED, "a", [BOE], TargetKind.MADE),
        (TargetKind.WORD, "l", ["location[8:11]met"], TargetKind.MADE),
        (TargetKind.WITHIN, "l", [WHOLE], None),
        (TargetKind.NOTHING, "l", [], TargetKind.NOTHING),
        # A capital does the same, and stays
        (TargetKind.SUGGESTED, "L", ["location[0:7]Ana Boe"], TargetKind.MADE),
        (TargetKind.OFFERED, "L", ["location[0:7]Ana Boe"], TargetKind.MADE),
        (TargetKind.CURRENT, "L", ["location[0:7]Ana Boe"], TargetKind.CURRENT),
        (TargetKind.WORD, "L", ["location[8:11]met"], TargetKind.MADE),
        # A second label
        (TargetKind.RESIZING, "& l", ["source[0:7]Ana Boe"], TargetKind.RESIZING),
        (TargetKind.SELECTED, "& l", ["location[0:7]Ana Boe"], TargetKind.MADE),
        (
            TargetKind.CURRENT,
            "& l",
            ["location[0:7]Ana Boe", "source[0:7]Ana Boe"],
            TargetKind.MADE,
        ),
        (TargetKind.MADE, "& l", ["location[0:7]Ana Boe", "source[0:7]Ana Boe"], TargetKind.MADE),
        (TargetKind.TAGGED, "& l", ["location[12:15]Zed", "source[12:15]Zed"], TargetKind.MADE),
        (TargetKind.WORD, "& l", ["location[8:11]met"], TargetKind.MADE),
        (TargetKind.NOTHING, "& l", [], TargetKind.NOTHING),
        # Removing
        (TargetKind.RESIZING, "d", ["source[0:7]Ana Boe"], TargetKind.RESIZING),
        (TargetKind.SELECTED, "d", [], TargetKind.SELECTED),
        (TargetKind.SUGGESTED, "d", [], TargetKind.SUGGESTED),
        (TargetKind.CURRENT, "d", [], None),
        (TargetKind.MADE, "d", [], None),
        (TargetKind.TAGGED, "d", [], TargetKind.WORD),
        (TargetKind.OFFERED, "d", [], TargetKind.SUGGESTED),
        (TargetKind.WORD, "d", [], TargetKind.WORD),
        (TargetKind.WITHIN, "d", [], None),
        (TargetKind.NOTHING, "d", [], TargetKind.NOTHING),
        # Accepting and rejecting
        (TargetKind.RESIZING, "; y", ["source[0:11]Ana Boe met"], TargetKind.MADE),
        (TargetKind.RESIZING, "; n", ["source[0:7]Ana Boe"], TargetKind.CURRENT),
        (TargetKind.SELECTED, "y", [BOE], TargetKind.SUGGESTED),
        (TargetKind.SELECTED, "n", [], TargetKind.SUGGESTED),
        (TargetKind.SUGGESTED, "y", [BOE], TargetKind.SUGGESTED),
        (TargetKind.SUGGESTED, "n", [], TargetKind.SUGGESTED),
        (TargetKind.CURRENT, "y", ["source[0:7]Ana Boe"], TargetKind.SUGGESTED),
        (TargetKind.CURRENT, "n", ["source[0:7]Ana Boe"], TargetKind.SUGGESTED),
        (TargetKind.MADE, "y", ["source[0:7]Ana Boe"], TargetKind.SUGGESTED),
        (TargetKind.TAGGED, "n", ["source[12:15]Zed"], TargetKind.SUGGESTED),
        (TargetKind.OFFERED, "y", [BOE], TargetKind.SUGGESTED),
        (TargetKind.OFFERED, "n", [], TargetKind.SUGGESTED),
        (TargetKind.WORD, "y", [], TargetKind.SUGGESTED),
        (TargetKind.NOTHING, "n", [], TargetKind.SUGGESTED),
        # Enter
        (TargetKind.RESIZING, "; enter", ["source[0:11]Ana Boe met"], TargetKind.MADE),
        (TargetKind.SELECTED, "enter", [], TargetKind.SELECTED),
        (TargetKind.CURRENT, "enter", ["source[0:7]Ana Boe"], None),
        (TargetKind.MADE, "enter", ["source[0:7]Ana Boe"], TargetKind.CURRENT),
        (TargetKind.TAGGED, "enter", ["source[12:15]Zed"], TargetKind.CURRENT),
        (TargetKind.OFFERED, "enter", [], TargetKind.SUGGESTED),
        (TargetKind.SUGGESTED, "enter", [], TargetKind.OFFERED),
        (TargetKind.WORD, "enter", [], TargetKind.WORD),
        (TargetKind.WITHIN, "enter", [WHOLE], TargetKind.CURRENT),
        (TargetKind.NOTHING, "enter", [], TargetKind.NOTHING),
        # Resizing
        (TargetKind.SELECTED, "r", [], TargetKind.SELECTED),
        (TargetKind.SUGGESTED, "r", [], TargetKind.SELECTED),
        (TargetKind.CURRENT, "r", ["source[0:7]Ana Boe"], TargetKind.RESIZING),
        (TargetKind.MADE, "r", ["source[0:7]Ana Boe"], TargetKind.RESIZING),
        (TargetKind.TAGGED, "r", ["source[12:15]Zed"], TargetKind.RESIZING),
        (TargetKind.OFFERED, "r", [], TargetKind.SELECTED),
        (TargetKind.WORD, "r", [], TargetKind.WORD),
        (TargetKind.WITHIN, "r", [WHOLE], TargetKind.RESIZING),
        # Moving ends
        (TargetKind.SELECTED, ";", [], TargetKind.SELECTED),
        (TargetKind.SUGGESTED, ";", ["actor[0:11]Ana Boe met"], TargetKind.MADE),
        (TargetKind.OFFERED, ":", ["actor[0:3]Ana"], TargetKind.MADE),
        (TargetKind.CURRENT, ";", ["source[0:11]Ana Boe met"], TargetKind.CURRENT),
        (TargetKind.MADE, ";", ["source[0:11]Ana Boe met"], TargetKind.MADE),
        (TargetKind.WORD, ";", [], TargetKind.WORD),
        # Growing and shrinking
        (TargetKind.SUGGESTED, "X", [], TargetKind.SELECTED),
        (TargetKind.SUGGESTED, "X s", ["source[0:3]Ana"], TargetKind.MADE),
        (TargetKind.OFFERED, "X s", ["source[0:3]Ana"], TargetKind.MADE),
        (TargetKind.WORD, "x s", ["source[8:11]met"], TargetKind.MADE),
    ],
)  # fmt: skip
async def test_what_a_key_does(
    tmp_path: Path, kind: TargetKind, key: str, tags: list[str], then: TargetKind | None
) -> None:
    async with offered(tmp_path) as ana:
        await ana.press(REACH[kind])
        assert ana.main.target.kind is kind
        await ana.press(key)
        assert ana.tags() == tags
        if then is not None:
            assert ana.main.target.kind is then


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (TargetKind.RESIZING, "source  → “Ana Boe”   Enter keeps  Esc leaves"),
        (TargetKind.SELECTED, "“Ana Boe”  selected · 2 words · 7 characters"),
        (TargetKind.SUGGESTED, "actor?  “Ana Boe”  90%  y takes  n rejects  Y all in sight (of 2)"),
        (TargetKind.CURRENT, "source  “Ana Boe”  ana · "),
        (TargetKind.MADE, "source  “Ana Boe”  ana · "),
        (TargetKind.TAGGED, "source  “Zed”  ana · "),
        (TargetKind.OFFERED, "actor?  “Ana Boe”  90%  y takes  n rejects  Y all in sight (of 2)"),
        (TargetKind.WORD, "word “met”"),
        (TargetKind.WITHIN, "no word here"),
        (TargetKind.NOTHING, "nothing here to tag"),
    ],
)
async def test_the_line_says_what_is_meant(tmp_path: Path, kind: TargetKind, said: str) -> None:
    async with offered(tmp_path, {"Ana Boe": "actor"}) as ana:
        await ana.press(REACH[kind])
        assert ana.means().startswith(said)


@pytest.mark.parametrize("key", ["s", "S"])
async def test_a_corrected_label_is_remembered_as_a_rejection(tmp_path: Path, key: str) -> None:
    async with offered(tmp_path) as ana:
        await ana.press(f"j {key}")
        assert ana.tags()[:1] == ["source[0:7]Ana Boe"]
        rejected = ana.workspace.article("one").rejected
        assert [(each.label, each.text) for each in rejected] == [("actor", "Ana Boe")]


async def test_a_capital_relabels_the_same_text_everywhere(tmp_path: Path) -> None:
    async with offered(tmp_path, {}) as ana:
        ana.go("Zed in")
        await ana.press("A Y")
        assert ana.tags() == ["actor[12:15]Zed", "actor[39:42]Zed"]
        ana.go("Zed said")
        await ana.press("L")
        assert ana.says() == "1 still tagged as actor: Y makes those in sight location"
        await ana.press("Y")
        assert ana.tags() == ["location[12:15]Zed", "location[39:42]Zed"]
        assert ana.says() == "1 annotation more is location now in 1 article; u takes it back"
        await ana.press("u")
        assert ana.tags() == ["actor[12:15]Zed", "location[39:42]Zed"]


async def test_what_is_untagged_goes_with_it(tmp_path: Path) -> None:
    async with offered(tmp_path, {}) as ana:
        ana.go("Zed in")
        await ana.press("a L Y")
        assert ana.tags() == ["location[12:15]Zed", "location[39:42]Zed"]


async def test_a_rejection_says_what_and_how_to_bring_it_back(tmp_path: Path) -> None:
    async with offered(tmp_path) as ana:
        await ana.press("n")
        assert ana.says() == "Rejected actor “Ana Boe”; u brings it back"


async def test_while_a_search_is_lit_n_walks_its_matches(tmp_path: Path) -> None:
    async with offered(tmp_path) as ana:
        await ana.press("/")
        await ana.until(lambda: ana.main.focused, "a search can be typed")
        await ana.write("Zed")
        await ana.press("enter")
        await ana.until_main()
        await ana.until(lambda: ana.around(0) == "[[Zed|]]", "the first match is selected")
        assert ana.pane.selection.anchor == 12
        assert ana.says().startswith("“Zed” 1 of 2 · n N")
        await ana.press("s n")
        assert ana.tags() == ["source[12:15]Zed"]
        assert (ana.main.target.kind, ana.pane.selection.anchor) == (TargetKind.SELECTED, 39)
        await ana.press("s N")
        assert ana.pane.selection.anchor == 12
        await ana.press("y")  # ends the search, and goes on to what is suggested
        assert ana.main.session.search is None
        assert ana.main.target.kind is TargetKind.SUGGESTED
        await ana.press("n")
        assert ana.says().startswith("Rejected")


async def test_a_note_on_a_suggestion_accepts_it_as_one_edit(tmp_path: Path) -> None:
    async with offered(tmp_path) as ana:
        await ana.press("i")
        await ana.until(lambda: ana.app.screen.focused, "the note can be typed")
        await ana.write("sure?")
        await ana.press("enter")
        await ana.until_main()
        assert [(a.text, a.note, a.origin) for a in ana.annotations()] == [
            ("Ana Boe", "sure?", Origin.SUGGESTED)
        ]
        await ana.press("u")
        assert ana.tags() == []


async def test_a_refused_note_lets_what_is_typed_next_be_no_commands(tmp_path: Path) -> None:
    async with offered(tmp_path, {}) as ana:
        await ana.press("w w i 6 1 v s a q")
        assert ana.tags() == []
        assert ana.app.is_running
        assert not ana.pane.view.extending


# Leaving by habit ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "left", "tags"),
    [
        (": q escape", False, ["actor[0:3]Ana"]),
        (": q q", True, [BOE]),
        (": q enter", True, ["actor[0:3]Ana"]),
        (": q w", False, ["actor[0:3]Ana"]),
        (": w q", True, ["actor[0:3]Ana"]),
        ("q", True, [BOE]),
    ],
)
async def test_colon_and_q_do_not_shorten_and_leave(
    tmp_path: Path, keys: str, left: bool, tags: list[str]
) -> None:
    async with offered(tmp_path) as ana:
        await ana.press("a")
        assert ana.tags() == [BOE]
        *before, last = keys.split()
        await ana.press(" ".join(before))
        if before[-1:] == ["q"]:
            assert ana.says().startswith(":q? q: put back “Ana Boe” and leave · Enter:")
            assert "put back and leave" in ana.line("keys") or ana.main.bars.rest
        await ana.press(last)
        assert (not ana.app.is_running or ana.app._exit) is left  # noqa: SLF001  # Textual tells no other way
        assert ana.tags("one") == tags


# What is worked out meanwhile ----------------------------------------------------------------


def test_what_comes_in_is_not_drawn_under_the_caret() -> None:
    now = Proposals.of([NAME, suggestion("Iran", "location")])
    all_of_it = Span(0, len(TEXT))
    drawn = drawable(None, now, all_of_it, Span(3, 3))
    assert [each.text for each in drawn] == ["Iran"]
    assert drawable(drawn, now, all_of_it, Span(20, 20)) is now


def test_what_is_seen_does_not_go_by_itself() -> None:
    before = Proposals.of([NAME, suggestion("Iran", "location")])
    now = Proposals.of([suggestion("Iran", "location", 0.9)])
    assert drawable(before, now, Span(0, len(TEXT)), Span(20, 20)) is before
    assert drawable(before, now, Span(20, len(TEXT)), Span(20, 20)) is now


suggestions = st.lists(
    st.sampled_from(
        [
            suggestion(text, label, score)
            for text in ("Vladimir", "Vladimir Putin", "Putin", "Iran", "men left Iran", "Zed")
            for label in ("actor", "claim")
            for score in (0.3, 0.8)
        ]
    ),
    unique_by=lambda s: s.key,
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(before=suggestions, now=suggestions, head=st.integers(0, len(TEXT) - 1))
def test_nothing_that_is_worked_out_changes_what_a_key_means(
    before: list[Suggestion], now: list[Suggestion], head: int
) -> None:
    """Only its score may be another."""

    def meant(drawn: Proposals) -> Target:
        return target(at(head), TEXT, Annotations.of([CLAIM]), drawn, BARRED)

    old = Proposals.of(before)
    new = drawable(old, Proposals.of(now), Span(0, len(TEXT)), Span(head, head))
    one, other = meant(old), meant(new)
    assert (one.kind, one.span, one.annotation) == (other.kind, other.span, other.annotation)
    assert (one.suggestion and one.suggestion.key) == (other.suggestion and other.suggestion.key)
