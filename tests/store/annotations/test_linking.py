"""Ties, clusters, stances and marks: what a person can do to them, and what goes with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from store.annotations import actions, assessing, bulk, linking
from store.annotations.actions import Refusal
from store.annotations.describing import describe
from store.annotations.edits import EditOfCluster
from store.annotations.links import CONTRADICTS, Links
from store.annotations.model import ArticleState, Cluster, Mention, Origin, StanceValue
from store.labels import DEFAULT_LABELS, LabelSet, RelationType
from store.story.history import read_log
from tests.stories import PAPER, WIRE, open_story, tag, write_story

if TYPE_CHECKING:
    from pathlib import Path

    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.story.workspace import Workspace


def apply(workspace: Workspace, edit: Edit | Refusal) -> str:
    """Make an edit; what it is called in the history."""
    assert not isinstance(edit, Refusal), edit.reason
    workspace.apply(edit)
    return describe(edit)


def refused(edit: Edit | Refusal) -> str:
    assert isinstance(edit, Refusal)
    return edit.reason


def tie(
    workspace: Workspace, head: Annotation, tail: Annotation, kind: str = "attribution"
) -> Edit | Refusal:
    links = workspace.now.links()
    return linking.tie(links, workspace.labels, kind, ((WIRE, head), (WIRE, tail)), "speaker")


def cluster(workspace: Workspace, name: str, *members: Annotation, label: str = "actor") -> Cluster:
    edit = linking.gather(name, label, [Mention(WIRE, each.id) for each in members])
    apply(workspace, edit)
    assert not isinstance(edit, Refusal)
    assert edit.after is not None
    return edit.after


def now_of(workspace: Workspace, each: Cluster) -> Cluster:
    return workspace.now.links().clusters[each.id]


# Ties -----------------------------------------------------------------------------------------


def test_a_claim_is_tied_to_its_source_and_the_history_says_both(workspace: Workspace) -> None:
    claim, source = (
        tag(workspace, "Moscow sent troops", "claim"),
        tag(workspace, "an official", "source"),
    )
    told = apply(workspace, tie(workspace, claim, source))
    assert told == "tie claim “Moscow sent troops” to source “an official”"
    [relation] = workspace.now.relations
    assert (relation.role, relation.origin) == ("speaker", Origin.MANUAL)
    assert relation.created == relation.updated != ""
    assert refused(tie(workspace, claim, source)) == "They are tied by attribution already"
    undone = workspace.undo()
    assert undone is not None
    assert undone.place is not None
    assert (undone.place.article, undone.place.start) == (WIRE, claim.start)
    last = read_log(workspace.folder, "ana").steps[-1]
    assert last.what == f"undo: {told}"
    assert last.articles == (WIRE,)


def test_a_tie_fits_its_type_or_is_refused(workspace: Workspace) -> None:
    claim, actor = tag(workspace, "Moscow sent troops", "claim"), tag(workspace, "Moscow")
    reason = refused(tie(workspace, claim, actor))
    assert reason == "attribution runs from claim to source, not from claim to actor"
    assert "to itself" in refused(tie(workspace, claim, claim))
    apply(workspace, tie(workspace, claim, actor, "copied-from"))
    apply(workspace, tie(workspace, claim, actor, "contradicts"))
    assert "already" in refused(tie(workspace, actor, claim, "contradicts"))


@pytest.mark.parametrize(
    ("kind", "head", "tail", "fits"),
    [
        ("attribution", "claim", "source", True),
        ("attribution", "source", "claim", False),
        ("acts-in", "actor", "location", True),
        ("acts-in", "location", "actor", False),
        ("near", "location", "actor", True),
        ("near", "actor", "location", True),
        ("near", "actor", "actor", False),
        ("never heard of", "actor", "actor", True),
    ],
)
def test_a_label_set_says_what_may_be_joined(kind: str, head: str, tail: str, fits: bool) -> None:
    labels = LabelSet(
        DEFAULT_LABELS.labels,
        (
            RelationType("acts-in", "x", ("actor",), ("location",)),
            RelationType("near", "", ("actor",), ("location",), is_symmetric=True),
        ),
    )
    assert (labels.misfit(kind, head, tail) == "") is fits


def test_where_no_label_is_for_sources_anything_can_be_one() -> None:
    labels = LabelSet(DEFAULT_LABELS.labels[:3])
    assert labels.misfit("attribution", "claim", "actor") == ""
    assert labels.misfit("attribution", "actor", "claim") != ""


def test_a_new_label_takes_the_ties_along_that_it_does_not_fit(workspace: Workspace) -> None:
    claim, source = (
        tag(workspace, "Moscow sent troops", "claim"),
        tag(workspace, "an official", "source"),
    )
    apply(workspace, tie(workspace, claim, source))
    apply(workspace, tie(workspace, claim, source, "copied-from"))
    opened = workspace.article(WIRE)
    relabelled = actions.relabel(opened.article, opened.annotations, source, "actor")
    assert not isinstance(relabelled, Refusal)
    change = workspace.apply(relabelled)
    assert describe(change.edit) == "relabel “an official” source → actor, and untie 1 relation"
    assert [each.type for each in workspace.now.relations] == ["copied-from"]
    workspace.undo()
    assert len(workspace.now.relations) == 2


@pytest.mark.parametrize(
    ("relabelled", "told", "clusters"),
    [
        ("Moscow", "relabel “Moscow” actor → location, and leave 1 cluster",
         ["actor an official+troops"]),
        ("Moscow troops", "relabel 2 annotations, and leave 1 cluster",
         ["actor an official", "location Moscow+troops"]),
        ("Moscow troops an_official", "relabel 3 annotations",
         ["location Moscow+an official+troops"]),
    ],
)  # fmt: skip
def test_a_new_label_takes_what_has_it_out_of_clusters_of_the_old(
    workspace: Workspace, relabelled: str, told: str, clusters: list[str]
) -> None:
    tagged = {each: tag(workspace, each) for each in ("Moscow", "an official", "troops")}
    cluster(workspace, "Moscow", *tagged.values())
    chosen = [(WIRE, tagged[each.replace("_", " ")]) for each in relabelled.split()]
    annotations = workspace.article(WIRE).annotations
    edit = bulk.relabel_all(lambda _: annotations, chosen, "location")
    assert not isinstance(edit, Refusal)
    change = workspace.apply(edit)
    assert describe(change.edit) == told
    text_of = {Mention(WIRE, each.id): each.text for each in tagged.values()}
    found = [
        f"{each.label} {'+'.join(sorted(text_of[member] for member in each.members))}"
        for each in workspace.now.clusters
    ]
    assert sorted(found) == clusters
    workspace.undo()
    [back] = workspace.now.clusters
    assert (back.label, len(back.members)) == ("actor", 3)


# Clusters -------------------------------------------------------------------------------------


def test_a_contradiction_is_between_two(workspace: Workspace) -> None:
    claims = [tag(workspace, each, "claim") for each in ("Moscow sent troops", "Moscow", "troops")]
    mentions = [Mention(WIRE, each.id) for each in claims]
    for some in (mentions[:1], mentions):
        gathered = linking.gather("who", "claim", some, CONTRADICTS)
        assert refused(gathered) == "A contradiction is between two claims"
    pair = linking.gather("who", "claim", mentions[:2], CONTRADICTS)
    apply(workspace, pair)
    [made] = workspace.now.clusters
    assert "two claims" in refused(linking.join(made, mentions[2:]))
    assert "between two" in refused(
        linking.merge(workspace.now.links(), [made, replace(made, id="x")])
    )
    apply(workspace, linking.leave(workspace.now.links(), made, mentions[:1]))
    assert workspace.now.clusters == ()


def test_clusters_are_merged_with_what_is_said_of_them(workspace: Workspace) -> None:
    first = cluster(workspace, "Moscow", tag(workspace, "Moscow"))
    other = cluster(workspace, "Russia", tag(workspace, "an official"))
    for each, refs in ((first, ["Q649"]), (other, ["https://example.org/r", "Q649"])):
        apply(workspace, linking.set_refs(workspace.now.links(), now_of(workspace, each), refs))
    for each, article, value in (
        (first, WIRE, StanceValue.ASSERTS),
        (other, WIRE, StanceValue.ASSERTS),
        (other, PAPER, StanceValue.OMITS),
    ):
        apply(workspace, assessing.set_stance(workspace.now.links(), each, article, value))
    clusters = [now_of(workspace, each) for each in (first, other)]
    before = workspace.now.links()
    told = apply(workspace, linking.merge(before, clusters))
    assert told == "merge cluster “Russia” into “Moscow”"
    links = workspace.now.links()
    [merged] = links.clusters.values()
    assert (merged.id, merged.name, len(merged.members)) == (first.id, "Moscow", 2)
    assert merged.refs == ("wikidata:Q649", "https://example.org/r")
    assert sorted((each.article, each.value) for each in links.stances_of(first.id)) == [
        (WIRE, "asserts"),
        (PAPER, "omits"),
    ]
    assert links.stances_of(other.id) == []
    workspace.undo()
    assert workspace.now.links() == before


def test_clusters_of_which_an_article_is_said_to_do_two_things_are_not_merged(
    workspace: Workspace,
) -> None:
    first = cluster(workspace, "Moscow", tag(workspace, "Moscow"))
    other = cluster(workspace, "Russia", tag(workspace, "an official"))
    for each, value in ((first, StanceValue.ASSERTS), (other, StanceValue.OMITS)):
        apply(workspace, assessing.set_stance(workspace.now.links(), each, PAPER, value))
    assert refused(linking.merge(workspace.now.links(), [first, other])) == (
        f"{PAPER} asserts “Moscow” and omits “Russia”; set both alike, then merge them"
    )


def test_a_cluster_is_split_and_renamed(workspace: Workspace) -> None:
    one, other = tag(workspace, "Moscow"), tag(workspace, "an official")
    both = cluster(workspace, "Moscow", one, other)
    told = apply(workspace, linking.split(both, [Mention(WIRE, other.id)], "officials"))
    assert told == "split cluster “officials” from “Moscow”"
    assert sorted(each.name for each in workspace.now.clusters) == ["Moscow", "officials"]
    assert "say nothing" in refused(linking.split(now_of(workspace, both), [], "x"))
    assert "needs a name" in refused(linking.rename(workspace.now.links(), both, " "))
    links = workspace.now.links()
    told = apply(workspace, linking.rename(links, now_of(workspace, both), "the Kremlin"))
    assert told == "rename cluster “Moscow” to “the Kremlin”"


@pytest.mark.parametrize(
    ("ref", "kept"),
    [
        ("Q649", "wikidata:Q649"),
        ("wikidata:Q649", "wikidata:Q649"),
        ("https://example.org/x", "https://example.org/x"),
        ("Moscow", None),
        ("see: this", None),
        (":x", None),
    ],
)
def test_an_id_from_elsewhere_has_a_shape(ref: str, kept: str | None) -> None:
    edit = linking.set_refs(Links(), Cluster("C", "actor", "Moscow", ()), [ref])
    if kept is None:
        assert "is no id" in refused(edit)
    else:
        assert isinstance(edit, EditOfCluster)
        assert edit.after is not None
        assert edit.after.refs == (kept,)


def test_stances_go_with_their_cluster_and_come_back(workspace: Workspace) -> None:
    moscow = tag(workspace, "Moscow")
    made = cluster(workspace, "Moscow", moscow)
    apply(
        workspace,
        assessing.set_stance(workspace.now.links(), made, PAPER, StanceValue.OMITS, "looked twice"),
    )
    before = workspace.now.links()
    apply(workspace, bulk.remove_all(workspace.now.links(), [(WIRE, moscow)]))
    assert len(workspace.now.links()) == 0
    workspace.undo()
    assert workspace.now.links() == before
    stance = before.stance(made.id, PAPER)
    assert stance is not None
    assert (stance.value, stance.note) == ("omits", "looked twice")


# What is said of articles ---------------------------------------------------------------------


def test_a_cell_is_set_again_and_cleared(workspace: Workspace) -> None:
    made = cluster(workspace, "Moscow", tag(workspace, "Moscow"))

    def set_to(value: StanceValue) -> Edit | Refusal:
        return assessing.set_stance(workspace.now.links(), made, PAPER, value)

    assert apply(workspace, set_to(StanceValue.OMITS)) == f"set “Moscow” in {PAPER} to omits"
    first = workspace.now.links().stance(made.id, PAPER)
    assert "already" in refused(set_to(StanceValue.OMITS))
    apply(workspace, set_to(StanceValue.BOTH))
    again = workspace.now.links().stance(made.id, PAPER)
    assert first is not None
    assert again is not None
    assert (again.id, again.created, again.value) == (first.id, first.created, "both")
    told = apply(workspace, assessing.clear_stance(workspace.now.links(), made, PAPER))
    assert told == f"clear “Moscow” in {PAPER}"
    assert "Nothing is set" in refused(assessing.clear_stance(workspace.now.links(), made, PAPER))


def test_an_article_is_marked_and_a_changed_text_takes_it_back(story: Path) -> None:
    with open_story(story) as workspace:
        article = workspace.article(WIRE).article
        told = apply(workspace, assessing.mark(workspace.now.links(), article, ArticleState.DONE))
        assert told == f"mark {WIRE} as done"
        assert "already" in refused(
            assessing.mark(workspace.now.links(), article, ArticleState.DONE)
        )
    (story / "1_wire.txt").write_text("Another text.\n")
    with open_story(story) as workspace:
        record, changed = workspace.now.links().record_of(WIRE), workspace.article(WIRE).article
        assert (record.state, record.state_in(changed.sha256)) == ("done", "")
        apply(workspace, assessing.mark(workspace.now.links(), changed, ArticleState.READ))
        told = apply(workspace, assessing.mark(workspace.now.links(), changed, ArticleState.OPEN))
        assert told == f"no longer mark {WIRE} as read"
        assert len(workspace.now.links().articles) == 0


def test_an_article_has_a_note_and_labels(workspace: Workspace) -> None:
    article = workspace.article(WIRE).article

    def label(name: str, value: str) -> Edit | Refusal:
        return assessing.set_document_label(workspace.now.links(), article, name, value)

    told = apply(workspace, assessing.set_article_note(workspace.now.links(), article, "early"))
    assert told == f"note on {WIRE}"
    assert apply(workspace, label("genre", "report")) == f"set genre of {WIRE} to report"
    apply(workspace, label("date", "2015-10-01"))
    assert "stays" in refused(label("genre", "report"))
    record = workspace.now.links().record_of(WIRE)
    assert record.note == "early"
    assert record.labels == (("date", "2015-10-01"), ("genre", "report"))
    apply(workspace, label("genre", ""))
    assert workspace.now.links().record_of(WIRE).labels == (("date", "2015-10-01"),)


def test_a_person_says_where_an_article_is_from(tmp_path: Path) -> None:
    story = write_story(tmp_path / "wire", {"1_wire.txt": "Troops stay\n\nMOSCOW (AP) - So it is."})
    with open_story(story) as workspace:
        _say_where_it_is_from(workspace)


def _say_where_it_is_from(workspace: Workspace) -> None:
    article = workspace.article(WIRE).article

    def say(name: str, value: str) -> Edit | Refusal:
        return assessing.set_byline_fact(workspace.now.links(), article, name, value)

    def from_where() -> tuple[str, str]:
        byline = workspace.now.links().byline_of(article)
        return byline.outlet, byline.date

    assert from_where() == ("AP", "")
    assert apply(workspace, say("date", "2015-10-01")) == f"set date of {WIRE} to “2015-10-01”"
    assert apply(workspace, say("outlet", "TASS")) == f"set outlet of {WIRE} to “TASS”"
    assert from_where() == ("TASS", "2015-10-01")
    assert "stays" in refused(say("outlet", "TASS"))
    assert apply(workspace, say("outlet", "")) == f"set outlet of {WIRE} to unknown"
    assert from_where() == ("", "2015-10-01")
    workspace.undo()
    assert from_where() == ("TASS", "2015-10-01")
    told = apply(workspace, say("outlet", "AP"))
    assert told == f"set outlet of {WIRE} to what its text says"
    apply(workspace, say("date", ""))
    assert len(workspace.now.links().articles) == 0


def test_a_refused_offer_stays_away(story: Path) -> None:
    with open_story(story) as workspace:
        edit = linking.refuse(workspace.now.links(), "same", "actor", ["Moscow", "Latakia"])
        assert apply(workspace, edit) == "keep “Latakia” and “Moscow” apart"
    with open_story(story) as workspace:
        links = workspace.now.links()
        assert links.refusal_of("same", "actor", ["Latakia", "Moscow"])
        assert not links.refusal_of("same", "actor", ["Latakia"])
        assert "already" in refused(linking.refuse(links, "same", "actor", ["Latakia", "Moscow"]))


def test_all_of_it_is_there_again_from_journal_and_files(story: Path) -> None:
    with open_story(story) as workspace:
        made = cluster(workspace, "Moscow", tag(workspace, "Moscow"))
        article = workspace.article(WIRE).article
        for edit in (
            linking.set_refs(workspace.now.links(), made, ["Q649"]),
            assessing.set_stance(workspace.now.links(), made, PAPER, StanceValue.UNREAD),
            assessing.set_article_note(workspace.now.links(), article, "early"),
            linking.refuse(workspace.now.links(), "same", "actor", ["a", "b"]),
        ):
            apply(workspace, edit)
        said = workspace.now.links()
        with open_story(story, read_only=True) as reader:
            assert reader.now.links() == said
    with open_story(story) as workspace:
        assert workspace.now.links() == said
    (story / "annotations" / "ana" / "story.json").unlink()
    with open_story(story) as workspace:
        assert workspace.now.links() == said


def test_all_that_is_said_of_an_article_goes_with_its_new_name(story: Path) -> None:
    with open_story(story) as workspace:
        made = cluster(workspace, "Moscow", tag(workspace, "Moscow"))
        article = workspace.article(WIRE).article
        links = workspace.now.links
        apply(workspace, assessing.mark(links(), article, ArticleState.READ))
        apply(workspace, assessing.set_stance(links(), made, WIRE, StanceValue.HEDGES))
    (story / "1_wire.txt").rename(story / "7_wire.txt")
    with open_story(story) as workspace:
        links = workspace.now.links
        stance, record = links().stance(made.id, "7_wire"), links().record_of("7_wire")
        assert stance is not None
        assert stance.value == "hedges"
        assert record.state_in(workspace.article("7_wire").article.sha256) == "read"
        assert links().record_of(WIRE).state == ""
        assert workspace.undo() is not None  # the stance, by the new name
        assert links().stance(made.id, "7_wire") is None
