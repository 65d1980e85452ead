"""Practice on the screen: what to do now, what the gold says of it, and what a span costs."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import pytest

from store.articles import find_story
from store.labels import DEFAULT_LABELS
from store.practice.folder import ANNOTATOR, prepare
from store.practice.gold import GoldSpan, load_gold
from store.practice.judging import Remark, Verdict, remark_words
from store.practice.lessons import EXERCISES
from store.practice.record import PracticeRecord
from store.practice.teacher import ASKING, Teacher
from store.story.workspace import Workspace
from tests.tui.support import Reader
from tui.keys.commands import COMMANDS, MAIN_MODES, Mode, all_commands
from tui.keys.key_names import key_name
from tui.keys.keymap_file import keymap_for
from tui.practice_app import PracticeApp
from tui.render.few_colours import plain_palette
from tui.render.lines import shorten_middle
from tui.render.practice_board import BoardStyle
from tui.screens.practice import PracticeScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from store.practice.lessons import Exercise

GOLD: Final = load_gold()
ONE, TWO = sorted(GOLD.texts)
OF_THE_TEACHER: Final = [c for c in COMMANDS if Mode.PRACTICE in c.modes]
KEYMAP: Final = keymap_for(all_commands(DEFAULT_LABELS))
KNOWN: Final = [command.id for command in KEYMAP.commands]
OVER: Final = PracticeRecord(len(EXERCISES))
"""Of somebody who has done all the lessons."""


class Pupil(Reader):
    """Somebody who practises."""

    @property
    def screen_(self) -> PracticeScreen:
        assert isinstance(self.main, PracticeScreen)
        return self.main

    @property
    def teacher(self) -> Teacher:
        return self.screen_.teacher

    @property
    def board(self) -> list[str]:
        """The lines above the panes."""
        region = self.screen_.query_one("#practice").region
        return [row.strip() for row in self.rows()[region.y : region.bottom]]

    @property
    def lesson(self) -> str:
        """What is to be done."""
        return " ".join(self.board[1:-1])

    @property
    def gold_says(self) -> str:
        """What is said of the last edit."""
        return self.board[-1]

    def step_with(self, text: str) -> None:
        """Be at the first step that says something."""
        while not (step := self.teacher.course.exercise) or text not in step.text:
            assert step is not None
            self.teacher.skip()
        self.screen_.show_state()


@asynccontextmanager
async def practising(
    folder: Path,
    record: PracticeRecord | None = None,
    size: tuple[int, int] = (80, 24),
    clock: Callable[[], float] = time.monotonic,
    own_keys: Path | None = None,
) -> AsyncIterator[Pupil]:
    prepare(folder, GOLD, afresh=False)
    with Workspace.open(find_story([folder]), ANNOTATOR) as workspace:
        teacher = Teacher(workspace, GOLD, record or PracticeRecord(), KNOWN)
        keymap = keymap_for(all_commands(DEFAULT_LABELS), own_keys)
        app = PracticeApp(teacher, workspace, keymap, clock)
        async with app.run_test(size=size) as pilot:
            pupil = Pupil(app, pilot)
            await pupil.until(pupil.fits, "the panes are laid out")
            await pupil.settle()
            yield pupil


# The board -----------------------------------------------------------------------------------


async def test_the_first_lesson(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        assert you.board[0] == f"1/{len(EXERCISES)} A word{' ' * 47}F2 shows it  ! skips"
        assert you.lesson.startswith("Go to a word with the arrows, w and b, and press a label’s")
        assert "try “Iran”, which a makes an actor." in you.lesson
        assert you.gold_says == ""
        assert you.line("status").startswith("Sidelight")
        await you.press("a")
        assert you.board[0].startswith(f"2/{len(EXERCISES)} A letter at each span")
        assert you.gold_says == "✓ Lesson done. Right: actor “Iran”"
        await you.press("w")
        assert you.gold_says == "✓ Lesson done. Right: actor “Iran”"


@pytest.mark.parametrize(
    ("size", "rows"),
    [((80, 24), 4), ((100, 30), 4), ((160, 50), 4), ((200, 50), 3), ((80, 18), 3), ((80, 12), 2),
     ((40, 24), 4), ((40, 9), 1)],
)  # fmt: skip
@pytest.mark.parametrize("step", [0, 8, len(EXERCISES)])
async def test_the_board_covers_nothing(
    tmp_path: Path, size: tuple[int, int], rows: int, step: int
) -> None:
    async with practising(tmp_path, PracticeRecord(step), size) as you:
        regions = [widget.region for widget in you.main.children if widget.display]
        bottom = 0
        for region in regions:
            if region.height:
                assert (region.y, region.width) == (bottom, size[0])
                bottom = region.bottom
        assert bottom == size[1]
        assert len(you.board) == min(rows, 3 if step == len(EXERCISES) else rows)
        assert you.pane.viewport.text_height >= size[1] // 3


async def test_the_board_stays_as_high_from_lesson_to_lesson(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        heights = set()
        while you.teacher.course.exercise is not None:
            heights.add((len(you.board), you.pane.region.y))
            await you.press("!")
        assert len(heights) == 1


@pytest.mark.parametrize("step", EXERCISES, ids=lambda step: step.text[:30])
def test_a_lesson_fits_in_two_lines_of_eighty_columns(step: Exercise) -> None:
    style = BoardStyle(KEYMAP, plain_palette(DEFAULT_LABELS), 80)
    texts = [GOLD.text_of(span) for span in GOLD.spans if span.label == step.tried_on]
    for text in ("x" * 80, *texts):
        assert len(style.exercise(step, text)) <= 2


async def test_it_goes_away_and_comes_back_with_the_size(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        await you.resize(30, 5)
        await you.until(lambda: not you.screen_.query_one("#practice").display, "it is gone")
        await you.resize(80, 24)
        await you.until(lambda: len(you.board) == 4, "it is back")
        assert you.board[0].startswith("1/")


async def test_the_theme_is_the_boards_too(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        dark = you.app.palette.bar
        await you.press("T")
        await you.until(
            lambda: all(
                segment.style is not None and segment.style.bgcolor not in (None, dark.bgcolor)
                for segment in you.screen_.query_one("#practice").render_line(0)
            ),
            "the board is light",
        )
        assert you.board[0].startswith("1/")


# What the gold says --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "keys", "said"),
    [
        ("Iran Plotted", "a", "✓ Right: actor “Iran”"),
        ("Iran Plotted", "l", "To the gold “Iran” is actor, not location: press a"),
        ("Iran Plotted", "l enter a", "✓ Right: actor “Iran”"),
        ("Plotted", "a", "The gold has no actor “Plotted”; u takes it back, or keep it"),
        ("Plotted", "a d", ""),
        ("Vladimir", "a", "Nearly: the gold has “Putin” too: press ;"),
        ("Vladimir", "a ;", "✓ Right: actor “Vladimir Putin”"),
        ("Iran Plotted", "v e e a", "Nearly: the gold leaves out “Plotted”: press :"),
        ("Iran Plotted", "v e e a :", "✓ Right: actor “Iran”"),
        ("Iran Plotted", "a d", "That was right: u brings it back"),
        ("Iran Plotted", "a u", "That was right: u brings it back"),
        ("Iran Plotted", "a u U", "✓ Right: actor “Iran”"),
    ],
)
async def test_what_is_said_of_an_edit(tmp_path: Path, phrase: str, keys: str, said: str) -> None:
    async with practising(tmp_path, OVER) as you:
        you.go(phrase)
        await you.press(keys)
        assert you.gold_says == said


IRAN: Final = GoldSpan(ONE, 0, 4, "actor")
RIGHT, ABSENT = Verdict(IRAN, IRAN), Verdict(IRAN, None)
NEARLY: Final = Verdict(IRAN, GoldSpan(ONE, 0, 4, "claim"))


@pytest.mark.parametrize(
    ("remark", "said"),
    [
        (Remark(), ""),
        (Remark(by_rejecting=True), "Right: the gold does not have it either"),
        (Remark(by_rejecting=True, is_loss=True), "The gold has it: u brings it back"),
        (Remark(is_loss=True), "That was right: u brings it back"),
        (Remark((RIGHT,) * 3), "Right, all 3 of them"),
        (Remark((RIGHT, NEARLY, NEARLY, ABSENT)), "Of 4: 1 right, 2 nearly, 1 not in the gold"),
        (Remark((ABSENT,) * 2), "Of 2: 2 not in the gold"),
    ],
)  # fmt: skip
def test_a_remark_in_words(remark: Remark, said: str) -> None:
    template, texts = remark_words(GOLD, remark, can_relabel=True)
    palette = plain_palette(DEFAULT_LABELS)
    parts = BoardStyle(KEYMAP, palette, 80).parts(template, texts, palette.faint)
    assert "".join(text for text, _ in parts) == said
    assert [text for text, style in parts if style is palette.key] == (
        ["u"] if "u " in said[-30:] else []
    )


async def test_all_that_can_be_said_fits_in_a_line_of_eighty_columns(tmp_path: Path) -> None:
    async with practising(tmp_path, OVER) as you:
        for phrase, keys in (
            ("A top Iranian general", "v } c"),
            ("Iran and Russia have been", "v } v ) l"),
            ("Soleimani is the", "v } s"),
        ):
            you.go(phrase)
            await you.press(keys)
            assert you.gold_says
            assert not you.gold_says.endswith("…"), you.gold_says


async def test_a_label_is_named_where_its_key_would_correct_what_was_tagged(tmp_path: Path) -> None:
    async with practising(tmp_path, OVER) as you:
        you.go("Iran Plotted")
        await you.press("a")
        await you.press("F l")
        assert you.main.session.jump is not None
        assert "press a" not in you.gold_says
        await you.press("escape escape u l")
        assert you.gold_says == "To the gold “Iran” is actor, not location: press a"
        await you.press("w")
        assert you.gold_says == "To the gold “Iran” is actor, not location: u takes it back"


# The lessons ---------------------------------------------------------------------------------


async def test_a_lesson_is_done_by_its_own_keys_only(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        you.step_with("shows letters at likely spans")
        at = you.teacher.course.at
        await you.press("a")
        assert you.teacher.course.at == at
        await you.press("u f")
        assert you.main.session.jump is not None
        code = min((c for c in you.main.session.jump.codes.values() if len(c) == 1), default="")
        await you.press(f"{code} a")
        assert you.teacher.course.at == at + 1


async def test_a_tie_is_tied_and_no_tag_is_taken_for_one(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        while "Tie a claim" not in " ".join(you.board):
            await you.press("!")
        at = you.board[0]
        await you.press("t")  # nothing is tagged here
        you.go("Iran")
        await you.press("c")
        you.go("officials")
        await you.press("s")
        assert you.board[0] == at
        you.go("Iran")
        await you.press("t d")
        assert you.board[0] != at
        assert len(you.workspace.now.links().relations) == 1


async def test_one_label_for_many(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        you.step_with("from now on each letter")
        assert you.board[0].startswith("3/12 One label for many · 0 of 3")
        await you.press("F a")
        for number in (1, 2, 3):
            assert you.main.session.jump is not None
            code = min(you.main.session.jump.codes.values(), key=lambda code: (len(code), code))
            await you.press(" ".join(code))
            if number < 3:
                assert f"One label for many · {number} of 3" in you.board[0]
        assert you.board[0].startswith("4/12 More and less · first Esc Esc")
        assert len(you.annotations()) == 3
        await you.press("escape")
        assert "More and less · first Esc " in you.board[0]
        await you.press("escape")
        assert "first" not in you.board[0]
        await you.press("F")
        assert "first" not in you.board[0]


async def test_moving_the_ends_of_what_was_just_tagged(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        you.step_with("just tagged")
        you.go("Vladimir")
        await you.press("a ;")
        assert "just tagged" not in you.lesson
        assert you.gold_says.startswith("✓ Lesson done. Right: actor “Vladimir Putin”")


async def test_the_last_lesson_is_undo_and_then_there_is_the_score(tmp_path: Path) -> None:
    async with practising(tmp_path, PracticeRecord(len(EXERCISES) - 1)) as you:
        assert you.board[0].startswith("12/12 Nothing is lost")
        await you.press("a u")
        await you.until(lambda: len(you.board) == 3, "the lesson has made room")
        assert you.board[0].startswith("Practice · 0 of 225 right · 0 other")
        assert you.board[1] == "actor 0/116 · location 0/35 · claim 0/47 · source 0/27"
        assert you.gold_says == "That was the last lesson. That was right: u brings it back"


# Asking the teacher --------------------------------------------------------------------------


async def test_the_example_is_shown(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        you.step_with("Each {key:select.grow} selects more")
        span = you.teacher.example
        assert span is not None
        await you.press("f2")
        assert you.article_id == span.article
        assert you.pane.selection.head == span.start
        assert you.pane.found == [span.span]
        text = GOLD.text_of(span)
        assert you.says() == f"Here the gold has {span.label} “{text}”"
        assert f"“{shorten_middle(text, 30)}”" in you.lesson
        await you.press("a")
        assert you.pane.found == []


async def test_an_example_in_the_other_article(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        await you.press("G ! f2")
        assert you.teacher.example is not None
        assert you.article_id == you.teacher.example.article == TWO


async def test_where_there_is_no_example_that_is_said(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        you.step_with("just tagged")
        before = you.shown()
        await you.press("f2")
        assert you.says() == "There is nothing to show for this"
        assert you.shown() == before


async def test_later_what_is_missing_is_shown_one_after_another(tmp_path: Path) -> None:
    async with practising(tmp_path, OVER) as you:
        seen = []
        for _ in range(3):
            await you.press("f2")
            seen.append(you.says())
        assert seen[0].startswith("Here the gold has ")
        assert len(set(seen)) == 3
        assert "claim" in you.board[1]


async def test_skipping(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        for number in range(1, len(EXERCISES) + 1):
            assert you.board[0].startswith(f"{number}/{len(EXERCISES)} ")
            await you.press("!")
        assert you.board[0].startswith("Practice · ")
        await you.press("!")
        assert you.says() == "The lessons are over; practice --again begins them anew"


async def test_the_keys_work_while_letters_are_shown(tmp_path: Path) -> None:
    async with practising(tmp_path) as you:
        await you.press("F a f2")
        assert you.pane.selection.head == 0
        await you.press("!")
        assert you.board[0].startswith("2/")
        assert you.main.session.jump is not None


def test_the_keys_of_the_teacher_are_free_and_only_there_in_practice() -> None:
    # While a tie is made `!` asks for a contradiction, before it could skip a lesson.
    main = MAIN_MODES - {Mode.TYING}
    others = [c for c in all_commands(DEFAULT_LABELS) if not main.isdisjoint(c.modes)]
    usual = {chord.split(" ")[0] for command in others for chord in command.keys}
    assert len(OF_THE_TEACHER) == 2
    for command in OF_THE_TEACHER:
        assert command.modes == {Mode.PRACTICE}
        assert command.id.startswith(ASKING)
        assert usual.isdisjoint(command.keys)


async def test_the_keys_of_the_teacher_can_be_changed(tmp_path: Path) -> None:
    own_keys = tmp_path / "keymap.toml"
    own_keys.write_text('[keys]\npractice.skip = "="\npractice.example = "ctrl+t"\n')
    async with practising(tmp_path / "practice", own_keys=own_keys) as you:
        assert you.board[0].endswith("Ctrl+T shows it  = skips")
        await you.press("!")
        assert you.board[0].startswith("1/")
        await you.press("=")
        assert you.board[0].startswith("2/")
        await you.press("ctrl+t")
        assert "Here the gold has" in you.says()


async def test_the_help_has_them(tmp_path: Path) -> None:
    async with practising(tmp_path, size=(120, 500)) as you:
        await you.press("?")
        await you.until_screen("Go on to the next lesson")
        for command in OF_THE_TEACHER:
            assert " or ".join(map(key_name, command.keys)) in you.screen()


# Counting ------------------------------------------------------------------------------------


async def test_keys_are_counted_and_shown(tmp_path: Path) -> None:
    async with practising(tmp_path, OVER) as you:
        you.go("Iran Plotted")
        await you.press("v escape a")
        assert you.teacher.sitting.labels["actor"].keys == 3
        assert you.board[0].startswith("Practice · 1 of 225 right · 0 other")
        assert "3.00 keys, " in you.board[0]
        you.go("Russia for")
        await you.press("a")
        assert "2.00 keys, " in you.board[0]


async def test_keys_in_dialogs_and_in_the_search_line_count_too(tmp_path: Path) -> None:
    async with practising(tmp_path, OVER) as you:
        await you.press("?")
        await you.until_screen("The dozen keys")
        await you.press("escape")
        await you.until_main()
        await you.press("/")
        await you.until(lambda: you.main.focused, "the search can be typed")
        await you.write("Putin")
        await you.press("enter")
        await you.until_main()
        await you.until(lambda: "[[Putin|]]" in you.around(), "it is found")
        await you.press("a")
        assert you.teacher.sitting.labels["actor"].keys == 2 + 7 + 1


async def test_a_click_counts_as_a_key(tmp_path: Path) -> None:
    async with practising(tmp_path, OVER) as you:
        await you.click(*you.cell_of("Iran Plotted"))
        await you.press("a")
        assert you.teacher.sitting.labels["actor"].keys == 2


async def test_the_time_counts_from_the_first_screen_on(tmp_path: Path) -> None:
    """Ten seconds to the first key and between two; then one pause that is too long to count."""
    moments = iter((100.0, 110.0, 120.0, 1000.0, 1010.0))
    async with practising(tmp_path, OVER, clock=lambda: next(moments)) as you:
        await you.press("w b w")
        you.go("Iran Plotted")
        await you.press("a")
        cost = you.teacher.sitting.labels["actor"]
        assert (cost.spans, cost.keys, cost.seconds) == (1, 4, 30.0)
        assert "4.00 keys, 30.0 s a span" in you.board[0]


async def test_what_was_used_is_remembered(tmp_path: Path) -> None:
    async with practising(tmp_path, OVER) as you:
        await you.press("F")
        await you.press("escape u f2")
        assert set(you.teacher.record.used) >= {"jump.keep", "undo"}
        assert not any(name.startswith(ASKING) for name in you.teacher.record.used)
