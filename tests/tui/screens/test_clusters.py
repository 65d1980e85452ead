"""Who is who: what is offered, what its keys do, and that one undo takes it back."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import pytest

from store.annotations.edits import Batch, EditOfAnnotation, EditOfCluster
from store.annotations.linking import gather
from store.annotations.model import Annotation, Mention, new_id
from tests.stories import PAPER, open_story, tag, write_story
from tests.tui.support import STEP_BY_STEP, reading, rows
from tui.render.cluster_sheet import empty_clusters
from tui.screens import list_screen
from tui.screens.cluster_choice import ClusterChoice
from tui.screens.clusters import ClustersScreen
from tui.screens.listed_story import ListedStory

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.tui.support import Reader

ARTICLES: Final = {
    "1_wire.txt": "Donald Trump met Kim Jong Un in Seoul.\n\nMr. Trump left, the envoy said.\n",
    "2_paper.txt": "Kim denies it. Putin is silent.\n",
}
TRUMP: Final = "Donald Trump: Donald Trump, Mr. Trump"
KIM: Final = "Kim Jong Un: Kim Jong Un, Kim"


def story_in(folder: Path) -> Path:
    story = write_story(folder / "story", ARTICLES)
    with open_story(story) as workspace:
        for phrase, label in (("Donald Trump", "actor"), ("Kim Jong Un", "actor"),
                              ("Seoul", "location"), ("Mr. Trump", "actor"),
                              ("the envoy", "source")):  # fmt: skip
            tag(workspace, phrase, label)
        tag(workspace, "Kim", "actor", PAPER)
        tag(workspace, "Putin", "actor", PAPER)
    return story


@asynccontextmanager
async def clustering(
    story: Path, size: tuple[int, int] = (80, 30), *, read_only: bool = False
) -> AsyncIterator[Reader]:
    async with reading(story, size=size, read_only=read_only) as ana:
        await open_list(ana)
        yield ana


async def open_list(ana: Reader) -> None:
    await ana.press("W")
    await ana.until(lambda: isinstance(ana.app.screen, ClustersScreen), "the list is open")
    choice = ana.main.left_dialogs.clustered
    assert choice is not None
    await ana.until(lambda: not choice.story.is_working, "all is offered")
    await ana.settle()


def here(ana: Reader) -> str:
    """The row that the keys are for."""
    return next(row for row in rows(ana) if row.startswith("▸"))


def clusters(ana: Reader) -> list[str]:
    """The clusters with what their mentions say."""
    now = ana.workspace.now
    found = []
    for cluster in now.clusters:
        said = [each.text for m in cluster.members if (each := now.annotation(m)) is not None]
        order = sorted(said, key=lambda text: -len(text))
        found.append(f"{cluster.name}: {', '.join(order)}{''.join(f' ={r}' for r in cluster.refs)}")
    return sorted(found)


async def test_where_names_are_alike_what_is_offered_is_called_by_what_is_said(
    tmp_path: Path,
) -> None:
    articles = {"wire.txt": "Mr. Trump left. President Trump spoke.\n"}
    story = write_story(tmp_path / "story", articles)
    with open_story(story) as workspace:
        tag(workspace, "Mr. Trump", "actor", "wire")
        tag(workspace, "President Trump", "actor", "wire")
    async with clustering(story) as ana:
        assert " President Trump = Mr. Trump " in here(ana)
        await ana.press("y")
        assert "Trump" in here(ana)


async def test_it_opens_as_it_was_until_something_has_changed(tmp_path: Path) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        choice = ana.main.left_dialogs.clustered
        assert choice is not None
        read = choice.story
        await ana.press("escape")
        await open_list(ana)
        assert choice.story is read
        await ana.press("escape")
        tag(ana.workspace, "silent", "actor", PAPER)
        await open_list(ana)
        assert choice.story is read, "and it has taken what is tagged since"
        assert "actor 1 1 silent in no cluster" in rows(ana)
        await ana.press("escape")
        path = ana.workspace.story.root / "2_paper.txt"
        path.write_text(path.read_text(encoding="utf-8") + "Moscow too.\n", encoding="utf-8")
        await open_list(ana)
        assert choice.story is not read


async def test_it_opens_at_the_cluster_under_the_caret_and_else_as_it_was_left(
    tmp_path: Path,
) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        await ana.press("Y escape")
        ana.go("Kim Jong Un")
        await open_list(ana)
        assert here(ana) == "▸ actor 2 2 Kim Jong Un"
        await ana.press("g g")
        top = here(ana)
        await ana.press("escape")
        for phrase in ("met", "Seoul"):  # where nothing is tagged, and what is in no cluster
            ana.go(phrase)
            await open_list(ana)
            assert here(ana) == top
            await ana.press("escape")
        ana.go("Donald Trump")
        await open_list(ana)
        assert here(ana).startswith("▸ actor 2 1 Donald Trump")
        await ana.press("enter down enter")
        await ana.until_main()
        await open_list(ana)
        assert here(ana) == "▸ 1 3 actor Mr. Trump"


async def test_what_may_be_one_stands_above_what_there_is(tmp_path: Path) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        assert rows(ana) == [
            "▸ ? actor 1+1 1 Trump = Donald Trump the surname of the only one he…",
            "? actor 1+1 2 Kim = Kim Jong Un the surname of the only one here",
            "actor 1 1 Donald Trump in no cluster",
            "actor 1 1 Kim Jong Un in no cluster",
            "actor 1 1 Trump in no cluster",
            "actor 1 1 Kim in no cluster",
            "actor 1 1 Putin in no cluster",
            "location 1 1 Seoul in no cluster",
            "source 1 1 the envoy in no cluster",
        ]
        assert "0 clusters · 2 offers · 7 mentions in none" in ana.rows()[0]
        assert "Mr. Trump left, the envoy said." in ana.screen()
        assert "One thing? The surname of the only one here" in ana.screen()


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        ("", []),
        ("y", [TRUMP]),
        ("n", []),
        ("n y", [KIM]),
        ("y y", [TRUMP, KIM]),
        ("Y", [TRUMP, KIM]),
        ("Y u", []),
        ("y u U", [TRUMP]),
        ("down y", [KIM]),
        ("right y", [TRUMP]),  # an answer in what is opened
        ("Y G y", ["the envoy: the envoy", TRUMP, KIM]),  # a cluster of one
        ("Y d", [KIM]),  # the first cluster is taken apart
        ("Y right space O", [KIM, "Donald Trump: Donald Trump", "Trump: Mr. Trump"]),
        ("Y right d", [KIM, "Trump: Mr. Trump"]),
        ("@ space space J", ["Kim Jong Un: Donald Trump, Kim Jong Un"]),
        ("@ down down down down space J", []),  # of two labels
        ("@ down space down J", ["Kim Jong Un: Kim Jong Un, Kim"]),  # one mark, and the row
        ("Y @ 1", [TRUMP, "Kim Jong Un: Kim Jong Un, Putin, Kim"]),
    ],
)  # fmt: skip
async def test_each_key_makes_one_edit(tmp_path: Path, keys: str, after: list[str]) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        await ana.press(keys)
        assert clusters(ana) == sorted(after)


async def test_a_refused_offer_does_not_come_back(tmp_path: Path) -> None:
    story = story_in(tmp_path)
    async with clustering(story) as ana:
        await ana.press("n")
        assert [row for row in rows(ana) if "?" in row] == [
            "▸ ? actor 1+1 2 Kim = Kim Jong Un the surname of the only one here"
        ]
        assert "keep “donald trump” and “mr trump” apart" in ana.screen()
    async with clustering(story) as ana:
        assert "1 offer ·" in ana.rows()[0]


async def test_what_was_split_off_is_not_offered_again(tmp_path: Path) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        await ana.press("Y right space O")
        await ana.press("left")
        assert "4 clusters" not in ana.rows()[0]
        assert "3 clusters · 0 offers" in ana.rows()[0]


async def test_enter_goes_to_a_mention_and_the_list_is_where_it_was(tmp_path: Path) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        await ana.press("Y down enter down enter")
        await ana.until_main()
        assert (ana.article_id, ana.current) == (PAPER, "actor[0:3]Kim")
        await open_list(ana)
        assert rows(ana) == ["1 1 actor Kim Jong Un", "▸ 2 1 actor Kim"]
        await ana.press("escape")
        assert rows(ana)[1] == "▸ actor 2 2 Kim Jong Un"
        await ana.press("escape")
        assert ana.app.screen is ana.main


@pytest.mark.parametrize(
    ("keys", "typed", "after"),
    [
        ("i", "Trump, D.", "Trump, D.: Donald Trump, Mr. Trump"),
        ("i", "", TRUMP),
        ("#", "Q22686", f"{TRUMP} =wikidata:Q22686"),
        ("#", "https://a.example/b Q1", f"{TRUMP} =https://a.example/b =wikidata:Q1"),
        ("#", "22686", TRUMP),
    ],
)
async def test_a_cluster_has_a_name_and_ids(
    tmp_path: Path, keys: str, typed: str, after: str
) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        await ana.press(f"Y {keys} ctrl+u")
        await ana.write(typed)
        await ana.press("enter")
        assert clusters(ana) == sorted([after, KIM])
        if typed == "22686":
            assert "“22686” is no id" in ana.screen()


async def test_the_next_likely_clusters_are_a_key_away(tmp_path: Path) -> None:
    people = ["Boe", "Coe", "Doe", "Eoe", "Foe", "Goe", "Hoe", "Ioe", "Joe", "Koe", "Loe", "Moe"]
    story = write_story(tmp_path / "story", {"1_wire.txt": " ".join([*people, "Zed"])})
    with open_story(story) as workspace:
        for phrase in (*people, "Zed"):
            tag(workspace, phrase, "actor", "1_wire")
    async with clustering(story) as ana:
        await ana.press("G")

        def likely() -> set[str]:
            into = " ".join(row for row in ana.rows() if row.startswith(" into"))
            return {each for each in people if each in into}

        first = likely()
        assert len(first) == 9
        await ana.press("0")
        assert likely() == {*people} - first
        await ana.press("0")
        assert likely() == first
        await ana.press("0 1")
        (cluster,) = ana.workspace.now.clusters
        texts = {
            each.text for each in ana.annotations() if each.id in {m.id for m in cluster.members}
        }
        assert len(texts) == 2
        assert texts <= {"Zed", *people} - first


async def test_what_is_left_stays_as_it_was(tmp_path: Path) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        await ana.press("Y i")
        await ana.write("x")
        await ana.press("escape")
        assert clusters(ana) == [TRUMP, KIM]


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("kim", ["? actor 1+1 2 Kim = Kim Jong Un the surname of the only one here",
                 "actor 1 1 Kim Jong Un in no cluster", "actor 1 1 Kim in no cluster"]),
        ("label:loc", ["location 1 1 Seoul in no cluster"]),
        ("nobody", ["Nothing fits that; Esc ends it."]),
    ],
)  # fmt: skip
async def test_the_filter_lists_while_it_is_typed(
    tmp_path: Path, typed: str, listed: list[str]
) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        await ana.press("/")
        await ana.write(typed)
        await ana.until(lambda: [r.removeprefix("▸ ") for r in rows(ana)] == listed, "filtered")
        await ana.press("enter escape")
        assert len(rows(ana)) == 9


async def test_what_is_marked_joins_another_cluster_too(tmp_path: Path) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        await ana.press("Y right space left down J")
        assert clusters(ana) == [TRUMP, f"{KIM}, Donald Trump".replace(
            "Kim Jong Un, Kim, Donald Trump", "Donald Trump, Kim Jong Un, Kim")]  # fmt: skip
        await ana.press("u")
        assert clusters(ana) == [TRUMP, KIM]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("Y n", "Nothing is offered here"),
        ("Y y", "This is a cluster already"),
        ("J", "marks what is to be joined"),
        ("O", "opens a cluster"),
        ("d", "refuses the offer"),
        ("i", "Answer what is offered first: these are two"),
        ("@ #", "makes one of it"),
        ("9", "There is no such cluster below"),
        ("u", "Nothing was changed here yet"),
        ("k", "This is the first line"),
    ],
)
async def test_a_key_that_changes_nothing_says_why(tmp_path: Path, keys: str, said: str) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        await ana.press(keys)
        assert said in ana.screen()


async def test_nothing_is_changed_in_a_story_that_is_only_read(tmp_path: Path) -> None:
    async with clustering(story_in(tmp_path), read_only=True) as ana:
        await ana.press("y")
        assert "nothing was changed" in ana.screen()
        assert clusters(ana) == []


async def test_while_it_looks_it_does_not_say_that_nothing_is_tagged(tmp_path: Path) -> None:
    async with reading(story_in(tmp_path)) as ana:
        choice = ClusterChoice(ana.workspace)
        choice.begin()
        said = []
        while choice.look_on(0.0):
            shown = choice.shown(10)
            if not shown.lines:
                said.append(empty_clusters(shown, str))
        assert said
        assert set(said) == {"Looking through the story."}


async def test_where_nothing_is_tagged_it_says_what_to_do(tmp_path: Path) -> None:
    async with clustering(write_story(tmp_path / "story")) as ana:
        assert "Nothing is tagged yet. Tag actors, places and sources" in ana.screen()
        await ana.press("y n Y J O d i # right left @ space enter 1")
        await ana.press("escape")
        assert ana.app.screen is ana.main


async def test_what_is_tagged_since_is_listed(tmp_path: Path) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        await ana.press("escape")
        ana.go("said")
        await ana.press("a")
        await open_list(ana)
        assert "8 mentions in none" in ana.rows()[0]


async def test_the_list_of_annotations_names_clusters(tmp_path: Path) -> None:
    async with clustering(story_in(tmp_path)) as ana:
        await ana.press("Y escape O")
        await ana.until_screen("cluster “Donald Trump”")


async def test_a_name_acts_on_nothing(tmp_path: Path) -> None:
    story = story_in(tmp_path)
    hostile = "\x1b[31m \u202eevil\x07"
    with open_story(story) as workspace:
        (opened,) = (o for o in workspace.now.every_article() if o.id == "1_wire")
        mentions = [Mention(opened.id, a.id) for a in opened.annotations if a.label == "actor"]
        made = gather(hostile, "actor", mentions)
        assert isinstance(made, EditOfCluster)
        workspace.apply(made)
    async with clustering(story) as ana:
        await ana.until_screen("evil")
        assert not set(ana.screen()) & {"\x1b", "\u202e", "\x07"}
        await ana.press("escape")
        await ana.until_main()
        ana.go("Donald")
        await ana.until(lambda: ana.main.ties.watch is not None, "what is tied is drawn")
        await ana.press("right")
        await ana.until_screen("evil")
        assert not set(ana.screen()) & {"\x1b", "\u202e", "\x07"}


async def test_a_cluster_of_thousands_is_shown(tmp_path: Path) -> None:
    words = " ".join(f"w{number:04}" for number in range(3_000))
    story = write_story(tmp_path / "story", {"1_wire.txt": words})
    with open_story(story) as workspace:
        article = workspace.article("1_wire").article
        spans = [Annotation(new_id(), n * 6, n * 6 + 5, "actor", words[n * 6 : n * 6 + 5])
                 for n in range(3_000)]  # fmt: skip
        made = gather("all", "actor", [Mention(article.id, each.id) for each in spans])
        assert isinstance(made, EditOfCluster)
        edits = (EditOfAnnotation(article.id, None, each) for each in spans)
        workspace.apply(Batch((*edits, made), "import"))
    async with clustering(story) as ana:
        assert rows(ana) == ["▸ actor 3,000 1 all"]
        await ana.press("right G")
        assert "w2999" in ana.screen()
        await ana.press("enter")
        await ana.until_main()
        await ana.press("J")
        assert "1 of 3000" in ana.says().replace(",", "")


async def test_an_offer_that_was_shown_before_is_of_what_is_tagged_by_now(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", {"wire.txt": "Seoul met Seoul. Seoul is far.\n"})
    with open_story(story) as workspace:
        for start in (0, 10):
            text = "Seoul"
            made = Annotation(new_id(), start, start + len(text), "location", text)
            workspace.apply(EditOfAnnotation("wire", None, made))
    async with clustering(story) as ana:
        await ana.press("escape")
        ana.select(17, 22)
        await ana.press("l")
        await open_list(ana)
        choice = ana.main.left_dialogs.clustered
        assert choice is not None
        assert [group.size for offer in choice.story.offers for group in offer.groups] == [3]
        await ana.press("y")
        assert [len(each.members) for each in ana.workspace.now.clusters] == [3]


async def test_what_is_gone_is_not_listed_while_the_rest_is_worked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_screen, "WAITED_FOR", STEP_BY_STEP)
    async with clustering(story_in(tmp_path)) as ana:
        await ana.press("g g")
        assert "Trump" in here(ana)
        await ana.press("escape")
        for phrase in ("Donald Trump", "Mr. Trump", "Kim Jong Un"):
            ana.go(phrase)
            await ana.press("d")
        await open_list(ana)
        assert "Trump" not in " ".join(rows(ana))


async def test_what_was_opened_is_not_asked_for_while_a_changed_story_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = story_in(tmp_path)
    async with clustering(story) as ana:
        await ana.press("Y enter enter")  # into a mention of what is opened
        await ana.until_main()
        path = story / "2_paper.txt"
        path.write_text(path.read_text(encoding="utf-8") + "Moscow too.\n", encoding="utf-8")
        with monkeypatch.context() as patched:
            patched.setattr(ListedStory, "look_on", lambda *_: True)
            await ana.press("W")
            await ana.until(lambda: isinstance(ana.app.screen, ClustersScreen), "it is open")
            await ana.settle()
            assert "Trump" not in " ".join(rows(ana)), "nothing is known yet"
        await ana.until(lambda: "Trump" in " ".join(rows(ana)), "all is listed again")


@pytest.mark.parametrize(
    ("tagged", "reason"),
    [("left", "the surname of the only one here"), ("Kim Yo Jong", "no longer offered")],
)
async def test_an_offer_that_is_looked_at_stays_and_says_whether_it_holds(
    tmp_path: Path, tagged: str, reason: str
) -> None:
    story = write_story(
        tmp_path, {"1_wire.txt": "Kim Jong Un met Kim Yo Jong. He left.\n\n Kim.\n"}
    )
    with open_story(story) as workspace:
        tag(workspace, "Kim Jong Un")
        workspace.apply(
            EditOfAnnotation("1_wire", None, Annotation(new_id(), 40, 43, "actor", "Kim"))
        )
        choice = ClusterChoice(workspace)

        def look_through() -> None:
            choice.begin()
            choice.shown(10)
            while choice.look_on(1.0):
                choice.shown(10)

        look_through()
        assert choice.offer is not None
        assert choice.offer.reason == "the surname of the only one here"
        tag(workspace, tagged)
        look_through()
        assert choice.offer is not None
        assert (choice.offer.texts, choice.offer.reason) == (("kim", "kim jong un"), reason)
        look_through()  # left, and opened again
        assert (choice.offer is None) == (reason == "no longer offered")
