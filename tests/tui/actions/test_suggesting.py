"""Suggestions as they are answered: what is suggested, the keys, what comes of them."""

from __future__ import annotations

from contextlib import ExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

import pytest

from store.annotations.model import Origin
from store.suggest.model import Suggestion
from store.suggest.suggester import Suggester
from tests.stories import write_story
from tests.tui.support import reading, short_rests
from tui.suggesting import Suggesting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from tests.tui.support import Reader

pytestmark = pytest.mark.suggests

ONE: Final = "Zed met Ana in Rome. Zed left.\n"
TWO: Final = "Then Zed told Ana.\n"


class MadeUp:
    """A suggester from outside that finds what it is told to find, wherever it stands."""

    name = "made up"
    unmapped: object = None

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels

    def suggest(self, _: str, text: str) -> list[Suggestion]:
        return [
            Suggestion(
                at, at + len(phrase), label, phrase,
                reason=f"{phrase} is {label}", score=0.9, suggester=self.name,
            )
            for phrase, label in self._labels.items()
            for at in range(len(text))
            if text.startswith(phrase, at)
        ]  # fmt: skip

    def take_notices(self) -> list[str]:
        return []

    def close(self) -> None:
        pass


@asynccontextmanager
async def suggested(
    folder: Path,
    labels: Mapping[str, str] | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    two: bool = True,
) -> AsyncIterator[Reader]:
    """Read a story of two articles in which phrases are suggested, and nothing else is."""
    articles = {"one.txt": ONE, **({"two.txt": TWO} if two else {})}

    def made(suggesting: Suggesting) -> Suggester:
        extra = [MadeUp(labels or {})]
        return Suggester(suggesting._workspace, extra=extra, rules=lambda *_: [])  # noqa: SLF001  # as it makes its own

    with patch.object(Suggesting, "_new_suggester", made), ExitStack() as before_keys:
        before_keys.enter_context(short_rests())  # nobody has pressed a key yet
        async with reading(write_story(folder, articles), size=size) as ana:
            await ana.until_suggested()
            before_keys.close()
            ana.pane.take_proposals()  # as the first key does: by itself it changes no meaning
            yield ana


def reached(ana: Reader) -> str:
    """The suggestion that keys mean, as `label[start:end]text`; empty if there is none."""
    one = ana.pane.view.suggested
    return f"{one.label}[{one.start}:{one.end}]{one.text}" if one else ""


ZED: Final = {"Zed": "actor"}
BOTH: Final = {"Zed": "actor", "Rome": "location"}


@pytest.mark.parametrize(
    ("labels", "keys", "tags", "then"),
    [
        # The caret is on the first one: it is what y means.
        (ZED, "", [], ""),
        (ZED, "y", ["actor[0:3]Zed"], "actor[21:24]Zed"),
        (ZED, "y y", ["actor[0:3]Zed", "actor[21:24]Zed"], "actor[5:8]Zed"),
        (ZED, "2 y", ["actor[0:3]Zed", "actor[21:24]Zed"], "actor[5:8]Zed"),
        (ZED, "n", [], "actor[21:24]Zed"),
        (ZED, "n y", ["actor[21:24]Zed"], "actor[5:8]Zed"),
        (ZED, "Y", ["actor[0:3]Zed", "actor[21:24]Zed"], "actor[5:8]Zed"),
        (BOTH, "Y", ["actor[0:3]Zed", "actor[21:24]Zed"], "location[15:19]Rome"),
        (BOTH, "N", [], "location[15:19]Rome"),
        # Where there is none under the caret the first key only goes there.
        (BOTH, "w y", [], "location[15:19]Rome"),
        (BOTH, "w y y", ["location[15:19]Rome"], "actor[21:24]Zed"),
        # A number begins with the next one, as far as that is in sight.
        (BOTH, "w 2 y", ["location[15:19]Rome", "actor[21:24]Zed"], "actor[0:3]Zed"),
        # j and k go through annotations and suggestions alike.
        (BOTH, "y j", ["actor[0:3]Zed"], "actor[21:24]Zed"),
        (BOTH, "y k", ["actor[0:3]Zed"], ""),
        (BOTH, "j j", [], "location[15:19]Rome"),
        (BOTH, "enter", [], "actor[0:3]Zed"),
        # A label's key corrects the label; the wrong suggestion does not come back.
        (BOTH, "j s", ["source[0:3]Zed"], "location[15:19]Rome"),
        (BOTH, "j s u", [], ""),
        # d is no annotation's while a suggestion is meant.
        (BOTH, "j d", [], "location[15:19]Rome"),
        # The ends of a suggestion are moved as those of an annotation, which accepts it.
        (BOTH, "j ;", ["actor[0:7]Zed met"], ""),
        (BOTH, "j ; ;", ["actor[0:11]Zed met Ana"], ""),
        (BOTH, "j x a", ["actor[0:19]Zed met Ana in Rome"], ""),
        (BOTH, "j r right right right right a", ["actor[0:7]Zed met"], ""),
        # Esc and any motion let go of it.
        (BOTH, "j escape", [], ""),
        (BOTH, "j right", [], ""),
        # Undo brings a suggestion back, redo takes it again.
        (ZED, "y u y", ["actor[0:3]Zed"], "actor[21:24]Zed"),
        (ZED, "y u U", ["actor[0:3]Zed"], ""),
        (ZED, "n u y", ["actor[0:3]Zed"], "actor[21:24]Zed"),
    ],
)  # fmt: skip
async def test_answering(
    tmp_path: Path, labels: dict[str, str], keys: str, tags: list[str], then: str
) -> None:
    async with suggested(tmp_path, labels) as ana:
        await ana.press(keys)
        assert ana.tags("one") == tags
        assert reached(ana) == then


async def test_the_answer_is_an_annotation_that_says_what_it_began_as(tmp_path: Path) -> None:
    async with suggested(tmp_path, BOTH) as ana:
        await ana.press("y g g w w a")
        origins = {a.text: a.origin for a in ana.annotations("one")}
        assert origins == {"Zed": Origin.SUGGESTED, "Ana": Origin.MANUAL}


async def test_answering_goes_on_from_the_top_and_then_in_the_next_article(tmp_path: Path) -> None:
    async with suggested(tmp_path, ZED) as ana:
        await ana.press("w y y")
        assert (ana.article_id, reached(ana)) == ("one", "actor[0:3]Zed")
        assert ana.says() == "None is left further down: this is the first that is left above"
        await ana.press("y")
        assert (ana.article_id, reached(ana)) == ("two", "actor[5:8]Zed")
        await ana.press("y")
        assert reached(ana) == ""
        left = "All suggested is answered · 0 of 2 articles done; g d: this one is"
        assert ana.says().startswith(f"{left} · _: more")
        assert ana.tags("two") == ["actor[5:8]Zed"]


async def test_all_of_a_kind_in_sight_are_accepted_as_one_edit(tmp_path: Path) -> None:
    async with suggested(tmp_path, BOTH, size=(160, 24)) as ana:
        await ana.press("Y")
        assert ana.says() == "Accepted 3 as actor in 2 articles; u takes it back"
        assert ana.tags("two") == ["actor[5:8]Zed"]
        await ana.press("u")
        assert ana.tags("one") == ana.tags("two") == []


async def test_what_is_out_of_sight_is_accepted_by_the_same_key_again(tmp_path: Path) -> None:
    async with suggested(tmp_path, BOTH) as ana:
        await ana.press("Y")
        assert ana.says() == "Accepted 2 as actor here; 1 in 1 article: Y again; u takes it back"
        assert (len(ana.tags("one")), ana.tags("two")) == (2, [])
        await ana.press("Y")
        assert ana.says() == "Accepted 1 as actor in 1 article; u takes it back"
        assert ana.tags("two") == ["actor[5:8]Zed"]
        await ana.press("u u")
        assert ana.tags("one") == ana.tags("two") == []


async def test_any_other_key_between_leaves_alone_what_is_out_of_sight(tmp_path: Path) -> None:
    async with suggested(tmp_path, BOTH) as ana:
        await ana.press("Y b Y")
        assert ana.tags("two") == []


async def test_while_the_key_is_for_the_others_it_is_not_said_to_take_what_is_reached(
    tmp_path: Path,
) -> None:
    async with suggested(tmp_path, {"Zed": "actor", "Ana": "location"}) as ana:
        await ana.press("j k")
        assert "Y all in sight (of 3)" in ana.line("inspector")
        await ana.press("Y")
        assert (reached(ana), "Y" in ana.line("inspector")) == ("location[8:11]Ana", False)
        await ana.press("k j")
        assert "Y all in sight (of 2)" in ana.line("inspector")


async def test_where_none_is_in_sight_it_says_where_they_are(tmp_path: Path) -> None:
    texts = {
        "one.txt": "Zed left.\n" + "\n".join("Nobody came." for _ in range(40)) + "\nZed came."
    }
    async with reading(write_story(tmp_path, texts)) as ana:
        await ana.press("A Y")
        assert ana.says() == "None is in sight; 1 in 1 article: Y again"
        assert len(ana.annotations()) == 1
        await ana.press("Y")
        assert len(ana.annotations()) == 2


async def test_a_number_takes_nothing_that_was_out_of_sight(tmp_path: Path) -> None:
    far = "\n".join("Nobody came." for _ in range(40))
    texts = {"one.txt": f"Zed left.\n{far}\nZed came. Zed went."}
    async with reading(write_story(tmp_path, texts)) as ana:
        await ana.press("A escape 2 y")
        assert len(ana.annotations()) == 1
        await ana.press("2 y")
        assert len(ana.annotations()) == 3


async def test_what_has_the_old_label_out_of_sight_waits_for_the_same_key(tmp_path: Path) -> None:
    far = "\n".join("Nobody came." for _ in range(40))
    texts = {"one.txt": f"Zed left. Zed came.\n{far}\nZed came."}
    async with reading(write_story(tmp_path, texts)) as ana:
        await ana.press("A Y Y L")
        assert ana.says() == "2 still tagged as actor: Y makes those in sight location"
        await ana.press("Y")
        assert ana.says() == (
            "1 annotation more is location now here; 1 in 1 article: Y again; u takes it back"
        )
        await ana.press("Y")
        assert ana.says() == "1 annotation more is location now in 1 article; u takes it back"
        assert {each.label for each in ana.annotations()} == {"location"}


async def test_all_of_a_kind_are_rejected_in_every_article(tmp_path: Path) -> None:
    async with suggested(tmp_path, BOTH) as ana:
        await ana.press("N")
        assert ana.says() == "Rejected 2 here; 1 in 1 article: N again; u takes it back"
        await ana.press("N")
        assert ana.says() == "Rejected 1 in 1 article; u takes it back"
        await ana.press("3 y")
        assert [*ana.tags("one"), *ana.tags("two")] == ["location[15:19]Rome"]


async def test_what_was_rejected_does_not_come_back(tmp_path: Path) -> None:
    async with suggested(tmp_path, ZED) as ana:
        await ana.press("n")
    async with suggested(tmp_path, ZED) as ana:
        await ana.press("g g y")
        assert reached(ana) == "actor[21:24]Zed"


@pytest.mark.parametrize(
    ("keys", "said", "tags"),
    [
        # Once is enough: the capital tags and proposes, Y takes those in sight, then the others.
        ("A", "2 more are proposed as actor: Y takes those in sight, y one by one",
         ["actor[0:3]Zed"]),
        ("A Y", "Accepted 1 as actor here; 1 in 1 article: Y again; u takes it back",
         ["actor[0:3]Zed", "actor[21:24]Zed"]),
        ("A Y Y", "Accepted 1 as actor in 1 article; u takes it back",
         ["actor[0:3]Zed", "actor[21:24]Zed", "actor[5:8]Zed"]),
        ("A Y Y u", "Undone: add actor “Zed”", ["actor[0:3]Zed", "actor[21:24]Zed"]),
        ("a A Y", "Accepted 1 as actor here; 1 in 1 article: Y again; u takes it back",
         ["actor[0:3]Zed", "actor[21:24]Zed"]),
        ("a k A Y", "Accepted 1 as actor here; 1 in 1 article: Y again; u takes it back",
         ["actor[0:3]Zed", "actor[21:24]Zed"]),
        ("A N", "Rejected 1 here; 1 in 1 article: N again; u takes it back", ["actor[0:3]Zed"]),
        ("A N N", "Rejected 1 in 1 article; u takes it back", ["actor[0:3]Zed"]),
        ("A y y", "", ["actor[0:3]Zed", "actor[21:24]Zed"]),
        ("A y n", "", ["actor[0:3]Zed"]),
        ("w w w w L", "“Rome” is tagged wherever it stands", ["location[15:19]Rome"]),
    ],
)  # fmt: skip
async def test_proposing(tmp_path: Path, keys: str, said: str, tags: list[str]) -> None:
    async with suggested(tmp_path) as ana:
        await ana.press(keys)
        if said:
            assert ana.says() == said
        assert [*ana.tags("one"), *ana.tags("two")] == tags
        origins = [a.origin for i in ("one", "two") for a in ana.annotations(i)]
        assert origins == [Origin.MANUAL, *[Origin.PROPAGATED] * (len(tags) - 1)]


async def test_letters_and_answers_go_together(tmp_path: Path) -> None:
    async with suggested(tmp_path) as ana:
        await ana.press("F A")
        jump = ana.main.session.jump
        assert jump is not None
        code = next(code for t, code in jump.codes.items() if (t.article, t.start) == ("one", 0))
        await ana.press(" ".join(code))
        assert ana.tags("one") == ["actor[0:3]Zed"]
        assert ana.main.session.jump is not None
        await ana.press("Y")
        assert len(ana.tags("one")) == 2
        assert ana.tags("two") == []
        await ana.press("Y")
        assert ana.tags("two") == ["actor[5:8]Zed"]
        assert ana.main.session.jump is not None


async def test_off_and_on(tmp_path: Path) -> None:
    async with suggested(tmp_path, ZED) as ana:
        assert "3 suggested" in ana.line("status")
        await ana.press("z")
        assert "suggestions off" in ana.line("status")
        await ana.press("y")
        assert ana.says() == "Nothing is suggested: z turns suggestions on"
        await ana.press("A")
        assert "2 more are proposed" in ana.says()
        await ana.press("u z")
        await ana.until_suggested()
        assert "3 suggested" in ana.line("status")


async def test_how_much_is_suggested(tmp_path: Path) -> None:
    async with suggested(tmp_path, ZED) as ana:
        assert "3 suggested" in ana.line("status")
        await ana.press("_")
        assert "find likely, and what you tagged; _ goes on to “asked”" in ana.says()
        await ana.until_suggested()
        assert "3 suggested (all)" in ana.line("status")
        await ana.press("_")
        assert ana.says() == "Suggested is only what you ask for; _ goes on to “quiet”"
        await ana.until_suggested()
        assert "0 of 3 suggested (asked)" in ana.line("status")
        await ana.press("y")
        assert ana.says() == "Nothing that you asked for is left; _ has more suggested"
        await ana.press("A")
        assert "2 more are proposed as actor" in ana.says()
        await ana.press("_")
        assert "is expected to save keys; _ goes on to “all”" in ana.says()


@pytest.mark.parametrize("width", [80, 160])
async def test_the_inspector_says_why_and_how_sure(tmp_path: Path, width: int) -> None:
    async with suggested(tmp_path, BOTH, size=(width, 24)) as ana:
        await ana.press("j")
        line = " ".join(ana.line("inspector", 0).split())
        assert line == "actor? “Zed” 90% y takes n rejects Y all in sight (of 3)"
        assert ana.line("inspector", 1) == "because Zed is actor"


async def test_in_a_story_to_read_nothing_is_suggested(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, {"one.txt": ONE}), read_only=True) as ana:
        await ana.until_suggested()
        await ana.press("y")
        assert ana.says().startswith("Nothing is tagged yet, so nothing is suggested; _ shows")
        await ana.press("A")
        assert ana.says() == "The story was opened to read only; nothing was changed"


async def test_what_is_drawn_is_told_apart_from_annotations(tmp_path: Path) -> None:
    async with suggested(tmp_path, ZED, two=False) as ana:
        palette = ana.main.palette
        await ana.press("y")
        column, row = ana.cell_of("Zed left")
        strips = ana.strips()
        styles = {
            strip_style
            for text, strip_style, _ in strips[row].crop(column + 1, column + 3)
            if text and strip_style is not None
        }
        assert {(s.color, s.bgcolor) for s in styles} != {
            (palette.label("actor").fills[0].color, palette.label("actor").fills[0].bgcolor)
        }
        assert {s.bgcolor for s in styles} == {palette.label("actor").mark.color}  # reversed


async def test_what_a_capital_proposes_does_not_wait_for_the_other_articles(tmp_path: Path) -> None:
    story = write_story(tmp_path, {"one.txt": ONE, "two.txt": TWO})
    async with reading(story) as ana:
        await ana.press("A")
        assert ana.says() == "2 more are proposed as actor: Y takes those in sight, y one by one"
        await ana.press("Y Y")
        assert ana.tags("two") == ["actor[5:8]Zed"]
