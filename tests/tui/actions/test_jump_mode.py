"""Jumping as it looks: what stands on the screen before keys, the keys, and what comes of them.

The likely spans are made up, so that the tables say all: capitalised words, and sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from store.suggest.candidates.candidate import Candidate, CandidateKind
from store.suggest.model import Suggestion
from store.suggest.proposals import Proposals
from store.text.boundaries import sentences, words
from store.text.span import Span
from tests.stories import write_story
from tests.tui.support import reading, reading_text
from tui import offering
from tui.keys.commands import Mode

if TYPE_CHECKING:
    from pathlib import Path

    from store.labels import Label
    from tests.tui.support import Reader

LIKELY: Final = {
    CandidateKind.NAME: {"actor": 0.6, "location": 0.4, "source": 0.1, "claim": 0.0},
    CandidateKind.SENTENCE: {"actor": 0.0, "location": 0.0, "source": 0.0, "claim": 0.5},
}


def made_up(text: str, within: Span) -> tuple[Candidate, ...]:
    names = [w for w in words(text, within.start, within.end) if text[w.start].isupper()]
    clauses = [Span(s.start, s.end - text[: s.end].endswith(".")) for s in sentences(text, within)]
    found = [Candidate(w.start, w.end, CandidateKind.NAME, 0.6) for w in names]
    found += [Candidate(s.start, s.end, CandidateKind.SENTENCE, 0.5) for s in clauses]
    once = {(c.start, -c.end): c for c in reversed(found)}
    return tuple(candidate for _, candidate in sorted(once.items()))


def made_up_likelihood(candidate: Candidate, label: Label) -> float:
    return LIKELY[candidate.kind].get(label.name, 0.3)


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offering, "candidates", made_up)
    monkeypatch.setattr(offering, "likelihood", made_up_likelihood)
    offering._candidates.cache_clear()
    offering._likelihoods.cache_clear()


def text_rows(ana: Reader, count: int = 1) -> list[str]:
    """The first rows of the active pane's text, from the last cell of the margin on."""
    pane = ana.pane
    left = pane.region.x + pane.viewport.frame.text_start - 1
    rows = ana.rows()[pane.region.y + 1 :][:count]
    return [row[left : pane.region.right - pane.viewport.frame.right].rstrip() for row in rows]


TWO: Final = "Iran told Syria. Iraq left."


# What is shown -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "keys", "shown"),
    [
        # Before a word; behind a sentence; the first word's letter is in the margin.
        (TWO, "f", "fIran toldgSyriadkIraq leftj"),
        (TWO, "F", "fIran toldgSyriadkIraq leftj"),
        # A label's key leaves only what is likely for it, with the letters that it had.
        (TWO, "F a", "fIran toldgSyria.kIraq left."),
        (TWO, "F c", " Iran told Syriad Iraq leftj"),
        (TWO, "F a escape", "fIran toldgSyriadkIraq leftj"),
        (TWO, "F a c", " Iran told Syriad Iraq leftj"),
        # What is tagged with the label is not offered again; with another label it is.
        (TWO, "F a f", " Iran toldgSyria.kIraq left."),
        (TWO, "F a f l", "fIran toldgSyria.kIraq left."),
        (TWO, "F a f u", "fIran toldgSyria.kIraq left."),
        # Every word
        (TWO, "f space", "fIrandtoldgSyria.kIraqjleft."),
        (TWO, "f space space", "fIran toldgSyriadkIraq leftj"),
        (TWO, "f space escape", "fIran toldgSyriadkIraq leftj"),
        # From a word to the end of another, behind which the letter stands
        (TWO, "f F", " IranftoldkSyriad Iraqgleftj"),
        (TWO, "f F backspace", "fIran toldgSyriadkIraq leftj"),
        (TWO, "f F escape", "fIran toldgSyriadkIraq leftj"),
        # Over a bracket or a hyphen, but never over a letter
        ("the (IRGC) and non-ISIS", "f", " the fIRGC) and nongISISd"),
        ("he saidIran", "f", " he saidIrand"),
        # Nothing to jump to
        ("he said so, or so", "F l", " he said so, or so"),
        ("he said so, or so", "F l space", "dhefsaidgso,jorkso"),
    ],
)
async def test_letters_stand_where_no_letter_of_the_text_is(
    tmp_path: Path, text: str, keys: str, shown: str
) -> None:
    async with reading_text(tmp_path, f"|{text}") as ana:
        await ana.press(keys)
        assert text_rows(ana) == [shown]
        await ana.press("escape escape escape escape")
        assert ana.main.mode is Mode.READING
        assert text_rows(ana) == [f" {text}"]


NAMES: Final = " ".join(f"N{chr(ord('a') + n % 26)}{n}" for n in range(30))


async def test_of_two_letters_the_second_stands_in_the_place_of_the_first(tmp_path: Path) -> None:
    async with reading_text(tmp_path, f"|{NAMES}") as ana:
        await ana.press("F a")
        before = text_rows(ana, 3)
        assert before[0].startswith("fNa0gNb1jNc2kNd3eNe4iNf5rNg6")
        cells = [(r, c) for r, row in enumerate(before) for c, x in enumerate(row) if x == "z"]
        assert len(cells) == 14
        await ana.press("z")
        after = text_rows(ana, 3)
        assert "".join(after[row][column] for row, column in cells) == "fgjkeirowztqpv"
        assert after[0].startswith(" Na0 Nb1 Nc2")
        await ana.press("x")
        assert (
            ana.says() == "No span has the letters 'z x'; Esc takes back what was typed, or leaves"
        )
        assert text_rows(ana, 3) == after
        await ana.press("backspace")
        assert text_rows(ana, 3) == before
        await ana.press("z g")
        assert ana.tags() == ["actor[80:84]Ns18"]


async def test_letters_are_shown_in_every_pane_and_picking_goes_there(tmp_path: Path) -> None:
    story = write_story(tmp_path, {"a.txt": "Iran left", "b.txt": "and Syria stayed"})
    async with reading(story, size=(120, 24)) as ana:
        await ana.press("F l")
        assert "fIran left" in ana.screen()
        assert "andjSyria stayed" in ana.screen()
        await ana.press("j")
        assert ana.article_id == "b"
        assert ana.tags() == ["location[4:9]Syria"]
        assert "fIran left" in ana.screen()
        await ana.press("f")
        assert ana.article_id == "a"
        assert ana.tags() == ["location[0:4]Iran"]


# What is picked ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "keys", "tags", "after", "mode"),
    [
        # f: one span is selected, and then a label's key tags it
        (f"|{TWO}", "f f", [], f"[[Iran|]]{TWO[4:]}", Mode.READING),
        (f"|{TWO}", "f d", [], f"[[{TWO[:15]}|]]{TWO[15:]}", Mode.READING),
        (f"|{TWO}", "f f a", ["actor[0:4]Iran"], f"Ira|n{TWO[4:]}", Mode.READING),
        (f"|{TWO}", "f a f", ["actor[0:4]Iran"], f"Ira|n{TWO[4:]}", Mode.READING),
        (f"|{TWO}", "f a f .", ["actor[0:4]Iran"], f"Ira|n{TWO[4:]}", Mode.READING),
        (f"|{TWO}", "f a f f g .", ["actor[0:4]Iran", "actor[10:15]Syria"],
         "Iran told Syri|a. Iraq left.", Mode.READING),
        # Letters that stay: again and again
        (f"|{TWO}", "F a f g k",
         ["actor[0:4]Iran", "actor[10:15]Syria", "actor[17:21]Iraq"],
         "Iran told Syria. Ira|q left.", Mode.JUMPING),
        (f"|{TWO}", "F a k f", ["actor[0:4]Iran", "actor[17:21]Iraq"], f"Ira|n{TWO[4:]}",
         Mode.JUMPING),
        (f"|{TWO}", "F a f c d", ["claim[0:15]Iran told Syria", "actor[0:4]Iran"],
         "Iran told Syri|a. Iraq left.", Mode.JUMPING),
        # F without a label: select, label, select, label
        (f"|{TWO}", "F f", [], f"[[Iran|]]{TWO[4:]}", Mode.READING),
        (f"|{TWO}", "F f a", ["actor[0:4]Iran"], f"Ira|n{TWO[4:]}", Mode.JUMPING),
        (f"|{TWO}", "F f a g l", ["actor[0:4]Iran", "location[10:15]Syria"],
         "Iran told Syri|a. Iraq left.", Mode.JUMPING),
        (f"|{TWO}", "F f escape", [], f"Iran|{TWO[4:]}", Mode.JUMPING),
        (f"|{TWO}", "F f escape escape", [], f"Iran|{TWO[4:]}", Mode.READING),
        # From a word to another
        (f"|{TWO}", "f F k", [], f"[[{TWO[:9]}|]]{TWO[9:]}",
         Mode.READING),
        (f"|{TWO}", "F c D j", [f"claim[0:26]{TWO[:26]}"], "Iran told Syria. Iraq lef|t.",
         Mode.JUMPING),
        (f"|{TWO}", "F a space D f", ["actor[5:15]told Syria"], "Iran told Syri|a. Iraq left.",
         Mode.JUMPING),
        # Undo and the like between two spans
        (f"|{TWO}", "F a f u", [], f"|{TWO}", Mode.JUMPING),
        (f"|{TWO}", "F a f u U", ["actor[0:4]Iran"], f"|{TWO}", Mode.JUMPING),
        (f"|{TWO}", "F a f end", ["actor[0:4]Iran"], "Iran told Syria. Iraq left.|",
         Mode.JUMPING),
        (f"|{TWO}", "f end", [], "Iran told Syria. Iraq left.|", Mode.READING),
        (f"|{TWO}", "F 3 right", [], f"Ira|n{TWO[4:]}", Mode.JUMPING),
        # What is selected otherwise waits for its label as well.
        (f"|{TWO}", "F shift+right", [], f"[[I|]]{TWO[1:]}", Mode.READING),
        (f"|{TWO}", "F shift+right shift+right a", ["actor[0:2]Ir"], f"I|r{TWO[2:]}",
         Mode.JUMPING),
        (f"|{TWO}", "F f shift+right shift+right a", ["actor[0:6]Iran t"], f"Iran |t{TWO[6:]}",
         Mode.JUMPING),
        (f"|{TWO}", "F f v right right a", ["actor[0:6]Iran t"], f"Iran |t{TWO[6:]}",
         Mode.JUMPING),
        (f"|{TWO}", "F f end", [], f"{TWO}|", Mode.JUMPING),
        # What does nothing stays in the mode
        (f"|{TWO}", "F w b e z 2", [], f"|{TWO}", Mode.JUMPING),
        (f"|{TWO}", "f backspace ctrl+y", [], f"|{TWO}", Mode.JUMPING),
    ],
)  # fmt: skip
async def test_what_is_picked(
    tmp_path: Path, before: str, keys: str, tags: list[str], after: str, mode: Mode
) -> None:
    async with reading_text(tmp_path, before) as ana:
        await ana.press(keys)
        assert ana.tags() == tags
        assert ana.shown() == after
        assert ana.main.mode is mode


# Saying what is what ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("f", "select   a  actor  l  location  c  claim  s  source  Space words  Esc leaves"),
        ("F", "tag many   a  actor  l  location  c  claim  s  source  Space words  Esc leaves"),
        ("F a", "tag actor   l  location  c  claim  s  source  Space words  Esc no label"),
        ("F a D", "tag actor   l  location  c  claim  s  source  Space words  Esc no label"),
        ("F a F", "tag actor  to the end at …  Esc takes back"),
        ("F a space", "tag actor   l  location  c  claim  s  source  Esc likely spans"),
    ],
)
async def test_the_bottom_line_says_what_keys_do(tmp_path: Path, keys: str, line: str) -> None:
    async with reading_text(tmp_path, f"|{TWO}") as ana:
        await ana.press(keys)
        assert " ".join(ana.line("keys").split()) == " ".join(line.split())


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ("f z", "No span has the letters 'z'; Esc takes back what was typed, or leaves"),
        ("f W", "No span has the letters 'W'; Esc takes back what was typed, or leaves"),
        ("f backspace", "No letter has been typed that could be taken back; Esc leaves"),
        ("f ctrl+y", "'ctrl+y' does nothing here; ? shows every key"),
        ("F a f f", "No span has the letters 'f'; Esc takes back what was typed, or leaves"),
        (".", "Nothing has been tagged yet whose label could be used again"),
    ],
)
async def test_a_key_without_effect_says_why(tmp_path: Path, keys: str, sentence: str) -> None:
    async with reading_text(tmp_path, f"|{TWO}") as ana:
        await ana.press(keys)
        assert ana.says() == sentence


async def test_where_nothing_is_likely_it_says_what_to_do(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|he said so, or so") as ana:
        await ana.press("F l")
        assert ana.says().startswith(
            "Nothing on the screen is likely to be tagged as location; Space"
        )
        await ana.press("space d")
        assert ana.tags() == ["location[0:2]he"]


# What is proposed --------------------------------------------------------------------------------


def proposal(phrase: str, label: str, score: float = 0.5) -> Suggestion:
    start = TWO.index(phrase)
    end = start + len(phrase)
    return Suggestion(start, end, label, phrase, reason="it is", score=score, suggester="made up")


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("f", "gIranftoldkSyriadeIraq leftj"),
        ("f a", "gIran toldkSyria.eIraq left."),
        ("f l", "gIranftoldkSyria.eIraq left."),
    ],
)
async def test_what_is_proposed_is_offered_too(tmp_path: Path, keys: str, shown: str) -> None:
    async with reading_text(tmp_path, f"|{TWO}") as ana:
        proposals = Proposals.of(
            [proposal("told", "location"), proposal("Iraq left", "claim", 1.0)]
        )
        ana.pane.propose_by(lambda _: proposals)
        await ana.press(keys)
        assert text_rows(ana) == [shown]


# The mouse, the wheel, the size ------------------------------------------------------------------

LONG: Final = "".join(f"The {number}th row says that Iran left Syria.\n" for number in range(60))


async def test_a_mouse_button_ends_it(tmp_path: Path) -> None:
    async with reading_text(tmp_path, f"|{TWO}") as ana:
        await ana.press("F a")
        await ana.click(*ana.cell_of("told"))
        assert ana.main.mode is Mode.READING
        assert ana.shown() == "Iran |told Syria. Iraq left."
        assert text_rows(ana) == [f" {TWO}"]


async def test_letters_follow_the_text_that_is_visible(tmp_path: Path) -> None:
    async with reading_text(tmp_path, f"|{LONG}") as ana:
        await ana.press("F l")
        first = text_rows(ana, 18)
        for keys in ("pagedown", "pageup"):
            await ana.press(keys)
            shown = text_rows(ana, 18)
            assert all(row.count(" Iran ") == 0 for row in shown)
        await ana.wheel(20, 5, down=True)
        assert all(row.count(" Iran ") == 0 for row in text_rows(ana, 18))
        await ana.wheel(20, 5, down=False)
        await ana.press("home")
        assert len(first) == len(text_rows(ana, 18))
        await ana.resize(60, 16)
        await ana.settle()
        assert all(row.count(" Iran ") == 0 for row in text_rows(ana, 10))
        assert ana.main.mode is Mode.JUMPING
        await ana.press("tab")
        assert ana.main.mode is Mode.JUMPING


async def test_after_a_page_what_is_new_has_single_letters(tmp_path: Path) -> None:
    async with reading_text(tmp_path, f"|{LONG}") as ana:
        await ana.press("F l")
        end = ana.pane.viewport.visible_text.end
        await ana.press("pagedown")
        jump = ana.main.session.jump
        assert jump is not None
        short = [t.start for t, code in jump.codes.items() if len(code) == 1]
        new = sorted(t.start for t in jump.codes if t.start >= end)
        assert set(new[:8]) <= set(short)


async def test_in_a_long_article_only_what_is_visible_is_looked_at(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|" + LONG * 450) as ana:
        assert len(ana.text) > 1_000_000
        await ana.press("G F a")
        jump = ana.main.session.jump
        assert jump is not None
        visible = ana.pane.viewport.visible_text
        assert 20 < len(jump.codes) < 100
        assert all(target.span.overlaps(visible) for target in jump.codes)


# Beside other modes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "mode"),
    [
        ("v f", Mode.JUMPING),
        ("a enter f", Mode.JUMPING),
        ("a r f", Mode.RESIZING),
        ("F /", Mode.READING),
    ],
)
async def test_it_begins_and_ends_where_another_mode_does(
    tmp_path: Path, keys: str, mode: Mode
) -> None:
    async with reading_text(tmp_path, f"|{TWO}") as ana:
        await ana.press(keys)
        assert ana.main.mode is mode


async def test_a_story_that_is_only_read_says_so_and_offers_again(tmp_path: Path) -> None:
    story = write_story(tmp_path, {"a.txt": TWO})
    async with reading(story, read_only=True) as ana:
        await ana.press("F a f")
        assert not ana.tags()
        assert "read" in ana.says()
        assert ana.main.mode is Mode.JUMPING


async def test_without_colour_every_sign_is_reversed_and_its_span_underlined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading_text(tmp_path, f"|{TWO}") as ana:
        await ana.press("F a end")
        styles = [
            (character, style) for text, style, _ in ana.pane.render_line(1) for character in text
        ]
        start = styles.index(next(pair for pair in styles if pair[0] == "f"))
        (sign, sign_style), (letter, text_style) = styles[start : start + 2]
        assert (sign, letter) == ("f", "I")
        assert sign_style is not None
        assert sign_style.reverse
        assert text_style is not None
        assert text_style.underline
        assert text_style.color is None


async def test_labels_with_other_keys_are_no_letters_of_codes(tmp_path: Path) -> None:
    labels = '[[label]]\nname = "date"\nkey = "d"\n[[label]]\nname = "actor"\nkey = "f"\n'
    story = write_story(tmp_path, {"a.txt": TWO, "labels.toml": labels.replace('"f"', '"g"')})
    async with reading(story) as ana:
        await ana.press("F")
        jump = ana.main.session.jump
        assert jump is not None
        assert {"d", "g"}.isdisjoint("".join(jump.codes.values()))
        await ana.press("d")
        assert ana.line("keys").startswith("tag date")
