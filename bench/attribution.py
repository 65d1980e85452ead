"""How well sources of claims are told: `python -m bench.attribution [FOLDER…]`.

Without arguments: the seeds, and PolNeAR dev where it is there; else folders of brat files as
PolNeAR has them. Constants were chosen on the seeds and the first 20 articles of PolNeAR, in the
order of their names; the others are reported apart.

**First**, **second**: the place of the right speaker among the sources of the article. Yardsticks:
the nearest by characters, and the nearest with those in a sentence of the claim first. *Parts* are
claims in pieces. **Offers**: of all claims, those without a source among them; **carriers**, which
the seeds alone have, once the speaker is tied.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import regex

from bench.figures import Table
from bench.golds import ARTICLES_FITTED, CORPORA, SEEDS
from bench.tied_golds import load_tied
from store.across.attribution import (
    ArticleSources,
    likely_carriers,
    likely_sources,
    offered_source,
)
from store.across.likely_claims import ClaimIndex
from store.across.prose import prose
from store.annotations.model import Annotation
from store.labels import CARRIER, SPEAKER
from store.text.lexicon import PRONOUNS
from store.text.marks import quotations
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_LINE: Final = regex.compile(r"^(T\d+)\t(\S+) ([\d ;]+)\t")


@dataclass(frozen=True, slots=True)
class Attributed:
    """A claim of a gold."""

    article: ArticleSources
    parts: tuple[Span, ...]
    speaker: Span | None
    carrier: Span | None = None

    @property
    def kind(self) -> str:
        if len(self.parts) > 1:
            return "parts"
        return "quoted" if quotations(self.article.text, self.parts[0]) else "paraphrase"


def of_seeds() -> list[Attributed]:
    """The claims of the seeds, also those without a source, in the order of the text."""
    gold = load_tied(SEEDS)
    found = []
    for article, text in gold.texts.items():
        tagged = [(m, a) for m, a in gold.annotations.items() if m.article == article]
        tagged.sort(key=lambda each: each[1].order)
        tails = {(r.head, r.role): gold.annotations[r.tail] for r in gold.relations}
        sources = tuple(a for _, a in tagged if a.label == "source")
        spoken: list[Annotation] = []
        for mention, claim in tagged:
            if claim.label == "claim":
                speaker, carrier = tails.get((mention, SPEAKER)), tails.get((mention, CARRIER))
                known = ArticleSources(text, sources, tuple(spoken))
                spans = (each.span if each else None for each in (speaker, carrier))
                found.append(Attributed(known, (claim.span,), *spans))
                spoken += [speaker] if speaker else []
    return found


def of_brat(paths: Iterable[Path]) -> Iterator[Attributed]:
    """The attributions in files of PolNeAR, also those without a source."""
    for path in paths:
        text = path.with_suffix(".txt").read_bytes().decode()
        pieces: dict[str, tuple[str, list[Span]]] = {}
        events = []
        for line in path.read_text("utf-8").splitlines():
            if match := _LINE.match(line):
                spans = [Span(*map(int, each.split())) for each in match[3].split(";")]
                pieces[match[1]] = match[2], spans
            elif line.startswith("E"):
                events.append([each.split(":") for each in line.split("\t")[1].split()])
        hulls = {Span(p[0].start, p[-1].end) for kind, p in pieces.values() if kind == "Source"}
        sources = [Annotation(str(s), s.start, s.end, "source", s.of(text)) for s in hulls]
        article = ArticleSources(text, tuple(sorted(sources, key=lambda each: each.order)))
        for event in events:
            said = [p for name, key in event if name.startswith("Content") for p in pieces[key][1]]
            by = [pieces[key][1] for name, key in event if name.startswith("Source")]
            if said:
                speaker = Span(by[0][0].start, by[0][-1].end) if by else None
                yield Attributed(article, tuple(said), speaker)


# Yardsticks --------------------------------------------------------------------------------------


def _ours(claim: Attributed) -> list[Span]:
    return [each.source.span for each in likely_sources(claim.article, claim.parts)]


def _nearest(claim: Attributed) -> list[Span]:
    hull = Span(claim.parts[0].start, claim.parts[-1].end)
    return sorted(
        (each.span for each in claim.article.sources),
        key=lambda span: max(0, hull.start - span.end, span.start - hull.end),
    )


def _sentence_first(claim: Attributed) -> list[Span]:
    read = prose(claim.article.text)

    def is_beside(span: Span) -> bool:
        sentences = read.paragraph_at(span.start).sentences
        held = (each for each in sentences if each.overlaps(span))
        inside = any(part.start <= span.start and span.end <= part.end for part in claim.parts)
        return not inside and any(s.overlaps(part) for s in held for part in claim.parts)

    return sorted(_nearest(claim), key=lambda span: not is_beside(span))


_ORDERS: Final[dict[str, Callable[[Attributed], list[Span]]]] = {
    "nearest by characters": _nearest,
    "nearest, sentence first": _sentence_first,
    "ours": _ours,
}


def ranks(claims: Sequence[Attributed], corpus: str) -> Table:
    """Which place the right speaker has, in each order."""
    columns = ["order", "claims", "first", "second", "third", "quoted", "paraphrase", "parts"]
    table = Table(f"{corpus}: the speaker's place", [*columns, "not by a pronoun"])
    with_speaker = [claim for claim in claims if claim.speaker is not None]
    for name, order in _ORDERS.items():
        places = [(c, order(c).index(c.speaker) + 1) for c in with_speaker if c.speaker]
        up_to = (sum(p <= n for _, p in places) / len(places) for n in (1, 2, 3))
        kinds = [[p for c, p in places if c.kind == kind] for kind in columns[-3:]]
        named = [p for c, p in places if c.speaker and not _is_pronoun(c.article.text, c.speaker)]
        shares = (_share(sum(p == 1 for p in some), len(some)) for some in (*kinds, named))
        table.rows.append([name, str(len(places)), *(f"{each:.3f}" for each in up_to), *shares])
    return table


def _share(right: int, of: int) -> str:
    """A share as it is shown; of nothing there is none."""
    return f"{right / of:.3f}" if of else "–"


def _is_pronoun(text: str, span: Span) -> bool:
    return span.of(text).lower() in PRONOUNS


def offers(claims: Sequence[Attributed], corpus: str) -> Table:
    """How many claims are offered a source, how many rightly; and carriers once it is tied."""
    table = Table(f"{corpus}: offers", ["what", "claims", "offered", "right"])
    offered = [(c, o) for c in claims if (o := offered_source(c.article, c.parts)) is not None]
    right = sum(offer.source.span == claim.speaker for claim, offer in offered)
    table.rows.append(["speaker", str(len(claims)), str(len(offered)), str(right)])
    carried = [c for c in claims if c.speaker is not None and c.carrier is not None]
    first = sum(
        likely_carriers(c.article, c.parts, c.speaker)[0].source.span == c.carrier
        for c in carried
        if c.speaker is not None
    )
    if carried:
        table.rows.append(["carrier first", str(len(carried)), str(len(carried)), str(first)])
    return table


def mates() -> Table:
    """Whether a claim that supports one comes first for it among those of the other article."""
    gold = load_tied(SEEDS)
    claims = gold.of_label("claim")
    index = ClaimIndex(claims.items())
    places = []
    for claim in claims:
        mates = {
            each
            for cluster in gold.clusters
            if cluster.relation == "supports" and claim in cluster.members
            for each in cluster.members
            if each.article != claim.article
        }
        if mates:
            others = (each for each in claims if each.article != claim.article)
            order = [each for each, _ in index.likely(claim, others)]
            places.append(1 + min(order.index(each) for each in mates))
    table = Table("seeds: claims that say the same", ["claims", "first", "in three", "MRR"])
    mean = sum(1 / place for place in places) / len(places)
    counts = (len(places), sum(p == 1 for p in places), sum(p <= 3 for p in places))
    table.rows.append([*map(str, counts), f"{mean:.3f}"])
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how well sources are told."""
    parser = argparse.ArgumentParser(prog="python -m bench.attribution")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    folders = parser.parse_args(arguments).folders
    if not folders:
        print(ranks(of_seeds(), "seeds"), offers(of_seeds(), "seeds"), mates(), sep="\n")
    for folder in folders or [CORPORA / "polnear-dev"]:
        paths = sorted(folder.glob("*.ann"))
        first = 0 if folders else ARTICLES_FITTED
        if first and paths:
            print(ranks(list(of_brat(paths[:first])), "PolNeAR, constants chosen on"))
        if paths:
            claims = list(of_brat(paths[first:]))
            print(ranks(claims, folder.name), offers(claims, folder.name), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
