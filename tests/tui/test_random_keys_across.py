"""Keys at random over ties, clusters, the record and the matrix: after each, what is known of the
story is what would be known of it anew, and what is on the disk is what is shown."""

from __future__ import annotations

import random
from itertools import chain
from typing import TYPE_CHECKING, Final

import pytest

from store.across.mention_groups import TaggedMention
from store.across.row_choice import matrix_in_steps
from store.across.story_groups import LabelGroups
from store.across.story_ties import read_ties
from store.annotations.links import CONTRADICTS, Links
from store.annotations.model import Mention
from store.steps import Steps
from tests.stories import open_story, said, tag, write_story
from tests.tui.support import STEP_BY_STEP, reading
from tui.screens import list_screen
from tui.screens.claim_record import ClaimRecordScreen
from tui.screens.clustered_story import ClusteredStory
from tui.screens.clusters import ClustersScreen
from tui.screens.matrix import MatrixScreen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from store.across.mention_groups import MentionGroup
    from store.annotations.model import Annotation
    from store.story.workspace import Workspace
    from tests.tui.support import Reader

ARTICLES: Final = {
    "1_wire.txt": "The ferry sank. Forty died, the mayor said.\n\nAna Lang left. Mr. Lang came.\n",
    "2_paper.txt": "“The ferry went down,” Ana Lang said. Nobody died in Rome.\n",
    "3_post.txt": "Reuters reported:\n\nFour died in Rome, Italy. Lang left it, the mayor said.\n",
}
TAGGED: Final = (
    ("claim", "1_wire", "The ferry sank"), ("claim", "1_wire", "Forty died"),
    ("source", "1_wire", "the mayor"), ("actor", "1_wire", "Ana Lang"),
    ("actor", "1_wire", "Mr. Lang"), ("claim", "2_paper", "The ferry went down"),
    ("source", "2_paper", "Ana Lang"), ("claim", "2_paper", "Nobody died"),
    ("location", "2_paper", "Rome"), ("source", "3_post", "Reuters"),
    ("claim", "3_post", "Four died"), ("location", "3_post", "Rome, Italy"),
    ("actor", "3_post", "Lang"), ("source", "3_post", "the mayor"),
)  # fmt: skip
MAIN: Final = "j j k J K t t t c a l s d u U w b escape tab y n W W m m I I"
TYING: Final = "f d g j k h e r v f d g ! + < = s - 1 2 0 escape y u"
CLUSTERS: Final = "y y n Y 1 2 9 0 space space J O d i # @ enter right left j k u U escape W G"
MATRIX: Final = "+ ~ ! - b backspace space J enter i v x R O 1 d n . s / j k l h u U m G"
RECORD: Final = "q p o n a d z c l h x s v A B 1 2 backspace enter u U escape"
TYPED: Final = ("Lang", "", "日本", "wikidata:Q5 Q7", "no id", "articles:>1")


def story_in(folder: Path) -> Path:
    story = write_story(folder / "story", ARTICLES)
    with open_story(story) as workspace:
        for label, article, text in TAGGED:
            tag(workspace, text, label, article)
    return story


async def press_one(ana: Reader, chance: random.Random) -> str:
    """Press a key that may mean something where Ana is; what it was."""
    screen = ana.app.screen
    if ana.app.focused is not None:
        typed = chance.choice(TYPED)
        await ana.press("ctrl+u")
        await ana.write(typed)
        await ana.press(chance.choice(("enter", "enter", "escape")))
        if ana.app.focused is not None:  # what was typed was refused
            await ana.press("escape")
        return repr(typed)
    keys = ["escape", "enter", "j", "k"]
    if screen is ana.main:
        keys = (MAIN if ana.main.session.tying is None else TYING).split()
    elif isinstance(screen, ClustersScreen):
        keys = CLUSTERS.split()
    elif isinstance(screen, MatrixScreen):
        keys = MATRIX.split()
    elif isinstance(screen, ClaimRecordScreen):
        keys = RECORD.split()
    key = chance.choice(keys)
    await ana.press(key)
    return key


# What has to hold ---------------------------------------------------------------------------------


def annotations_of(workspace: Workspace) -> dict[Mention, Annotation]:
    every = workspace.now.every_article()
    return {Mention(each.id, a.id): a for each in every for a in each.annotations}


def hangs_together(workspace: Workspace) -> None:
    """No tie leads nowhere, and what is found by a mention is what is found by looking at all."""
    links, known = workspace.now.links(), annotations_of(workspace)
    anew = Links.of(list(links))
    assert links.contradictions == anew.contradictions
    for mention in known:
        assert links.clusters_of(mention) == anew.clusters_of(mention)
        assert links.relations_of(mention) == anew.relations_of(mention)
    for cluster in links.clusters.values():
        assert len(set(cluster.members)) == len(cluster.members) > 0
        assert {known[member].label for member in cluster.members} == {cluster.label}
        assert cluster.relation != CONTRADICTS or len(cluster.members) == 2
    ends = chain.from_iterable((each.head, each.tail) for each in links.relations.values())
    assert set(ends) <= known.keys()
    cells = [(each.cluster, each.article) for each in links.stances.values()]
    assert len(set(cells)) == len(cells)
    assert {cluster for cluster, _ in cells} <= set(links.clusters)


def groups_told(groups: Iterable[MentionGroup]) -> list[object]:
    return [(each.label, each.cluster, [m.mention for m in each.members]) for each in groups]


def groups_are_right(ana: Reader) -> None:
    """What the digits of a tie take."""
    clusters = sorted(ana.workspace.now.links().clusters.values(), key=lambda each: each.id)
    known = [TaggedMention(m.article, a) for m, a in annotations_of(ana.workspace).items()]
    for label in ana.workspace.labels.names:
        mentions = [each for each in known if each.annotation.label == label]
        anew = LabelGroups.of(mentions, [each for each in clusters if each.label == label])
        assert groups_told(ana.main.across.groups.of(label).groups) == groups_told(anew.groups)


async def matrix_is_right(ana: Reader) -> None:
    choice = ana.main.left_dialogs.matrix
    assert choice is not None
    worked = choice.worked
    await ana.until(lambda: worked.looked_at is None, "the matrix has been worked out")
    ties = read_ties(ana.workspace.now)
    assert (
        worked.matrix == Steps(matrix_in_steps(ties, ana.workspace.labels, worked.label), 0).all()
    )


async def clusters_are_right(ana: Reader) -> None:
    choice = ana.main.left_dialogs.clustered
    assert choice is not None
    await ana.until(lambda: not choice.story.is_working, "all is offered")
    anew = ClusteredStory(ana.workspace)
    while anew.look_on(1.0):
        pass
    assert groups_told(choice.story.groups) == groups_told(anew.groups)
    # The one under the keys may stay with another reason, or though it is not offered any more.
    offered, wanted = (
        [groups_told(each.groups) for each in story.offers] for story in (choice.story, anew)
    )
    assert all(each in offered for each in wanted)
    assert sum(each not in wanted for each in offered) <= 1


async def all_is_right(ana: Reader) -> None:
    hangs_together(ana.workspace)
    groups_are_right(ana)
    if isinstance(ana.app.screen, MatrixScreen):
        await matrix_is_right(ana)
    if isinstance(ana.app.screen, ClustersScreen):
        await clusters_are_right(ana)


@pytest.mark.parametrize(("seed", "is_slow"), [(1, False), (3, False), (22, True)])
async def test_what_is_known_is_what_would_be_known_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, is_slow: bool
) -> None:
    chance, pressed = random.Random(seed), list[str]()
    if is_slow:  # so that keys come while a story is looked through
        monkeypatch.setattr(list_screen, "WAITED_FOR", STEP_BY_STEP)
    story = story_in(tmp_path)
    async with reading(story, size=(100, 30)) as ana:
        for number in range(80):
            pressed.append(await press_one(ana, chance))
            if not is_slow or number % 5 == 0:
                try:
                    await all_is_right(ana)
                except AssertionError as error:
                    raise AssertionError(f"after {told(pressed)}: {error}") from error
        shown = said(ana.workspace), list(ana.workspace.now.links())
    with open_story(story) as workspace:
        assert (said(workspace), list(workspace.now.links())) == shown


def told(pressed: Sequence[str]) -> str:
    return " ".join(pressed[-30:])
