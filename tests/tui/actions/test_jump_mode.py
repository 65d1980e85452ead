"""Jumping as it looks: what stands on the screen before keys, the keys, and what comes of them.

The likely spans are made up, so that the tables say all: capitalised words, and sentences.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Final

import pytest

from store.labels import Meaning
from store.suggest.jumping import memory
from store.suggest.jumping.jumpable import Jumpable
from store.suggest.jumping.taste import Taste
from store.suggest.model import Suggestion
from store.suggest.proposals import Proposals
from store.text.boundaries import sentences, words
from tests.stories import write_story
from tests.tui.support import reading, reading_text
from tui import jump_targets
from tui.jumping import JumpTarget
from tui.keys.commands import Mode

if TYPE_CHECKING:
    from pathlib import Path

    from store.text.span import Span
    from tests.tui.support import Reader

LIKELY: Final = {
    "name": {Meaning.ACTOR: 0.6, Meaning.LOCATION: 0.4, Meaning.SOURCE: 0.1, Meaning.CLAIM: 0.0},
    "sentence": {Meaning.CLAIM: 0.5},
}


def made_up(text: str, within: Span, *, is_long: bool) -> tuple[Jumpable, ...]:
    found = []
    for word in words(text, within.start, within.end):
        said = word.of(text)
        sign = "name" if said[0].isupper() or said[0] > "z" else "word"
        found.append(Jumpable(word.start, word.end, None, 0.0, (sign,), said, is_long=False))
    for each in sentences(text, within):
        end = each.end - text[: each.end].endswith(".")
        said = text[each.start : end]
        found.append(Jumpable(each.start, end, None, 0.0, ("sentence",), said, is_long=True))
    once = {(one.start, -one.end): one for one in reversed(found)}
    return tuple(one for _, one in sorted(once.items()))


def made_up_odds(taste: Taste, one: Jumpable) -> float:
    chance = LIKELY.get(one.signs[0], {}).get(taste.meaning, 0.0) or 0.0005
    return log(chance / (1 - chance))


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jump_targets, "jumpables", made_up)
    monkeypatch.setattr(memory, "jumpables", made_up)
    monkeypatch.setattr(Taste, "prior", made_up_odds)
    monkeypatch.setattr(Taste, "learned", lambda *_: 0.0)
    jump_targets._priors.cache_clear()  # noqa: SLF001  # priors of other tests


def codes(ana: Reader) -> dict[str, str]:
    """The letters that are shown, by the texts that they stand for, in the order of the text."""
    jump = ana.main.session.jump
    assert jump is not None
    shown = sorted(jump.codes.items(), key=lambda item: (item[0].article, item[0].start))
    return {target.span.of(ana.text): letter for target, letter in shown}


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
        # In the blank before a span; the first word's letter is in the margin. Another that begins
        # there as well has its letter behind it, and begins at the last letter before that.
        (TWO, "f", "dIran toldfSyria.gIraq left.j"),
        (TWO, "F", "dIran toldfSyria.gIraq left.j"),
        # A label's key leaves only what is likely for it; the others keep their letters.
        (TWO, "F a", "dIran toldfSyria.gIraq left."),
        (TWO, "F c", "dIran told Syria.jIraq left."),
        (TWO, "F a escape", "dIran toldfSyria.gIraq left.j"),
        (TWO, "F a c", "dIran told Syria.jIraq left."),
        # What is tagged with the label is not offered again; with another label it is.
        (TWO, "F a f", "dIran told Syria.gIraq left."),
        (TWO, "F a f l", "dIran toldfSyria.gIraq left."),
        (TWO, "F a f u", "dIran toldfSyria.gIraq left."),
        # By the first letter: where several begin with it, they have letters, and their ends.
        (TWO, "f space", " Iran told Syria. Iraq left."),
        (TWO, "f space i", "fIrandtoldeSyria.gIraqkleft.j"),
        (TWO, "f space i space", "fIran told Syria.dIraqgleft.j"),
        (TWO, "f space i backspace", " Iran told Syria. Iraq left."),
        (TWO, "f space space", "dIran toldfSyria.gIraq left.j"),
        (TWO, "f space escape", "dIran toldfSyria.gIraq left.j"),
        (TWO, "f space i escape", "dIran toldfSyria.gIraq left.j"),
        # From a word to the end of another, behind which the letter stands
        (TWO, "F a D", " Iran toldfSyria.gIraqdleft.j"),
        (TWO, "F a D backspace", "dIran toldfSyria.gIraq left."),
        (TWO, "F a D escape", "dIran toldfSyria.gIraq left."),
        (TWO, "F a space T", " Iran told Syria.dIraqfleft.g"),
        # Brackets and quotation marks are stepped over; behind a hyphen there is no blank.
        ("so (IRGC) and non-ISIS", "F a", " sof(IRGC) andgnon-ISIS"),
        ("he said “Iran left”", "F a", " he saidf“Iran left”"),
        ("in Syria, in\xa0Rome", "F l", " infSyria, ingRome"),
        # Nothing is likely
        ("he said so, or so", "F l", " he said so, or so"),
        ("he said so, or so", "F l space s", " hefsaidgso,jordso"),
        # What no key of the keyboard types has letters in turn.
        ("他说。北", "F a", "d他f 。g "),
        ("他说 so", "F c space", "d他f gso"),
    ],
)  # fmt: skip
async def test_letters_stand_where_no_letter_of_the_text_is(
    tmp_path: Path, text: str, keys: str, shown: str
) -> None:
    async with reading_text(tmp_path, f"|{text}") as ana:
        await ana.press(keys)
        assert text_rows(ana) == [shown.rstrip()]
        await ana.press("escape escape escape escape")
        assert ana.main.mode is Mode.READING
        assert text_rows(ana) == [f" {text}"]


NAMES: Final = " ".join(f"N{chr(ord('a') + n % 26)}{n}" for n in range(60))


async def test_no_more_than_eighteen_have_letters_and_those_ahead_come_first(
    tmp_path: Path,
) -> None:
    async with reading_text(tmp_path, f"|{NAMES}") as ana:
        await ana.press("F a")
        first = codes(ana)
        assert len(first) == 18
        assert list(first) == NAMES.split()[:18]
        await ana.press(first["Nf5"])
        assert ana.tags() == ["actor[20:23]Nf5"]
        then = codes(ana)
        assert len(then) == 18
        assert list(then)[:12] == NAMES.split()[6:18]
        assert all(then[name] == first[name] for name in first if name in then)


async def test_of_what_begins_alike_the_next_have_letters_and_space_gives_them_to_others(
    tmp_path: Path,
) -> None:
    names = NAMES.split()
    async with reading_text(tmp_path, f"|{', then '.join(names)}.") as ana:
        await ana.press("F a space n")
        first = codes(ana)
        assert len(first) == 18
        assert [name for name in first if name in names] == ["Na0"]  # the others had letters
        longer = "Na0, then Nb1"
        assert longer in first
        await ana.press("space")
        then = codes(ana)
        assert not first.keys() & then.keys()
        assert [name for name in then if name in names][:2] == ["Nb1", "Nw22"]
        await ana.press("space")
        assert list(codes(ana)) == names[:18]  # starts alone, the nearest first
        await ana.press("backspace n")
        await ana.press(codes(ana)[longer])
        assert [tag.partition("]")[2] for tag in ana.tags()] == [longer]
        assert not ana.main.session.jump or not ana.main.session.jump.by_text


async def test_the_letter_behind_a_span_takes_it_from_the_last_letter_before(
    tmp_path: Path,
) -> None:
    async with reading_text(tmp_path, f"|{TWO}") as ana:
        await ana.press("F a space i")
        jump = ana.main.session.jump
        assert jump is not None
        behind = [target for target in jump.codes if target.is_end]
        assert [each.span.of(ana.text) for each in behind] == ["Iran told", "Iraq left"]
        # What is underlined is what the letter before it takes.
        overlay = ana.pane.overlay[0]
        assert [extent.span.of(ana.text) for extent in overlay.extents] == ["Iran", "Iraq"]
        assert "x from the letter before to there" in ana.line("keys")
        await ana.press(jump.codes[behind[0]])
        assert ana.tags() == ["actor[0:9]Iran told"]


async def test_letters_are_shown_in_every_pane_and_picking_goes_there(tmp_path: Path) -> None:
    story = write_story(tmp_path, {"a.txt": "Iran left", "b.txt": "and Syria stayed"})
    async with reading(story, size=(120, 24)) as ana:
        await ana.press("F l")
        assert "dIran left" in ana.screen()
        jump = ana.main.session.jump
        assert jump is not None
        letter = jump.codes[JumpTarget("b", 4, 9)]
        assert f"and{letter}Syria stayed" in ana.screen()
        await ana.press(letter)
        assert ana.article_id == "b"
        assert ana.tags() == ["location[4:9]Syria"]
        assert "dIran left" in ana.screen()
        await ana.press("d")
        assert ana.article_id == "a"
        assert ana.tags() == ["location[0:4]Iran"]


# What is picked ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "keys", "tags", "after", "mode"),
    [
        # f: one span is selected, and then a label's key tags it
        (f"|{TWO}", "f d", [], f"[[Iran|]]{TWO[4:]}", Mode.READING),
        (f"|{TWO}", "f c d", ["claim[0:15]Iran told Syria"], "Iran told Syri|a. Iraq left.",
         Mode.READING),
        (f"|{TWO}", "f d a", ["actor[0:4]Iran"], f"Ira|n{TWO[4:]}", Mode.READING),
        (f"|{TWO}", "f a d", ["actor[0:4]Iran"], f"Ira|n{TWO[4:]}", Mode.READING),
        (f"|{TWO}", "f a d .", ["actor[0:4]Iran"], f"Ira|n{TWO[4:]}", Mode.READING),
        (f"|{TWO}", "f a d f f .", ["actor[0:4]Iran", "actor[10:15]Syria"],
         "Iran told Syri|a. Iraq left.", Mode.READING),
        # Letters that stay: again and again
        (f"|{TWO}", "F a d f g",
         ["actor[0:4]Iran", "actor[10:15]Syria", "actor[17:21]Iraq"],
         "Iran told Syria. Ira|q left.", Mode.JUMPING),
        (f"|{TWO}", "F a g d", ["actor[0:4]Iran", "actor[17:21]Iraq"], f"Ira|n{TWO[4:]}",
         Mode.JUMPING),
        (f"|{TWO}", "F a d c d", ["claim[0:15]Iran told Syria", "actor[0:4]Iran"],
         "Iran told Syri|a. Iraq left.", Mode.JUMPING),
        # F without a label: select, label, select, label
        (f"|{TWO}", "F d", [], f"[[Iran|]]{TWO[4:]}", Mode.READING),
        (f"|{TWO}", "F d a", ["actor[0:4]Iran"], f"Ira|n{TWO[4:]}", Mode.JUMPING),
        (f"|{TWO}", "F d a f l", ["actor[0:4]Iran", "location[10:15]Syria"],
         "Iran told Syri|a. Iraq left.", Mode.JUMPING),
        (f"|{TWO}", "F d escape", [], f"Iran|{TWO[4:]}", Mode.JUMPING),
        (f"|{TWO}", "F d escape escape", [], f"Iran|{TWO[4:]}", Mode.READING),
        # From a word to another
        (f"|{TWO}", "f D d", [], f"[[{TWO[:15]}|]]{TWO[15:]}", Mode.READING),
        (f"|{TWO}", "F c D d", ["claim[0:4]Iran"], "Ira|n told Syria. Iraq left.",
         Mode.JUMPING),
        (f"|{TWO}", "F a D space l", ["actor[0:26]Iran told Syria. Iraq left"],
         "Iran told Syria. Iraq lef|t.", Mode.JUMPING),
        (f"|{TWO}", "F a space T d", ["actor[5:15]told Syria"], "Iran told Syri|a. Iraq left.",
         Mode.JUMPING),
        # By its first letter: the only one is taken at once, a label's letter is one too.
        (f"|{TWO}", "F a space t", ["actor[5:9]told"], "Iran tol|d Syria. Iraq left.",
         Mode.JUMPING),
        (f"|{TWO}", "F a space l", ["actor[22:26]left"], "Iran told Syria. Iraq lef|t.",
         Mode.JUMPING),
        (f"|{TWO}", "F a space s", ["actor[10:15]Syria"], "Iran told Syri|a. Iraq left.",
         Mode.JUMPING),
        (f"|{TWO}", "F a space i g", ["actor[17:21]Iraq"], "Iran told Syria. Ira|q left.",
         Mode.JUMPING),
        (f"|{TWO}", "f space s", [], "Iran told [[Syria|]]. Iraq left.", Mode.READING),
        ("|Élan, “So” … 5 men", "F a space e space 5 d space s",
         ["actor[0:4]Élan", "actor[7:9]So", "actor[13:18]5 men"], "Élan, “S|o” … 5 men",
         Mode.JUMPING),
        # Undo and the like between two spans
        (f"|{TWO}", "F a d u", [], f"|{TWO}", Mode.JUMPING),
        (f"|{TWO}", "F a d u U", ["actor[0:4]Iran"], f"|{TWO}", Mode.JUMPING),
        (f"|{TWO}", "F a d end", ["actor[0:4]Iran"], "Iran told Syria. Iraq left.|",
         Mode.JUMPING),
        (f"|{TWO}", "f end", [], "Iran told Syria. Iraq left.|", Mode.READING),
        (f"|{TWO}", "F 3 right", [], f"Ira|n{TWO[4:]}", Mode.JUMPING),
        # What is selected otherwise waits for its label as well.
        (f"|{TWO}", "F shift+right", [], f"[[I|]]{TWO[1:]}", Mode.READING),
        (f"|{TWO}", "F shift+right shift+right a", ["actor[0:2]Ir"], f"I|r{TWO[2:]}",
         Mode.JUMPING),
        (f"|{TWO}", "F d shift+right shift+right a", ["actor[0:6]Iran t"], f"Iran |t{TWO[6:]}",
         Mode.JUMPING),
        (f"|{TWO}", "F d v right right a", ["actor[0:6]Iran t"], f"Iran |t{TWO[6:]}",
         Mode.JUMPING),
        (f"|{TWO}", "F d end", [], f"{TWO}|", Mode.JUMPING),
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
        ("f", "select Space any span a actor l location c claim Esc leaves"),
        ("F", "tag many Space any span a actor l location c claim Esc leaves"),
        ("F a", "tag actor Space any span l location c claim s source Esc no label"),
        ("F a D", "tag actor to the end at … Space any span Esc takes back"),
        ("F a space", "tag actor the letter it begins with … Esc back"),
        (
            "F a D space",
            "tag actor to the end at … the letter the last word begins with … Esc back",
        ),
        ("F a space i", "tag actor i … Space others x from the letter before to there Esc back"),
    ],
)
async def test_the_bottom_line_says_what_keys_do(tmp_path: Path, keys: str, line: str) -> None:
    async with reading_text(tmp_path, f"|{TWO}") as ana:
        await ana.press(keys)
        assert " ".join(ana.line("keys").split()) == line


async def test_with_more_room_it_says_more(tmp_path: Path) -> None:
    async with reading_text(tmp_path, f"|{TWO}", size=(160, 24)) as ana:
        await ana.press("F a")
        line = " ".join(ana.line("keys").split())
        assert "Space and its first letter: any span" in line
        assert "Shift+letter from there to …" in line
        await ana.press("space")
        assert "what is underlined is taken at once" in ana.line("keys")


async def test_after_space_what_its_first_letter_takes_at_once_is_underlined(
    tmp_path: Path,
) -> None:
    async with reading_text(tmp_path, f"|{TWO}") as ana:
        await ana.press("F a space")
        overlay = ana.pane.overlay[0]
        underlined = [extent.span.of(ana.text) for extent in overlay.extents]
        assert underlined == ["told", "Syria", "left"]
        assert not overlay.signs
        assert overlay.is_dimmed  # as before, so that the rest does not flicker


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ("f z", "No span has the letter 'z'; Space and its first letter take any in sight"),
        ("f W", "No span has the letter 'W'; Space and its first letter take any in sight"),
        (
            "F a space i z",
            "No span has the letter 'z'; Space and its first letter take any in sight",
        ),
        ("F a space x", "Nothing in sight begins with 'x'; Esc goes back"),
        ("F a D space x", "Nothing in sight ends with a word that begins with 'x'; Esc goes back"),
        ("f backspace", "No letter has been typed that could be taken back; Esc leaves"),
        ("f ctrl+k", "'Ctrl+K' does nothing here; ? shows every key"),
        ("f ctrl+y", "U makes again what was undone"),
        (".", "Nothing has been tagged yet whose label could be used again"),
    ],
)
async def test_a_key_without_effect_says_why(tmp_path: Path, keys: str, sentence: str) -> None:
    async with reading_text(tmp_path, f"|{TWO}", size=(100, 24)) as ana:
        await ana.press(keys)
        assert ana.says() == sentence


async def test_where_nothing_is_likely_it_says_what_to_do(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|he said so, or so") as ana:
        await ana.press("F l")
        assert ana.says().startswith(
            "Nothing in sight is likely to be tagged as location; Space and"
        )
        await ana.press("space o")
        assert ana.tags() == ["location[12:14]or"]


# What is proposed --------------------------------------------------------------------------------


def proposal(phrase: str, label: str, score: float = 0.5) -> Suggestion:
    start = TWO.index(phrase)
    end = start + len(phrase)
    return Suggestion(start, end, label, phrase, reason="it is", score=score, suggester="made up")


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("f", "dIrangtoldjSyria.fIraqkleft."),
        ("F a", "dIran toldjSyria.kIraq left."),
        # With a label, what is suggested is let in after its capital.
        ("F l", "dIran toldjSyria.kIraq left."),
        ("F L", "dIrangtoldjSyria.kIraq left."),
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
        for key in ("pagedown", "pageup", "pagedown"):
            await ana.press(key)
            assert_in_sight(ana)
        await ana.wheel(20, 5, down=True)
        assert_in_sight(ana)
        await ana.wheel(20, 5, down=False)
        await ana.press("home")
        await ana.resize(60, 16)
        await ana.settle()
        assert_in_sight(ana)
        assert ana.main.mode is Mode.JUMPING
        await ana.press("tab")
        assert ana.main.mode is Mode.JUMPING


def assert_in_sight(ana: Reader) -> None:
    """All letters can be seen, each where its span begins."""
    jump, pane = ana.main.session.jump, ana.pane
    assert jump is not None
    assert len(jump.codes) == 18
    assert all(target.start in pane.viewport.visible_text for target in jump.codes)
    signs = [sign for overlay in pane.overlay.values() for sign in overlay.signs]
    assert sorted(sign.letter for sign in signs) == sorted(jump.codes.values())
    assert all(sign.spot.row in pane.viewport.visible_rows for sign in signs)


async def test_after_a_page_what_is_new_has_the_letters(tmp_path: Path) -> None:
    async with reading_text(tmp_path, f"|{LONG}") as ana:
        await ana.press("F l")
        end = ana.pane.viewport.visible_text.end
        await ana.press("pagedown pagedown")
        jump = ana.main.session.jump
        assert jump is not None
        assert len(jump.codes) == 18
        assert all(target.start >= end for target in jump.codes)


async def test_in_a_long_article_only_what_is_visible_is_looked_at(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|" + LONG * 450) as ana:
        assert len(ana.text) > 1_000_000
        await ana.press("G F a")
        jump = ana.main.session.jump
        assert jump is not None
        visible = ana.pane.viewport.visible_text
        assert len(jump.codes) == 18
        assert all(target.start in visible for target in jump.codes)


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
        await ana.press("F a d")
        assert not ana.tags()
        assert "read" in ana.says()
        assert ana.main.mode is Mode.JUMPING


async def test_without_colour_every_sign_is_reversed_and_its_span_underlined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading_text(tmp_path, f"|{TWO}") as ana:
        await ana.press("F a")
        styles = [
            (character, style) for text, style, _ in ana.pane.render_line(1) for character in text
        ]
        start = styles.index(next(pair for pair in styles if pair[0] == "d"))
        (sign, sign_style), (letter, text_style) = styles[start : start + 2]
        assert (sign, letter) == ("d", "I")
        assert sign_style is not None
        assert sign_style.reverse
        assert text_style is not None
        assert text_style.underline
        assert text_style.color is None


async def test_labels_with_other_keys_are_no_letters_on_the_screen(tmp_path: Path) -> None:
    labels = '[[label]]\nname = "place"\nkey = "d"\n[[label]]\nname = "actor"\nkey = "g"\n'
    story = write_story(tmp_path, {"a.txt": TWO, "labels.toml": labels})
    async with reading(story) as ana:
        await ana.press("F")
        assert list(codes(ana).values()) == ["f", "j", "k"]
        await ana.press("d")
        assert ana.line("keys").startswith("tag place")


@pytest.mark.parametrize("count", [1, 8, 14])
async def test_many_labels_leave_fewer_letters(tmp_path: Path, count: int) -> None:
    keys = [letter for letter in "abcdefgijklmoprtvwxz" if letter not in "uhynfjkq"][:count]
    tables = [f'[[label]]\nname = "actor {key}"\nkey = "{key}"\n' for key in keys]
    story = write_story(tmp_path, {"a.txt": NAMES, "labels.toml": "".join(tables)})
    async with reading(story) as ana:
        await ana.press(f"F {keys[0]}")
        shown = "".join(codes(ana).values())
        assert len(shown) == min(18, 26 - 4 - count)
        assert set(shown).isdisjoint({*keys, "u", "h", "y", "n"})
