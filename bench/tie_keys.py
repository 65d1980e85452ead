"""Keys for each tie and each cell: `python -m bench.tie_keys [--size 160x50]`.

All of a gold but its claims is tagged. Then, in the real app, claim after claim is tagged in the
order of the text and tied at once, until the ties are those of the gold:

1. **Its sources**: `y` where the right speaker is offered; else `t` and its letter. A carrier takes
   `t` and a letter once more.
2. **Claims that say the same**: `t` and the digit of a claim or cluster of its row; else `t`, `=`
   and a letter, where one of them is in sight; else `Tab`, `PgUp` and `PgDn` go there meanwhile.
   A claim that is in another row already takes `=` twice.
3. **Contradictions**: `t`, `!` and a letter or a digit.

A tie whose other end is not tagged yet is made from that end. Then `m`, and every cell of the
matrix, which is the gold's by now, is set once more by its key: omits where it is not read.

Keys that tag count for the tagging (`bench/keystrokes.py`), not here; `m` does not count. Clusters
of actors, locations and sources: `bench/cluster_keys.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from bench.figures import Table
from bench.golds import SEEDS
from bench.programs import scratch_folder
from bench.tied_golds import load_tied
from store.across.attribution_offers import AttributionOffer
from store.annotations.edits import Batch, EditOfAnnotation
from store.annotations.links import CONTRADICTS
from store.annotations.model import Annotation, Mention, StanceValue
from store.labels import SPEAKER
from tests.stories import open_story
from tests.tui.support import reading
from tui.render.tie_lines import digits_named
from tui.screens.matrix import MatrixScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.tied_golds import TiedGold
    from tests.tui.support import Reader
    from tui.screens.matrix_choice import MatrixChoice

GOALS: Final = {
    "attribution": 1.4,
    "same claim": 3.0,
    "contradiction": 4.0,
    "cell": 2.0,
    "cluster link": 0.6,
}
"""What is tied, each with the keys that it may take in the mean."""
_SETS: Final[dict[StanceValue | None, str]] = {
    StanceValue.ASSERTS: "+",
    StanceValue.CONTRADICTS: "!",
    StanceValue.BOTH: "b",
}
_OMITS: Final = "-"
_MOST_PAGES: Final = 2
"""Pages of digits that are looked at before somebody rather goes to where it stands."""
_MOST_MOVES: Final = 20
"""Keys after which nothing is looked for any more."""


@dataclass(slots=True)
class TieKeys:
    """What it took to tie a story."""

    made: Counter[str] = field(default_factory=Counter)
    """How many of each kind."""
    keys: Counter[str] = field(default_factory=Counter)
    """By kind."""
    ways: Counter[str] = field(default_factory=Counter)
    """How ties were made: by the keys without the letters of targets."""
    faults: list[str] = field(default_factory=list)

    def per_tie(self, kind: str) -> float:
        return self.keys[kind] / max(1, self.made[kind])


class Tier:
    """Somebody who ties what is tagged as the gold says."""

    def __init__(self, ana: Reader, gold: TiedGold, label: str) -> None:
        self._ana = ana
        self._gold = gold
        self._claims = sorted(
            gold.of_label(label), key=lambda m: (m.article, *gold.annotations[m].order)
        )
        self._mine: dict[Mention, Mention] = {}
        """What is tagged, by what it is in the gold."""
        self.worked = TieKeys()

    async def work(self) -> TieKeys:
        """Tie all of it, and compare."""
        self._see_tagged()
        for claim in self._claims:
            await self._tag(claim)
            await self._attribute(claim)
            await self._join(claim)
            await self._contradict(claim)
        self._compare()
        await self._set_cells()
        return self.worked

    # Keys ------------------------------------------------------------------------------------

    async def _press(self, kind: str, *keys: str) -> None:
        self.worked.keys[kind] += len(keys)
        await self._ana.press(" ".join(keys))

    async def _tie(self, kind: str, others: Iterator[Mention], sign: str = "") -> None:
        """Tie what is current to one of some, by a letter or a digit."""
        await self._press(kind, "t", *sign)
        wanted = {self._mine[other] for other in others if other in self._mine}
        letters, moves = self._letters(wanted), 0
        if len(letters) != 1 and kind != "attribution" and sign != "==":
            letters = min(filter(None, (self._digit(wanted), letters)), key=len, default="")
        while not letters:
            moves += 1
            if moves > _MOST_MOVES:
                self.worked.faults.append(f"no key ties {kind} {wanted}")
                await self._ana.press("escape escape")
                return
            await self._press(kind, self._way_to(wanted))
            letters = self._letters(wanted)
        await self._press(kind, *letters)
        way = "digit" if letters.isdigit() else "letter " * len(letters)
        self._count(kind, f"t {sign} {'going there ' if moves else ''}{way}")

    def _letters(self, wanted: set[Mention]) -> str:
        """The letters of one of some targets, as few as there are; empty where none is in sight."""
        tying = self._ana.main.session.tying
        found = tying.lettered if tying is not None else ()
        codes = (code for code, target in found if target.other.mention in wanted)
        return min(codes, key=len, default="")

    def _digit(self, wanted: set[Mention]) -> str:
        tying = self._ana.main.session.tying
        ana, passed = self._ana.main, ""
        while tying is not None and tying.digits and len(passed) < _MOST_PAGES:
            for number, group in enumerate(tying.digits, 1):
                if any(m.mention in wanted for m in group.members):
                    return f"{passed}{number}"
            tying, passed = tying.with_more_clusters(), f"{passed}0"
            if not tying.passed:
                break  # at the first again
            named = digits_named(tying, ana.keymap, ana.palette, ana.size.width)
            tying = replace(tying, named=named)
        return ""

    def _way_to(self, wanted: set[Mention]) -> str:
        """The key that brings one of some targets nearer: another pane, or a page of this one."""
        pane = self._ana.pane
        here = [
            each for each in wanted if pane.opened is not None and each.article == pane.opened.id
        ]
        if not here:
            return "tab"
        found = self._ana.workspace.now.annotation(here[0])
        assert found is not None
        visible = pane.viewport.visible_text
        if visible.covers(found.span):
            return "space"
        return "pageup" if found.start < visible.start else "pagedown"

    def _count(self, kind: str, way: str) -> None:
        self.worked.made[kind] += 1
        self.worked.ways[f"{kind}: {' '.join(way.split())}"] += 1

    # The work --------------------------------------------------------------------------------

    def _see_tagged(self) -> None:
        """What is tagged by now, by what it is in the gold."""
        found = {}
        for article in self._gold.texts:
            for each in self._ana.workspace.article(article).annotations:
                place = (article, each.start, each.end, each.label)
                found[place] = Mention(article, each.id)
        for mention, each in self._gold.annotations.items():
            place = (mention.article, each.start, each.end, each.label)
            if place in found:
                self._mine[mention] = found[place]

    async def _tag(self, claim: Mention) -> None:
        ana, annotation = self._ana, self._gold.annotations[claim]
        while ana.article_id != claim.article:
            await ana.press("tab")
        ana.select(annotation.start, annotation.end)
        await ana.settle()
        key = next(k for k, name in ana.main.label_keys.items() if name == annotation.label)
        await ana.press(key)
        self._see_tagged()

    async def _attribute(self, claim: Mention) -> None:
        relations = [r for r in self._gold.relations if r.head == claim]
        relations.sort(key=lambda r: r.role != SPEAKER)
        for relation in relations:
            offer = self._ana.main.session.offered_tie
            if (
                isinstance(offer, AttributionOffer)
                and relation.role == SPEAKER
                and Mention(claim.article, offer.source.id) == self._mine[relation.tail]
            ):
                await self._press("attribution", "y")
                self._count("attribution", "y")
            else:
                await self._tie("attribution", iter([relation.tail]))

    async def _join(self, claim: Mention) -> None:
        for cluster in self._gold.clusters:
            others = [m for m in cluster.members if m != claim and m in self._mine]
            if claim not in cluster.members or cluster.relation != "supports" or not others:
                continue
            whole = {self._mine[m] for m in cluster.members if m in self._mine}
            links = self._ana.workspace.now.links()
            known = [c for m in others for c in links.clusters_of(self._mine[m])]
            if all(whole.issuperset(c.members) for c in known if c.relation == "supports"):
                await self._tie("same claim", iter(others))
            else:
                await self._tie("same claim", iter(others), "==")

    async def _contradict(self, claim: Mention) -> None:
        for cluster in self._gold.clusters:
            others = [m for m in cluster.members if m != claim and m in self._mine]
            if claim in cluster.members and cluster.relation == CONTRADICTS and others:
                await self._tie("contradiction", iter(others), "!")

    # What came of it -------------------------------------------------------------------------

    def _compare(self) -> None:
        now, mine = self._ana.workspace.now, self._mine
        relations = {(r.head, r.tail, r.role) for r in now.relations}
        wanted = {(mine[r.head], mine[r.tail], r.role) for r in self._gold.relations}
        clusters = {(c.relation, frozenset(c.members)) for c in now.clusters}
        told = {
            (c.relation, frozenset(mine[m] for m in c.members))
            for c in self._gold.clusters
            if c.relation and len(c.members) > 1
        }
        for name, found, should in (
            ("attributions", relations, wanted),
            ("clusters of claims", clusters, told),
        ):
            if found != should:
                missing, more = len(should - found), len(found - should)
                self.worked.faults.append(f"{name}: {missing} missing, {more} more")

    async def _set_cells(self) -> None:
        ana = self._ana
        await ana.press("m")
        await ana.until(
            lambda: isinstance(ana.app.screen, MatrixScreen) and "Looking" not in ana.screen(),
            "the matrix is shown",
        )
        shown = ana.main.left_dialogs.matrix
        assert shown is not None
        derived = {
            (row.members, cell.article): cell.derived for row in shown.rows for cell in row.cells
        }
        for members in [row.members for row in shown.rows]:
            for _ in self._gold.texts:
                await self._set_next(shown, members)
        stances = ana.workspace.now.links().stances.values()
        should = Counter(v if v in _SETS else StanceValue.OMITS for v in derived.values())
        if Counter(s.value for s in stances) != should:
            self.worked.faults.append("cells are not what was set")

    async def _set_next(self, shown: MatrixChoice, members: tuple[Mention, ...]) -> None:
        """Set the nearest cell of a row that nobody has set yet to what the ties say."""
        row = next(each for each in shown.rows if each.members == members)
        unset = [n for n, cell in enumerate(row.cells) if cell.stance is None]
        column = min(unset, key=lambda n: abs(n - shown.column))
        down, across = shown.rows.index(row) - shown.at, column - shown.column
        moves = ["down" if down > 0 else "up"] * abs(down)
        moves += ["right" if across > 0 else "left"] * abs(across)
        value = row.cells[column].derived
        await self._press("cell", *moves, _SETS.get(value, _OMITS))
        self._count("cell", "arrows and a key" if moves else "a key")


async def replay(gold: TiedGold, size: tuple[int, int], label: str = "claim") -> TieKeys:
    """Tie a gold in the app."""
    with scratch_folder() as folder:
        story = folder
        for article, text in gold.texts.items():
            (story / f"{article}.txt").write_bytes(text.encode())
        with open_story(story) as workspace:
            workspace.apply(Batch(tuple(_all_but(gold, label)), "import"))
        async with reading(story, size=size) as ana:
            await ana.until(lambda: ana.main.ties.watch is not None, "ties are read")
            return await Tier(ana, gold, label).work()


def _all_but(gold: TiedGold, label: str) -> Iterator[EditOfAnnotation]:
    for mention, each in gold.annotations.items():
        if each.label != label:
            kept = Annotation(each.id, each.start, each.end, each.label, each.text)
            yield EditOfAnnotation(mention.article, None, kept)


def table(worked: TieKeys, title: str) -> Table:
    """Keys for each kind of tie."""
    made = Table(title, ("what", "made", "keys", "keys each", "goal"))
    for kind, goal in GOALS.items():
        if not worked.made[kind]:
            continue
        cells = (str(worked.made[kind]), str(worked.keys[kind]), f"{worked.per_tie(kind):.2f}")
        made.rows.append((kind, *cells, f"{goal:.1f}"))
    return made


def main(arguments: list[str] | None = None) -> int:
    """Print the keys; fails where what is tied is not the gold."""
    parser = argparse.ArgumentParser(prog="python -m bench.tie_keys")
    parser.add_argument("--size", default="160x50", metavar="COLUMNSxROWS")
    options = parser.parse_args(arguments)
    columns, rows = (int(part) for part in options.size.split("x"))
    worked = asyncio.run(replay(load_tied(SEEDS, "seeds"), (columns, rows)))
    print(table(worked, f"ties and cells of the seeds, {options.size}"))
    for way, count in sorted(worked.ways.items()):
        print(f"  {way}: {count}")
    for fault in worked.faults:
        print(f"NOT EQUAL: {fault}")
    return int(bool(worked.faults))


if __name__ == "__main__":
    sys.exit(main())
