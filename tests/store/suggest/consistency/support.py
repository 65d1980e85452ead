from __future__ import annotations

from typing import TYPE_CHECKING

from store.suggest.consistency.scan import ConsistencyScan

if TYPE_CHECKING:
    from store.story.open_article import OpenArticle
    from store.suggest.consistency.inconsistency import Inconsistency


def survey_of(articles: dict[str, OpenArticle]) -> ConsistencyScan:
    survey = ConsistencyScan(list(articles), articles.__getitem__)
    assert survey.work() is False
    return survey


def look_again(survey: ConsistencyScan, *articles: str) -> None:
    """Have some articles looked at again, which may have changed."""
    survey.look_again(articles)
    assert survey.work() is False


def said(finding: Inconsistency) -> str:
    """A finding as the screen shows it."""
    counts = [*finding.counts, *([("untagged", finding.untagged)] if finding.untagged else [])]
    return f"{finding.text}: " + " · ".join(f"{label} {number}" for label, number in counts)
