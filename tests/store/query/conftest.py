"""A small story to ask: three articles, what is tagged in them, and what ties that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from msgspec.structs import replace

from store.annotations.edits import EditOfAnnotation, EditOfCluster, EditOfRelation, EditOfStance
from store.annotations.model import Cluster, Mention, Origin, Relation, Stance, StanceValue
from store.labels import CARRIER, SPEAKER
from store.query.expressions import Expressions
from store.query.queried import QueriedStory
from tests.stories import open_story, tag, write_story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.annotations.model import Annotation
    from store.story.workspace import Workspace

ARTICLES: Final = {
    "000_wire.txt": (
        "Raid in the north | The Wire\n\nSoleimani met Putin in Moscow. Officials said that Iran "
        "plotted the raid.\n\n“The raid failed,” Reuters reported on Sunday.\n"
    ),
    "003_post.txt": "Putin denies it\n\nPutin was angry. The raid never took place, Moscow said.\n",
    "007_local.txt": "A second look\n\nIran plotted the raid, and Soleimani was there.\n",
}
WIRE, POST, LOCAL = (name.removesuffix(".txt") for name in ARTICLES)
TAGGED: Final = (
    (WIRE, "actor", "Soleimani"),
    (WIRE, "actor", "Putin"),
    (WIRE, "location", "Moscow"),
    (WIRE, "source", "Officials"),
    (WIRE, "claim", "Iran plotted the raid"),
    (WIRE, "claim", "The raid failed"),
    (WIRE, "source", "Reuters"),
    (POST, "actor", "Putin"),
    (POST, "claim", "The raid never took place"),
    (POST, "source", "Moscow"),
    (LOCAL, "claim", "Iran plotted the raid"),
    (LOCAL, "actor", "Soleimani"),
)


@pytest.fixture(scope="session")
def expressions() -> Iterator[Expressions]:
    """The one process that finds regular expressions."""
    found = Expressions()
    yield found
    found.stop()


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueriedStory]:
    """The story, as it is asked."""
    folder = write_story(tmp_path_factory.mktemp("queries") / "story", ARTICLES)
    with open_story(folder) as workspace:
        _annotate(workspace)
        yield QueriedStory(workspace)


def _annotate(workspace: Workspace) -> None:
    made = [tag(workspace, text, label, article) for article, label, text in TAGGED]
    mentions = [Mention(place[0], each.id) for place, each in zip(TAGGED, made, strict=True)]
    putin, officials, plotted, failed, reuters = (mentions[number] for number in (1, 3, 4, 5, 6))
    putin_2, never, moscow, plotted_2 = mentions[7:11]
    _change(workspace, WIRE, made[0], note="check the rank", origin=Origin.IMPORTED,
            attributes=(("sex", "male"),))  # fmt: skip
    _change(workspace, WIRE, made[4],
            attributes=(("claim.certainty", "likely"), ("grade.information", "2")))  # fmt: skip
    _change(workspace, LOCAL, made[11], created="2020-02-29T12:00:00.000Z")
    for number, (head, tail, role) in enumerate(
        ((plotted, officials, SPEAKER), (failed, reuters, CARRIER), (never, moscow, SPEAKER))
    ):
        relation = Relation(f"01J0000000000000000000R{number:03}", "attribution", head, tail, role)
        workspace.apply(EditOfRelation(None, relation))
    for number, (label, name, members, relation_, attributes) in enumerate(
        (
            ("actor", "Vladimir Putin", (putin, putin_2), "", ()),
            ("claim", "Iran was behind it", (plotted, plotted_2), "supports", ()),
            ("claim", "", (plotted, never), "contradicts", ()),
            ("source", "The Kremlin", (moscow,), "", (("grade.source", "B"),)),
            ("source", "US officials", (officials,), "", (("grade.source", "C"),)),
        )
    ):
        cluster = Cluster(f"01J0000000000000000000C{number:03}", label, name,
                          tuple(sorted(members)), relation_, attributes=attributes)  # fmt: skip
        workspace.apply(EditOfCluster(None, cluster))
    stance = Stance("01J0000000000000000000S001", "01J0000000000000000000C001", POST,
                    StanceValue.OMITS)  # fmt: skip
    workspace.apply(EditOfStance(None, stance))


def _change(workspace: Workspace, article: str, annotation: Annotation, **how: object) -> None:
    workspace.apply(EditOfAnnotation(article, annotation, replace(annotation, **how)))
