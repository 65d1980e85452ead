"""Keys for each link of a cluster: `python -m bench.cluster_keys [FOLDER…] [--size 80x24]`.

The mentions of a gold are tagged, none is clustered. Then the list of clusters is opened in the
real app and worked through by its keys, until the clusters are those of the gold:

1. What is offered is answered, from the top: `y` where most mentions of both sides are in one
   cluster of the gold, else `n`; `Y` where all of its kind are in sight and right.
2. What is left over is gone to by the fewest keys of `j k PgUp PgDn @ gg G`, and put into its
   cluster by its digit, after `0` twice at most; where none is, it is marked, the cluster gone to,
   and `J` pressed.
3. A mention of a further cluster, or in a wrong one, is opened, gone to, and put in or split off.

A link is a mention more than one of a cluster of the gold. Every key counts but the one that opens
the list and the one that leaves it. Without arguments the seeds are worked through.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from bench.clusters import stories_in
from bench.figures import Table
from bench.golds import SEEDS
from bench.programs import scratch_folder
from bench.tied_golds import load_tied
from store.across.mention_groups import MentionGroup
from store.across.merge_offers import MergeOffer
from store.annotations.edits import Batch, EditOfAnnotation
from store.annotations.model import Annotation, Mention
from store.story.annotation_list import ListedAnnotation
from tests.stories import open_story
from tests.tui.support import reading
from tui.screens.cluster_choice import (
    ClusterChoice,
    likely_for,
    offers_of_kind,
    pass_likely,
    passed_likely,
    section,
)
from tui.screens.clusters import ClustersScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bench.tied_golds import TiedGold
    from tests.tui.support import Reader
    from tui.render.cluster_sheet import ClusterLine

_MOST_MORE: Final = 2
"""How often the next likely clusters are asked for at most."""
_FAR: Final = 40
"""Keys beyond which nothing is gone to."""


@dataclass(slots=True)
class Worked:
    """What it took to cluster a story."""

    links: int = 0
    keys: Counter[str] = field(default_factory=Counter)
    """By what they were pressed for."""
    is_equal: bool = True
    """Whether the clusters are those of the gold."""


class Clusterer:
    """Somebody who clusters what is tagged as the gold says."""

    def __init__(self, ana: Reader, gold: TiedGold) -> None:
        self._ana = ana
        self._wanted: dict[str, set[Mention]] = {
            cluster.id: {Mention(m.article, gold.annotations[m].id) for m in cluster.members}
            for cluster in gold.clusters
            if not cluster.relation and len(cluster.members) > 1
        }
        self._of: dict[Mention, set[str]] = defaultdict(set)
        for name, members in self._wanted.items():
            for each in members:
                self._of[each].add(name)
        self.worked = Worked(sum(len(each) - 1 for each in self._wanted.values()))
        screen = ana.app.screen
        assert isinstance(screen, ClustersScreen)
        self._screen = screen

    @property
    def _choice(self) -> ClusterChoice:
        choice = self._ana.main.left_dialogs.clustered
        assert choice is not None
        return choice

    async def press(self, keys: str, why: str) -> None:
        """Press keys, and wait until all that is offered then stands there."""
        self.worked.keys[why] += len(keys.split())
        await self._ana.press(keys)
        await self._ana.until(lambda: not self._choice.story.is_working, "all is offered")
        await self._ana.settle()

    async def work(self) -> Worked:
        """Cluster all."""
        await self.press("", "answers")
        await self._answer()
        assert not self._choice.story.offers, "all is answered"
        await self._gather()
        for members in self._wanted.values():
            await self._mend(members)
        found = {frozenset(c.members) for c in self._ana.workspace.now.clusters}
        found = {each for each in found if len(each) > 1}
        self.worked.is_equal = found == {frozenset(each) for each in self._wanted.values()}
        return self.worked

    async def _answer(self) -> None:
        while isinstance(offer := self._choice.line, MergeOffer):
            kind = offers_of_kind(self._choice)
            in_view = self._choice.lines[: self._choice.top + self._screen.rows_in_view]
            if len(kind) > 1 and all(map(self._is_right, kind)) and all(o in in_view for o in kind):
                await self.press("Y", "answers")
            else:
                await self.press("y" if self._is_right(offer) else "n", "answers")

    def _is_right(self, offer: MergeOffer) -> bool:
        mostly = {self._mostly(group) for group in offer.groups}
        return len(mostly) == 1 and "" not in mostly

    def _mostly(self, group: MentionGroup) -> str:
        counts = Counter(name for each in group.members for name in self._of[each.mention])
        return max(sorted(counts), key=counts.__getitem__, default="")

    async def _gather(self) -> None:
        """Put into its cluster what no offer reached."""
        while (found := self._nearest()) is not None:
            base, path = found
            await self.press(path, "going")
            if (digit := self._digit(base)) is not None:
                await self.press(digit, "digits")
                continue
            await self.press("space", "joining")
            await self.go_to(partial(_is, base))
            await self.press("J", "joining")

    def _digit(self, base: MentionGroup) -> str | None:
        """The keys that put the row into a cluster; none where those are more than `_MOST_MORE`."""
        choice, more = self._choice, list[str]()
        found = None
        while found is None and len(more) <= _MOST_MORE:
            digits = likely_for(choice)
            found = next((n for n, each in enumerate(digits, 1) if each is base), None)
            if found is None:
                more.append("0")
                pass_likely(choice)
        while passed_likely(choice):
            pass_likely(choice)
        return " ".join((*more, str(found))) if found is not None else None

    def _nearest(self) -> tuple[MentionGroup, str] | None:
        """Of the rows that belong to another of the list: that, and the fewest keys to one."""
        pieces: dict[str, list[MentionGroup]] = defaultdict(list)
        for group in self._choice.story.groups:
            if name := self._mostly(group):
                pieces[name].append(group)
        found: list[tuple[MentionGroup, str]] = []
        for some in pieces.values():
            base, *others = sorted(some, key=lambda group: -group.size)
            found += [(base, self._path(partial(_is, group))) for group in others]
        return min(found, key=lambda each: len(each[1].split()), default=None)

    async def _mend(self, members: set[Mention]) -> None:
        """Take what is wrong out of a cluster, and add what is in another too."""
        clusters = self._ana.workspace.now.clusters
        mine = max(clusters, key=lambda c: len(members & set(c.members)), default=None)
        if mine is None or not members & set(mine.members):
            return
        wrong = sorted(set(mine.members) - members)
        if wrong:
            await self.mark(wrong, partial(_has_id, mine.id))
            await self.press("d left", "mending")
        missing = sorted(members - set(mine.members))
        for each in missing:
            await self.mark([each], partial(holds, each))
            await self.press("left", "mending")
        if missing:
            await self.go_to(partial(_has_id, mine.id))
            await self.press("J", "mending")

    async def mark(self, mentions: Iterable[Mention], fits: Callable[[ClusterLine], bool]) -> None:
        """Open a cluster and mark mentions in it."""
        await self.go_to(fits)
        await self.press("right", "mending")
        for each in mentions:
            await self.go_to(partial(_is_of, each))
            await self.press("space", "mending")

    async def go_to(self, fits: Callable[[ClusterLine], bool]) -> None:
        await self.press(self._path(fits), "going")

    def _path(self, fits: Callable[[ClusterLine], bool]) -> str:
        """The fewest keys from the row that the keys are for to one that fits."""
        lines = self._choice.lines
        page = max(1, self._screen.rows_in_view - 1)
        waiting, seen = deque([(self._choice.at, "")]), {self._choice.at}
        while waiting:
            at, keys = waiting.popleft()
            if fits(lines[at]):
                return keys.strip()
            steps = {
                "j": at + 1,
                "k": at - 1,
                "pagedown": at + page,
                "pageup": at - page,
                "@": _next_label(lines, at),
                "G": len(lines) - 1,
                "home": 0,
            }
            for key, to in steps.items():
                to = max(0, min(len(lines) - 1, to))
                if to not in seen and len(keys.split()) < _FAR:
                    seen.add(to)
                    waiting.append((to, f"{keys} {key}"))
        raise AssertionError(f"no key leads there: {fits}")


def _is(group: MentionGroup, line: ClusterLine) -> bool:
    return line is group


def _has_id(cluster_id: str, line: ClusterLine) -> bool:
    cluster = line.cluster if isinstance(line, MentionGroup) else None
    return cluster is not None and cluster.id == cluster_id


def holds(mention: Mention, line: ClusterLine) -> bool:
    """Whether a row is of a group with a mention."""
    return isinstance(line, MentionGroup) and any(m.mention == mention for m in line.members)


def _is_of(mention: Mention, line: ClusterLine) -> bool:
    return isinstance(line, ListedAnnotation) and line.mention == mention


def _next_label(lines: Sequence[ClusterLine], at: int) -> int:
    here = section(lines[at])
    return next((n for n in range(at + 1, len(lines)) if section(lines[n]) != here), 0)


async def replay(gold: TiedGold, size: tuple[int, int]) -> Worked:
    """Cluster a gold in the app."""
    with scratch_folder() as folder:
        story = folder
        for article, text in gold.texts.items():
            (story / f"{article}.txt").write_bytes(text.encode())
        with open_story(story) as workspace:
            workspace.apply(Batch(tuple(_tagged(gold)), "import"))
        async with reading(story, size=size) as ana:
            await ana.press("W")
            await ana.until(lambda: isinstance(ana.app.screen, ClustersScreen), "it is open")
            return await Clusterer(ana, gold).work()


def _tagged(gold: TiedGold) -> Iterable[EditOfAnnotation]:
    for mention, each in gold.annotations.items():
        kept = Annotation(each.id, each.start, each.end, each.label, each.text)
        yield EditOfAnnotation(mention.article, None, kept)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the keys; fails where the clusters are not those of the gold."""
    parser = argparse.ArgumentParser(prog="python -m bench.cluster_keys")
    parser.add_argument("folders", nargs="*", metavar="FOLDER")
    parser.add_argument("--size", default="80x24", metavar="COLUMNSxROWS")
    options = parser.parse_args(arguments)
    columns, height = (int(part) for part in options.size.split("x"))
    golds = stories_in(options.folders) if options.folders else [load_tied(SEEDS, "seeds")]
    whys = ("answers", "digits", "joining", "mending", "going")
    rows: list[Sequence[str]] = []
    is_equal = True
    for gold in golds:
        worked = asyncio.run(replay(gold, (columns, height)))
        is_equal = is_equal and worked.is_equal
        keys = worked.keys.total()
        rows.append(
            [
                gold.name,
                str(worked.links),
                *(str(worked.keys[why]) for why in whys),
                f"{keys / max(1, worked.links):.2f}",
                "yes" if worked.is_equal else "NO",
            ]
        )
    columns_named = ["story", "links", *whys, "keys a link", "equal"]
    print(Table(f"keys for clusters, {options.size}", columns_named, rows))
    return int(not is_equal)


if __name__ == "__main__":
    sys.exit(main())
