"""How far everybody is with a story, and how far two agree who are done with the same article."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import combinations
from typing import TYPE_CHECKING

from store.agreement.coefficients import f1
from store.agreement.units import continued, units_of
from store.corpus.story_summary import Team
from store.errors import SidelightError
from store.story.progress import done_article
from store.story.reading import open_to_read

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

    from store.agreement.units import ComparedUnit
    from store.articles import Story
    from store.story.open_story import OpenStory


def team_in_steps(
    story: Story, people: Iterable[str], data: Path | None
) -> Generator[None, None, Team]:
    """What people have done in a story, an article at a step.

    Args:
        story: The story.
        people: Everybody who has worked on it.
        data: Where annotations lie, if not beside the articles.
    """
    with ExitStack() as stack:
        opened: dict[str, OpenStory] = {}
        for who in people:
            try:
                opened[who] = stack.enter_context(open_to_read(story, who, data=data))
                opened[who].links()
            except SidelightError:
                opened.pop(who, None)  # said when that work is opened
        pieces = {who: continued(now.relations) for who, now in opened.items()}
        done = dict.fromkeys(opened, 0)
        compared = matched = first = second = 0
        for ref in story.articles:
            units: dict[str, set[ComparedUnit]] = {}
            for who, now in opened.items():
                article = done_article(now, ref.id)
                if article is not None:
                    done[who] += 1
                    units[who] = set(units_of(article.annotations, pieces[who]).values())
            compared += len(units) > 1
            for one, other in combinations(units.values(), 2):
                matched += len(one & other)
                first, second = first + len(one), second + len(other)
            yield
    return Team(done, compared, f1(matched, first, second).value if compared else None)
