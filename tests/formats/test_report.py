"""The report: what stands in it, that it is the same each time, and that it harms nobody."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import regex

from store.annotations.edits import Batch, EditOfCluster, EditOfRelation
from store.annotations.model import Cluster, Mention, Relation
from store.formats.report.page import report_page
from store.formats.report.reported import report_of
from tests.stories import open_story, tag, write_story

if TYPE_CHECKING:
    from store.annotations.model import Annotation
    from store.story.workspace import Workspace

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "report.html"
HOSTILE: Final = "<script>alert(1)</script> \x1b[31m \u202etxt \"' & </mark>"
EVENT: Final = {
    "1_wire.txt": "The harbour bridge has fallen | Wire News\n\nMay 3, 2018\n\n"
    "Forty people died, the mayor said. The harbour master had warned the ministry in a letter "
    "of last June that nothing was repaired.\n",
    "2_paper.txt": "What fell into the harbour | The Paper\n\nMay 5, 2018\n\n"
    "Fewer than thirty died, a doctor said. The harbour master had warned the ministry in a "
    "letter of last June that nothing was repaired.\n",
}
VOID: Final = frozenset({"meta", "br", "line", "circle"})


def said(workspace: Workspace, article: str, claim: str, source: str) -> tuple[Mention, Mention]:
    """Have somebody said to claim something."""
    mentions = []
    for text, label in ((claim, "claim"), (source, "source")):
        made: Annotation = tag(workspace, text, label, article)
        mentions.append(Mention(article, made.id))
    head, tail = mentions
    relation = Relation(f"r{article}", "attribution", head, tail, role="speaker")
    workspace.apply(Batch((EditOfRelation(None, relation),)))
    return head, tail


def told(folder: Path, name: str = "How many died") -> str:
    """The report of two articles that dispute each other."""
    story = write_story(folder / "bridge", EVENT)
    with open_story(story) as workspace:
        one, _ = said(workspace, "1_wire", "Forty people died", "the mayor")
        other, _ = said(workspace, "2_paper", "Fewer than thirty died", "a doctor")
        row = Cluster("c1", "claim", name, (one,), "supports")
        pair = Cluster("c2", "claim", name, (one, other), "contradicts")
        workspace.apply(Batch((EditOfCluster(None, row), EditOfCluster(None, pair))))
        tag(workspace, "ministry")
        page = report_page(report_of(workspace))
        assert page == report_page(report_of(workspace))
    return page


class Page(HTMLParser):
    """The elements of a page, which have to nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"{tag} has an attribute twice"
        assert not [name for name in names if name.startswith("on") or name == "style"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_elements_nest_and_every_link_leads_somewhere_in_the_page(tmp_path: Path) -> None:
    page = Page(told(tmp_path))
    assert page.open == []
    assert len(set(page.ids)) == len(page.ids)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert all(link.startswith("#") for link in page.links)
    assert not set(page.tags) & {"script", "img", "link", "iframe", "form", "object"}


@pytest.mark.parametrize(
    "part",
    [
        "2 articles · 2 outlets · 2018-05-03 to 2018-05-05 · annotated by ana",
        '<h3 id="row-1">How many died</h3>',
        "<p>Forty people died</p>",
        "said by the mayor · <a href=",
        "Passage 1: outside quotation marks in each: copied prose",
        "first in Wire News",
        '<th scope="row">under 30</th>',
        "the mayor is quoted most: 1 claim, of which 1 in Wire News",
        "2 articles of 2 outlets, from 2018-05-03 to 2018-05-05",
    ],
)
def test_what_stands_in_it(tmp_path: Path, part: str) -> None:
    assert part in told(tmp_path)


def test_a_story_without_claims_has_a_report_too(tmp_path: Path) -> None:
    with open_story(write_story(tmp_path / "bridge", EVENT)) as workspace:
        page = report_page(report_of(workspace))
    assert "The event in short" in page
    assert "Which article says what" not in page
    assert Page(page).open == []


def test_what_no_article_says_has_no_column(tmp_path: Path) -> None:
    story = write_story(tmp_path / "story", {"8_LL.txt": "A bridge fell.\n\nIt was old.\n"})
    with open_story(story) as workspace:
        tag(workspace, "A bridge", "actor", "8_LL")
        page = report_page(report_of(workspace))
    columns = regex.findall(r'<th scope="col">(.*?)</th>', page)
    assert "spans" in columns
    assert not {"outlet", "date"} & set(columns)


def test_nothing_that_is_called_something_acts(tmp_path: Path) -> None:
    page = told(tmp_path, HOSTILE)
    found = Page(page)
    assert "script" not in found.tags
    assert found.open == []
    assert not set(page) & {"\x1b", "\u202e"}
    (policy,) = regex.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_golden(tmp_path: Path) -> None:
    """Bytes, but for the ids of annotations, which are made anew each time."""
    page = regex.sub(r'data-id="[0-9A-Z]{26}"', 'data-id=""', told(tmp_path))
    assert page == GOLDEN.read_text(encoding="utf-8")
