"""Articles and stories as values."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.articles.model import Article, ArticleRef, Byline, Story

ROOT = Path("/stories/aleppo")
REFS = tuple(ArticleRef(name, ROOT, f"{name}.txt") for name in ("1_wire", "sub/2_paper"))


@pytest.mark.parametrize(
    ("byline", "title"), [(Byline(), "1_wire"), (Byline("Troops arrive"), "Troops arrive")]
)
def test_an_article_always_has_a_title(byline: Byline, title: str) -> None:
    article = Article("1_wire", ROOT / "1_wire.txt", "Text", "", byline=byline)
    assert (article.title, article.name) == (title, "1_wire.txt")


@pytest.mark.parametrize(
    ("article_id", "found"),
    [("1_wire", REFS[0]), ("sub/2_paper", REFS[1]), ("2_paper", None), ("1_wire.txt", None)],
)
def test_the_article_of_an_id(article_id: str, found: ArticleRef | None) -> None:
    assert Story(ROOT, "aleppo", REFS).ref(article_id) == found


def test_a_file_is_known_by_its_name_in_whatever_folder() -> None:
    assert [(ref.path, ref.name) for ref in REFS] == [
        (ROOT / "1_wire.txt", "1_wire.txt"),
        (ROOT / "sub" / "2_paper.txt", "2_paper.txt"),
    ]


def test_stories_of_the_same_articles_are_the_same() -> None:
    one, other = Story(ROOT, "aleppo", REFS), Story(ROOT, "aleppo", REFS)
    one.ref("1_wire")  # what is remembered of it does not count
    assert one == other
    assert one != Story(ROOT, "aleppo", REFS[:1])
