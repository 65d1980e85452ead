"""What rows make of a story: ids, links, and rows that come again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from store.annotations import actions
from store.annotations.links import Links
from store.annotations.model import Origin, is_id
from tests.imported import bring_in
from tests.store.importing.support import ID, row, span, written
from tests.stories import (
    PAPER,
    WIRE,
    open_story,
    texts,
)

if TYPE_CHECKING:
    from pathlib import Path

    from store.story.workspace import Workspace


def test_the_least_a_row_may_say(workspace: Workspace, tmp_path: Path) -> None:
    bring_in(workspace, written(tmp_path, row(span())))
    (annotation,) = workspace.article(WIRE).annotations
    assert (annotation.text, annotation.origin) == ("Moscow", Origin.IMPORTED)
    assert is_id(annotation.id)
    assert annotation.created == annotation.updated != ""


def test_what_a_row_says_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    said_of_it: dict[str, Any] = {
        "id": ID(1),
        "text": "Moscow",
        "origin": "propagated",
        "created": "2026-01-01T00:00:00.000Z",
        "updated": "2026-01-02T00:00:00.000Z",
        "note": "capital",
    }
    bring_in(workspace, written(tmp_path, row(span(**said_of_it))))
    (annotation,) = workspace.article(WIRE).annotations
    assert {name: getattr(annotation, name) for name in said_of_it} == said_of_it


@pytest.mark.parametrize(
    ("meta", "byline", "said"),
    [
        ({"outlet": "TASS", "date": ""}, {}, {"outlet": "TASS"}),
        ({"outlet": "TASS"}, {"outlet": "TASS", "link": "https://t.org"},
         {"link": "https://t.org", "outlet": "TASS"}),
        ({"title": "Another", "story": "x"}, {}, {}),
    ],
)  # fmt: skip
def test_where_an_article_is_from_is_kept_if_its_text_does_not_say_so(
    workspace: Workspace, tmp_path: Path, meta: Any, byline: Any, said: dict[str, str]
) -> None:
    path = written(tmp_path, row(span(), meta=meta, byline=byline))
    bring_in(workspace, path)
    links = workspace.now.links()
    assert dict(links.record_of(WIRE).byline) == said
    article = workspace.article(WIRE).article
    assert links.byline_of(article) == replace(article.byline, **said)
    workspace.undo()
    assert workspace.now.links().record_of(WIRE).byline == ()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf%s\n", id="signature"),
        pytest.param(b"\n\n%s\n\n  \n", id="empty lines"),
        pytest.param(b"%s", id="no final newline"),
        pytest.param(b"%s\r\n", id="CRLF"),
    ],
)
def test_a_file_may_look_like_this(workspace: Workspace, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(data % json.dumps(row(span(), unknown={"field": [1]})).encode())
    bring_in(workspace, path)
    assert texts(workspace) == ["actor:Moscow"]


def test_an_id_that_is_taken_is_replaced_and_links_follow(
    workspace: Workspace, tmp_path: Path
) -> None:
    bring_in(workspace, written(tmp_path, row(span(id=ID(1)))))
    relation = {"id": ID(9), "type": "same", "head": ID(1), "tail": "b"}
    other = span("troops", 12, id=ID(1)), span("official", 23, id="b")
    bring_in(workspace, written(tmp_path, row(*other, relations=[relation])))
    ids = {a.text: a.id for a in workspace.article(WIRE).annotations}
    assert ids["Moscow"] == ID(1)
    assert len(set(ids.values())) == 3
    assert all(map(is_id, ids.values()))
    (kept,) = workspace.now.relations
    assert (kept.id, kept.head.id, kept.tail.id) == (ID(9), ids["troops"], ids["official"])


def test_an_id_that_another_article_has_is_replaced(workspace: Workspace, tmp_path: Path) -> None:
    start = workspace.article(PAPER).article.text.index("Moscow")
    path = written(tmp_path, row(span("Moscow", start, id=ID(1)), article=PAPER))
    bring_in(workspace, path)
    rows = row(span(id=ID(1))), row(article=PAPER)
    bring_in(workspace, written(tmp_path, *rows))
    ids = [a.id for each in (WIRE, PAPER) for a in workspace.article(each).annotations]
    assert len(set(ids)) == 2


def test_an_article_on_two_lines_is_one_article(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, row(span(id="a")), row(span(id="a"), span("troops", 12)))
    planned = bring_in(workspace, path)
    assert (planned.added, planned.present, planned.repeated) == (2, 0, 1)
    assert texts(workspace) == ["actor:Moscow", "actor:troops"]


def test_the_same_span_twice_in_a_line_is_one(workspace: Workspace, tmp_path: Path) -> None:
    relation = {"type": "same", "head": "a", "tail": "b"}
    path = written(tmp_path, row(span(id="a"), span(id="b"), relations=[relation]))
    assert bring_in(workspace, path).added == 1
    (annotation,) = workspace.article(WIRE).annotations
    (kept,) = workspace.now.relations
    assert kept.head.id == kept.tail.id == annotation.id


def test_a_cluster_grows_by_a_second_import(workspace: Workspace, tmp_path: Path) -> None:
    def cluster(*members: str) -> dict[str, Any]:
        return {"id": ID(5), "label": "actor", "name": "Moscow", "members": list(members)}

    bring_in(workspace, written(tmp_path, row(span(id=ID(1)), clusters=[cluster(ID(1))])))
    second = row(span("troops", 12, id=ID(2)), clusters=[cluster(ID(2))])
    bring_in(workspace, written(tmp_path, second))
    (kept,) = workspace.now.clusters
    assert kept.id == ID(5)
    assert [member.id for member in kept.members] == [ID(1), ID(2)]


def test_an_empty_article_is_passed_over(story: Path, tmp_path: Path) -> None:
    (story / "3_empty.txt").touch()
    with open_story(story) as workspace:
        path = written(tmp_path, row(article="3_empty", text=""), row(span()))
        assert bring_in(workspace, path).added == 1


def test_the_import_of_an_import_is_undone_by_a_removal_alone(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = written(tmp_path, row(span(id=ID(1))))
    bring_in(workspace, path)
    (annotation,) = workspace.article(WIRE).annotations
    workspace.apply(actions.remove(WIRE, annotation, Links()))
    assert bring_in(workspace, path).added == 1
    assert [a.id for a in workspace.article(WIRE).annotations] == [ID(1)]
