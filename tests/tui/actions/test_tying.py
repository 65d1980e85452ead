"""Ties as they are made: what is tagged and where the caret is, the keys, and what is tied then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from store.text.span import Span
from tests.stories import write_story
from tests.tui.painting import painted_by, still, watching
from tests.tui.support import reading
from tests.tui.tying import ONE, TWO, tag, ties, tying
from tui.jumping import JumpTarget
from tui.keys.commands import Mode

if TYPE_CHECKING:
    from pathlib import Path

    from store.annotations.model import Annotation
    from tests.tui.support import Reader

SAID: Final = "Iran struck > Reuters speaker"


@pytest.mark.parametrize(
    ("at", "keys", "tied"),
    [
        # The likeliest has the first letter, and the type follows from the labels.
        ("Iran struck", "t d", [SAID]),
        ("Iraq fled", "t d", ["Iraq fled > AP speaker"]),
        ("Reuters", "t d", [SAID]),
        ("Iran struck", "t f", ["Iran struck > AP speaker"]),
        ("Iran struck", "t g", ["claim supports Iran has struck = Iran struck"]),
        ("2:Iran won", "t d", ["claim supports Iran struck = Iran won"]),
        ("2:Iran", "t d", ["actor same Iran = Iran"]),
        # A sign, or its letter, says which.
        ("Iran struck", "t = d", ["claim supports Iran has struck = Iran struck"]),
        ("Iran struck", "t ! d", ["claim contradicts Iran has struck = Iran struck"]),
        ("Iran struck", "t X d", ["claim contradicts Iran has struck = Iran struck"]),
        ("Iran struck", "t + d", ["Iran struck > Iran has struck supports"]),
        ("Iran struck", "t > d", ["Iran struck > Reuters carrier"]),
        ("Iran struck", "t < c d", ["Iran struck > Iran has struck copied-from"]),
        ("Iran struck", "t ! ! d", [SAID]),
        # A label's key narrows.
        ("Iran struck", "t c d", ["claim supports Iran has struck = Iran struck"]),
        ("Iran struck", "t s f", ["Iran struck > AP speaker"]),
        ("Iran struck", "t c c d", [SAID]),
        # The second source is the carrier; a third tie is of claims.
        ("Iran struck", "t d t d", [SAID, "Iran struck > AP carrier"]),
        ("Iran struck", "t d t d t d", [
            SAID, "Iran struck > AP carrier", "claim supports Iran has struck = Iran struck"]),
        # What is tied so already has no letter, but a source may be asked for as something else.
        ("Reuters", "t d t d", [SAID, "Iraq fled > Reuters speaker"]),
        ("Iran struck", "t + d t + d", [
            "Iran struck > Iran has struck supports", "Iran struck > Iran won supports"]),
        ("Iran struck", "t d t > f", ["Iran struck > Reuters carrier"]),
        ("Iran struck", "t d t > f u", [SAID]),
        ("Reuters", "t > d t @ f", [SAID]),
        # Only claims contradict or support each other.
        ("2:Iran", "t ! d escape escape", []),
        # Digits put it into a cluster; clusters become one.
        ("Iran struck", "t c d tab j j j t 1", [
            "claim supports Iran has struck = Iran struck = Iran won"]),
        ("Iran struck", "t c d tab j j j t c d", [
            "claim supports Iran has struck = Iran struck = Iran won"]),
        ("2:Iran", "t 1", ["actor same Iran = Iran"]),
        # Of a claim they are those worded most like it, also out of sight, and by a sign otherwise.
        ("Iran struck", "t 1", ["claim supports Iran has struck = Iran struck"]),
        ("Iran struck", "t ! 1", ["claim contradicts Iran has struck = Iran struck"]),
        # What is the same is put into the cluster of the other, or, asked twice, into one more.
        ("Iran struck", "t c d tab j j j t = = d", [
            "claim supports Iran has struck = Iran struck",
            "claim supports Iran struck = Iran won"]),
        ("Iran struck", "t = = = d", [SAID]),
        # One edit, which is undone and made again as one.
        ("Iran struck", "t d u", []),
        ("Iran struck", "t d u U", [SAID]),
        ("2:Iran", "t 1 u", []),
        ("Iran struck", "t ! d u", []),
        # Esc takes back what was asked, then leaves.
        ("Iran struck", "t escape", []),
        ("Iran struck", "t ! escape d", [SAID]),
    ],
)  # fmt: skip
async def test_a_letter_ties(tmp_path: Path, at: str, keys: str, tied: list[str]) -> None:
    async with tying(tmp_path, at) as ana:
        await ana.press(keys)
        assert ties(ana) == tied
        assert ana.main.mode is Mode.READING


@pytest.mark.parametrize(
    ("at", "asked", "letter", "is_now"),
    [
        ("Iran struck", "t", "d", "“Iran struck” is said by “Reuters”"),
        ("Reuters", "t", "d", "“Reuters” is the source of “Iran struck”"),
        ("Iran struck", "t >", "d", "“Iran struck” is carried by “Reuters”"),
        ("Reuters", "t >", "d", "“Reuters” is the carrier of “Iran struck”"),
    ],
)
async def test_what_is_asked_and_what_is_tied_are_said_from_the_end_where_one_is(
    tmp_path: Path, at: str, asked: str, letter: str, is_now: str
) -> None:
    words = is_now.split("” is ")[1].split(" “")[0]
    async with tying(tmp_path, at) as ana:
        await ana.press(asked)
        assert words in ana.screen().replace(words.upper(), words)
        await ana.press(letter)
        assert ana.says().startswith(is_now)


@pytest.mark.parametrize(
    ("at", "keys", "tied", "says"),
    [
        ("Iran struck", "t d t - 1", [], "no longer said by “Reuters”"),
        ("Iran struck", "t d t N 1 u", [SAID], "Undone: untie claim “Iran struck”"),
        ("Reuters", "t d t - 1", [], "no longer the source of “Iran struck”"),
        ("Iran struck", "t ! d t - 1", [], "no longer against “Iran has struck”"),
        ("Iran struck", "t + d t - 1", [], "no longer in support of “Iran has struck”"),
        # A claim that is left alone is no row; a name that is left has its cluster.
        ("Iran struck", "t c d t - 1", [], "no longer the same as “Iran struck”"),
        ("2:Iran", "t d t - 1", ["actor same Iran"], "no longer the same as “Iran”"),
        # The digits are for all it is tied to, wherever that is.
        ("Iran struck", "t d t c d t - 2", [SAID], "no longer the same as “Iran struck”"),
        ("Iran struck", "t d t - - d", [SAID, "Iran struck > AP carrier"], "carried by “AP”"),
        ("Iran struck", "t d t - escape d", [SAID, "Iran struck > AP carrier"], "carried by “AP”"),
        ("Iran struck", "t -", [], "It is tied to nothing yet; a letter ties it"),
        ("Iran struck", "t d t - 2", [SAID], "Nothing here has the digit 2; Esc leaves"),
    ],
)
async def test_a_tie_is_taken_away_by_a_digit(
    tmp_path: Path, at: str, keys: str, tied: list[str], says: str
) -> None:
    async with tying(tmp_path, at) as ana:
        await ana.press(keys)
        assert ties(ana) == tied
        assert says in ana.says()


async def test_where_no_cluster_can_be_tied_so_there_are_no_digits(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press("t")
        assert "1 Iran has struck" in ana.rows()[-1]
        await ana.press("@")
        assert "1 Iran has struck" not in ana.rows()[-1]
        await ana.press("1")
        assert ana.says() == "Nothing here has the digit 1; a letter ties it too"


@pytest.mark.parametrize(
    ("keys", "other"),
    [("t 1", "A0 won"), ("t 6", "A5 won"), ("t 0 1", "A6 won"), ("t 0 0 1", "A0 won")],
)
async def test_digits_reach_every_claim_of_the_story(tmp_path: Path, keys: str, other: str) -> None:
    won = [f"A{number} won" for number in range(11)]
    texts = {"one.txt": "Iran struck.", "two.txt": "Nothing.", "up.txt": f"{'. '.join(won)}."}
    async with reading(write_story(tmp_path, texts), columns=2) as ana:
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        tag(ana, "one", "claim Iran struck")
        for each in won:
            tag(ana, "up", f"claim {each}")
        ana.pane.show_view(ana.pane.view.reaching(ana.annotations()[0]))
        await ana.press(keys[:-2])
        assert "0 next" in ana.screen()
        await ana.press(keys[-1])
        assert ties(ana) == [f"claim supports {other} = Iran struck"]


async def test_only_digits_that_are_named_do_anything(tmp_path: Path) -> None:
    claims = [f"The harbour master of town {number} had warned the ministry" for number in "abcdef"]
    texts = {"one.txt": "The ministry was warned.", "up.txt": f"{'. '.join(claims)}."}
    async with reading(write_story(tmp_path, texts), columns=1) as ana:
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        tag(ana, "one", "claim The ministry was warned")
        for each in claims:
            tag(ana, "up", f"claim {each}")
        ana.pane.show_view(ana.pane.view.reaching(ana.annotations()[0]))
        await ana.press("t")
        tying = ana.main.session.tying
        assert tying is not None
        shown = [n for n in range(1, 7) if f" {n} The" in ana.rows()[-1]]
        assert shown == list(range(1, len(tying.digits) + 1))
        assert 0 < len(shown) < 6
        await ana.press(str(len(shown) + 1))
        assert ties(ana) == []
        assert ana.says() == f"Nothing here has the digit {len(shown) + 1}; 0 names the next"
        await ana.press("0 1")
        assert [each.split(" = ")[1:] for each in ties(ana)] == [["The ministry was warned"]]


@pytest.mark.parametrize("keys", ["t tab g", "t tab escape", "t tab pagedown g"])
async def test_keys_mean_what_was_tied_again(tmp_path: Path, keys: str) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press(keys)
        assert (ana.article_id, ana.current) == ("one", "claim[0:11]Iran struck")
        assert ana.main.mode is Mode.READING


async def test_labels_that_are_called_otherwise_are_tied_as_what_they_are_for(
    tmp_path: Path,
) -> None:
    labels = "".join(
        f'[[label]]\nname = "{name}"\nkey = "{key}"\nstyle = "{style}"\n'
        for name, key, style in (
            ("Statement", "s", "underline"),
            ("Speaker", "p", "fill"),
        )
    )
    texts = {"labels.toml": labels, "one.txt": ONE, "two.txt": TWO}
    async with reading(write_story(tmp_path, texts), columns=2) as ana:
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        for article, tagged in (
            ("one", "Statement Iran struck"), ("one", "Speaker Reuters"),
            ("two", "Statement Iran has struck"),
        ):  # fmt: skip
            tag(ana, article, tagged)
        ana.pane.show_view(ana.pane.view.reaching(ana.annotations("one")[0]))
        await ana.press("t d t s d")
        assert ties(ana) == [SAID, "Statement supports Iran has struck = Iran struck"]
        await ana.press("I h")
        assert dict(ana.annotations("one")[0].attributes) == {"claim.certainty": "hedged"}
        await ana.press("escape m")
        await ana.until_screen("~ 1")


DECLARED: Final = """
[[label]]
name = "claim"
key = "c"
style = "underline"
[[label]]
name = "source"
key = "s"
[[relation]]
name = "quotes-from"
key = "i"
from = ["claim"]
to = ["source"]
[[relation]]
name = "rivals"
key = "k"
from = ["source"]
to = ["source"]
is_symmetric = true
"""


@pytest.mark.parametrize(
    ("at", "keys", "tied", "says"),
    [
        # Where its labels are given it follows from them, else its key asks for it.
        ("Reuters", "t s d", ["Reuters > AP rivals"], "“Reuters” rivals “AP”"),
        ("Iran struck", "t i d", ["Iran struck > Reuters quotes-from"], "quotes-from “Reuters”"),
        # Of the end that it runs to an arrow says so, unless it says the same both ways.
        ("Reuters", "t i d", ["Iran struck > Reuters quotes-from"],
         "“Reuters” ← quotes-from “Iran struck”"),
        ("Reuters", "t i d t - 1", [], "“Reuters” no longer ← quotes-from “Iran struck”"),
        ("AP", "t s d t - 1", [], "“AP” no longer rivals “Reuters”"),
        # What it does not join is not offered, and what is tied so not once more.
        ("Iran struck", "t k", [], "No claim or source in sight to tie it to"),
        ("Reuters", "t s d t k", ["Reuters > AP rivals"], "in sight to tie it to"),
        ("Reuters", "t s d t - 1", [], "“Reuters” no longer rivals “AP”"),
    ],
)  # fmt: skip
async def test_types_that_the_label_set_declares(
    tmp_path: Path, at: str, keys: str, tied: list[str], says: str
) -> None:
    story = write_story(tmp_path, {"labels.toml": DECLARED, "one.txt": ONE})
    async with reading(story, size=(161, 24)) as ana:
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        for tagged in ("claim Iran struck", "source Reuters", "source AP"):
            tag(ana, "one", tagged)
        found = next(each for each in ana.annotations() if each.text == at)
        ana.pane.show_view(ana.pane.view.reaching(found))
        await ana.press("t")
        assert "i quotes-from" in ana.screen()
        assert ("k rivals" in ana.screen()) is (at != "Iran struck")
        await ana.press(keys.removeprefix("t "))
        assert ties(ana) == tied
        assert says in ana.says()


@pytest.mark.parametrize(
    ("sign", "said"),
    [("+", "backed by “Iran struck”"), ("<", "copied in “Iran struck”"), ("!", "! “Iran struck”")],
)
async def test_what_a_tie_is_from_its_other_end(tmp_path: Path, sign: str, said: str) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press(f"t {sign} c d tab")
        other = next(each for each in ana.annotations() if each.text == "Iran has struck")
        ana.pane.show_view(ana.pane.view.reaching(other))
        await ana.until_screen(said)


async def test_which_way_a_declared_tie_is_asked_for(tmp_path: Path) -> None:
    story = write_story(tmp_path, {"labels.toml": DECLARED, "one.txt": ONE})
    async with reading(story, size=(161, 24)) as ana:
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        for tagged in ("claim Iran struck", "source Reuters"):
            tag(ana, "one", tagged)
        for at, asked in (("Reuters", "← QUOTES-FROM …"), ("Iran struck", " QUOTES-FROM …")):
            found = next(each for each in ana.annotations() if each.text == at)
            ana.pane.show_view(ana.pane.view.reaching(found))
            await ana.press("t i")
            assert f"“{at}” {asked.strip()}" in ana.screen()
            await ana.press("escape escape")


# Offered ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "keys", "tied"),
    [
        # Who said it is offered once a claim has been tagged, and who said what once a source has.
        ("Reuters", "c y", [SAID]),
        ("Iran struck", "s y", [SAID]),
        ("Reuters", "c y u", []),
        # Any other key passes it by, and means what it always means.
        ("Reuters", "c right y", []),
        ("Iran struck", "s escape y", []),
    ],
)
async def test_who_said_it_is_offered(
    tmp_path: Path, first: str, keys: str, tied: list[str]
) -> None:
    async with reading(write_story(tmp_path, {"one.txt": ONE})) as ana:
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        labels = {"Reuters": "source", "Iran struck": "claim"}
        tag(ana, "one", f"{labels[first]} {first}")
        other = next(each for each in labels if each != first)
        start = ONE.index(other)
        ana.select(start, start + len(other))
        await ana.press(keys)
        assert ties(ana) == tied


async def test_a_label_key_right_after_an_offer_means_what_it_always_means(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, {"one.txt": ONE})) as ana:
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        tag(ana, "one", "source Reuters")
        ana.select(0, len("Iran struck"))
        await ana.press("c")
        assert ana.says() == "y: said by “Reuters”, in its sentence; any other key goes on"
        await ana.press("a")
        assert ana.tags()[0] == "actor[0:11]Iran struck"
        assert ties(ana) == []


@pytest.mark.suggests
async def test_what_is_tied_by_a_letter_as_it_was_suggested_so_is_said(tmp_path: Path) -> None:
    text = "The bridge is closed, Ana Boe said. We went."
    async with reading(write_story(tmp_path, {"one.txt": text})) as ana:
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        ana.select(0, len("The bridge is closed"))
        await ana.press("c _ escape")
        await ana.until_suggested()
        source = Span(text.index("Ana"), text.index(" said"))
        found = ana.main.suggesting.find
        await ana.until(lambda: found("one", source, "source") is not None, "it is suggested")
        await ana.press("F s")
        jump = ana.main.session.jump
        assert jump is not None
        await ana.press(jump.codes[JumpTarget("one", source.start, source.end)])
        assert ties(ana) == ["The bridge is closed > Ana Boe speaker"]
        assert ana.says() == "“The bridge is closed” said by “Ana Boe”; u takes it back"


# Drawn and followed ----------------------------------------------------------------------------


async def test_the_margin_says_what_is_tied(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        assert margins(ana) == ["c┃  ", "c┃  "]
        await ana.press("t d")
        assert margins(ana)[0] == "C┃  "
        await ana.press("t c d")
        assert margins(ana) == ["C┃= ", "c┃= "]
        await ana.press("t ! d")
        assert margins(ana)[0] == "C┃! "
        await ana.press("u u u")
        assert margins(ana) == ["c┃  ", "c┃  "]


def margins(ana: Reader) -> list[str]:
    """The margins of the first rows of the panes."""
    row = ana.rows()[ana.pane.region.y + 1]
    starts = (p.region.x + p.viewport.frame.left for p in ana.main.panes.panes)
    return [row[start : start + 4] for start in starts]


@pytest.mark.parametrize(
    ("at", "keys", "reached"),
    [
        ("Iran struck", "t d enter", "source Reuters"),
        ("Iran struck", "t d enter enter", "claim Iran struck"),
        ("Iran struck", "t d enter escape", "claim Iran struck"),
        ("Iran struck", "t c d enter", "claim Iran has struck"),
        ("Iran struck", "t d t c d enter enter", "claim Iran has struck"),
        ("Iran struck", "t d t c d enter enter escape", "claim Iran struck"),
        ("Iran struck", "t c d J", "claim Iran has struck"),
        ("Iran struck", "t c d J J", "claim Iran struck"),
        ("Iran struck", "t c d K", "claim Iran has struck"),
        ("2:Iran", "t d J", "actor Iran"),
        # Where nothing is tied, these keys mean what they always mean, or say so.
        ("Iran struck", "J", "claim Iran struck"),
        ("Iran struck", "escape enter", "claim Iran struck"),
    ],
)
async def test_ties_are_followed(tmp_path: Path, at: str, keys: str, reached: str) -> None:
    async with tying(tmp_path, at) as ana:
        await ana.press(keys)
        current = ana.pane.view.current
        assert current is not None
        assert f"{current.label} {current.text}" == reached


async def test_the_other_end_is_lit_and_named(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press("t d")
        assert lit(ana) == [["Reuters"], []]
        await ana.press("j k")
        assert ana.says() == "Enter: said by “Reuters”"
        await ana.press("t c d")
        assert lit(ana) == [["Reuters"], ["Iran has struck"]]
        await ana.press("escape down down end")
        assert lit(ana) == [[], []]


async def test_the_key_that_follows_is_offered_only_where_it_does(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press("t d j k")
        assert ana.says() == "Enter: said by “Reuters”"
        await ana.press("r")
        assert ana.says() == "said by “Reuters”"
        await ana.press("escape /")
        await ana.until_screen("Find:")
        assert "Enter:" not in ana.says()


async def test_what_a_claim_is_tied_to_stays_lit_for_who_tags_in_it(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press("t d escape g g")
        assert ana.means().startswith("word “Iran”")
        await ana.press("a")
        assert "actor[0:4]Iran" in ana.tags()
        assert lit(ana) == [["Reuters"], []]
        assert ana.says() == "in claim “Iran struck”  said by “Reuters”"
        await ana.press("enter")  # is about the actor, which is tied to nothing
        assert ana.current == "actor[0:4]Iran"
        await ana.press("enter enter")
        assert ana.current == "source[13:20]Reuters"


async def test_a_claim_over_several_rows_is_lit_where_it_begins_and_named_once(
    tmp_path: Path,
) -> None:
    text = "Iran struck the port, the fleet and the town, Reuters said, and withdrew.\n"
    story = write_story(tmp_path, {"a.txt": text, "b.txt": text})
    async with reading(story, size=(90, 24), columns=2) as ana:
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        tag(ana, "a", f"claim {text.strip()}")
        tag(ana, "a", "source Reuters")
        await ana.press("j t d")
        ana.go("Reuters")
        await ana.press("enter")
        assert ana.says().startswith("Enter: the source of “Iran struck the port")
        assert "in claim" not in ana.says()
        assert [sorted(pane.overlay) for pane in ana.main.panes.panes] == [[0], []]


async def test_a_cluster_is_walked_from_within_a_claim_of_it(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press("t c d escape g g a J")
        assert ana.current == "claim[0:15]Iran has struck"


async def test_letters_for_ties_change_the_rows_where_targets_begin_alone(tmp_path: Path) -> None:
    async with tying(tmp_path, "Reuters") as ana:
        await ana.press("t")
        overlays = [o for pane in ana.main.panes.panes for o in pane.overlay.values()]
        assert not any(overlay.is_dimmed for overlay in overlays)
        assert all(overlay.signs for overlay in overlays)
        assert {"Iran struck", "Iran has struck"} <= {each for some in lit(ana) for each in some}


async def test_a_cluster_is_named_once_among_the_likeliest(tmp_path: Path) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await ana.press("t c d")
        await ana.press("tab")
        ana.pane.show_view(ana.pane.view.reaching(found_in(ana, "Iran won")))
        await ana.press("t")
        assert ana.says().count("“Iran struck”") + ana.says().count("“Iran has struck”") == 1
        assert "Iraq fled" in ana.says()


@pytest.mark.usefixtures("timeless")
async def test_letters_and_lights_go_without_a_row_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        await still(ana)
        with watching(monkeypatch) as painted:
            await painted_by(ana, painted, "t")
            assert painted.drawn
            await painted_by(ana, painted, "escape")
            assert painted.drawn == []
            await painted_by(ana, painted, "t")
            await painted_by(ana, painted, "d")
            assert len(painted.drawn) == 1  # with its ends, which are in one row


def found_in(ana: Reader, text: str) -> Annotation:
    """The annotation of the active pane that has a text."""
    return next(each for each in ana.pane.annotations if each.text == text)


def lit(ana: Reader) -> list[list[str]]:
    """What is lit, by pane."""
    return [
        [
            extent.span.of(pane.wrapped.text)
            for row in pane.overlay.values()
            for extent in row.extents
        ]
        for pane in ana.main.panes.panes
    ]


# What goes with an end -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("d", "Removed claim “Iran struck”; u brings it back"),
        ("t d d", "Removed claim “Iran struck” and 1 tie; u brings all back"),
        ("t d t c d d", "Removed claim “Iran struck” and 2 ties; u brings all back"),
        ("t d a", "It is actor now, and 1 tie that did not fit went; u undoes it"),
        ("t c d a", "It is actor now, and no longer in “Iran struck”; u undoes it"),
        ("a", "said nothing"),
    ],
)
async def test_ties_go_with_their_ends(tmp_path: Path, keys: str, said: str) -> None:
    async with tying(tmp_path, "Iran struck") as ana:
        before = ties(ana)
        await ana.press(keys)
        assert ana.says() == said or said == "said nothing"
        assert ties(ana) == before or "t c d" in keys
